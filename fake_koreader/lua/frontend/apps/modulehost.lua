--[[--
What FileManager and ReaderUI have in common: modules and plugins are their children, in the order in which they were
registered, and callbacks wait for the end of their making (specs/koreader-ui.md §1.5).
]]
local PluginLoader = require("pluginloader")
local logger = require("logger")

-- Callbacks that are added meanwhile run as well; afterwards there is no list to add to.
local function runAll(owner, field)
    local i = 1
    while owner[field][i] do
        owner[field][i]()
        i = i + 1
    end
    owner[field] = nil
end

--- Give a class its module methods.
-- @tparam table Class FileManager or ReaderUI
-- @tparam string prefix what precedes a module's name: "filemanager" or "reader"
return function(Class, prefix)
    --- Make a widget a child, known as `self[name]`; `always_active` lets it hear events below other windows.
    function Class:registerModule(name, module, always_active)
        if name then
            self[name] = module
            module.name = prefix .. name
        end
        self[#self + 1] = module
        if always_active then self.active_widgets[#self.active_widgets + 1] = module end
    end

    --- Call `callback()` once the window is complete but not yet shown.
    function Class:registerPostInitCallback(callback)
        table.insert(self.postInitCallback, callback)
    end

    function Class:_runPostInit()
        runAll(self, "postInitCallback")
    end

    function Class:_runPostReaderReady()
        runAll(self, "postReaderReadyCallback")
    end

    --- An instance of every enabled plugin that `accepts(plugin)`; `attributes()` makes what each is given.
    function Class:_registerPlugins(attributes, accepts)
        for _, plugin in ipairs(PluginLoader:loadPlugins()) do
            if accepts(plugin) then
                local ok, instance = PluginLoader:createPluginInstance(plugin, attributes())
                if ok then
                    self:registerModule(plugin.name, instance)
                    logger.dbg("plugin at work:", plugin.name)
                end
            end
        end
    end
end
