-- What the device does to a running KOReader from outside: one turn of the main loop at a time, the
-- reader's actions, a look at the screen. Called with host; returns the functions by name.

local host = ...

local function manager()
    return package.loaded["ui/uimanager"]
end

local driver = {}

-- The entry script: settings, device, and the first window (a book, or the file manager).
function driver.boot(book)
    require("reader")(book)
end

-- One turn of the main loop. Returns the exit code once there is one, and when the next task is due.
function driver.turn()
    local ui = manager()
    ui:handleInput()
    local head = ui._task_queue[#ui._task_queue]
    return ui._exit_code, head and head.time ~= math.huge and head.time or nil
end

-- What the entry script does once the loop has ended.
function driver.leave(code)
    local patches = package.loaded.userpatch
    if patches then patches.applyPatches(patches.before_exit) end
    require("device"):exit()
    if patches then patches.applyPatches(patches.on_exit) end
    os.exit(code, true)
end

-- A reader's action by its name; the exit code when it ended the loop.
function driver.act(name, ...)
    local results = table.pack(require("reader_actions")[name](...))
    local ui = manager()
    return ui and ui._exit_code, table.unpack(results, 1, results.n)
end

function driver.inspect(name, ...)
    return require("ui/inspect")[name](...)
end

-- Every window from the bottom up, as flat text: kind, number of texts, texts…
function driver.windows()
    local flat = {}
    for _, window in ipairs(require("ui/inspect").windows()) do
        flat[#flat + 1] = window.kind
        flat[#flat + 1] = #window.texts
        for _, text in ipairs(window.texts) do
            flat[#flat + 1] = text
        end
    end
    return table.unpack(flat)
end

local function reader()
    local ui = package.loaded["apps/reader/readerui"]
    return ui and ui.instance
end

function driver.position()
    local ui = reader()
    if not ui or not ui.document then
        return nil
    end
    return ui:getCurrentPage(), ui.document:getPageCount(), ui.document.file
end

-- Lua in the plugins' world: an expression, or statements that may return something.
function driver.evaluate(source)
    local ui = reader() or (package.loaded["apps/filemanager/filemanager"] or {}).instance
    local environment = setmetatable({ ui = ui, UIManager = manager() }, { __index = _G, __newindex = _G })
    local chunk, message = load("return " .. source, "=evaluate", "t", environment)
    if not chunk then
        chunk, message = load(source, "=evaluate", "t", environment)
    end
    if not chunk then
        error(message, 0)
    end
    return chunk()
end

function driver.set_setting(key, value)
    G_reader_settings:saveSetting(key, value)
end

function driver.pending_tasks()
    local flat = {}
    local queue = manager() and manager()._task_queue or {}
    for i = #queue, 1, -1 do
        local info = type(queue[i].action) == "function" and debug.getinfo(queue[i].action, "S")
        flat[#flat + 1] = queue[i].time
        flat[#flat + 1] = info and (info.source:gsub("^@", "") .. ":" .. info.linedefined) or tostring(queue[i].action)
    end
    return table.unpack(flat)
end

return driver, host
