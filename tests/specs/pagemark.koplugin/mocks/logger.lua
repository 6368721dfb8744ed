local function quiet() end
return { dbg = quiet, info = quiet, warn = quiet, err = quiet }
