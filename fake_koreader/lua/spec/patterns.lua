-- Whether a file's name matches a pattern of `.busted`. Called with host; returns the test.
return function(name, pattern)
    return pattern ~= "" and name:find(pattern) ~= nil
end
