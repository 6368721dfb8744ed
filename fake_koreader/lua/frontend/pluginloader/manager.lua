--- The plugin manager: switching plugins on and off, and deleting their settings (koreader-ui.md §3.6).
local bundled = require("pluginloader/bundled")
local logger = require("logger")

return function(PluginLoader)
    --- Ask an instance to stop what it does outside of its own reach.
    function PluginLoader:stopPluginInstance(instance, force)
        if type(instance.stopPlugin) ~= "function" then return true end
        local ok, message = pcall(instance.stopPlugin, instance, force)
        if not ok then logger.warn("stopPlugin failed:", message) end
        return ok
    end

    --- Stop an instance, by force where it refuses. @treturn bool whether it went without force
    function PluginLoader:stopPluginInstanceByName(name)
        local instance = self.loaded_plugins and self.loaded_plugins[name]
        local stopped = not instance or self:stopPluginInstance(instance)
        if not stopped then self:stopPluginInstance(instance, true) end
        return stopped, nil
    end

    --- Delete what a plugin has stored, as far as it says where that is.
    function PluginLoader:deletePluginSettings(instance)
        if instance.deletePluginSettings then
            local ok, message = pcall(instance.deletePluginSettings, instance)
            if not ok then logger.warn("deletePluginSettings failed:", message) end
        end
        if instance.settings_file then
            os.remove(instance.settings_file)
            os.remove(instance.settings_file .. ".old")
        end
        if instance.settings_key then G_reader_settings:delSetting(instance.settings_key) end
    end

    local function label(plugin)
        local _ = require("gettext")
        local name = plugin.fullname or plugin.name
        if plugin.deprecated then return name .. " " .. _("(outdated)") end
        return name
    end

    -- All classes, by the name that is shown.
    local function collect(enabled, disabled)
        local entries = {}
        for state, list in pairs{ enabled = enabled, disabled = disabled } do
            for _, plugin in ipairs(list) do
                table.insert(entries, { plugin = plugin, text = label(plugin), enable = state == "enabled" })
            end
        end
        table.sort(entries, function(a, b)
            if a.text == b.text then return a.plugin.path < b.plugin.path end
            return a.text < b.text
        end)
        return entries
    end

    local function toggle(self, entry)
        local disabled = G_reader_settings:readSetting("plugins_disabled", {})
        entry.enable = not entry.enable
        if entry.enable then
            disabled[entry.plugin.name] = nil
        else
            disabled[entry.plugin.name] = true
            self:stopPluginInstanceByName(entry.plugin.name)
        end
        G_reader_settings:saveSetting("plugins_disabled", disabled)
        if self.show_info then
            self.show_info = false
            require("ui/uimanager"):askForRestart()
        end
    end

    local function offerDeletion(self, entry)
        local _ = require("gettext")
        local ConfirmBox = require("ui/widget/confirmbox")
        local subject = self:getPluginInstance(entry.plugin.name) or entry.plugin
        require("ui/uimanager"):show(ConfirmBox:new{
            text = _("Delete the settings of this plugin?") .. "\n\n" .. entry.text,
            ok_text = _("Delete settings"),
            ok_callback = function() self:deletePluginSettings(subject) end,
        })
    end

    local function menuItem(self, entry)
        return {
            text = entry.text,
            checked_func = function() return entry.enable end,
            enabled_func = function() return true end,
            callback = function() toggle(self, entry) end,
            hold_callback = function() offerDeletion(self, entry) end,
            help_text = entry.plugin.description,
        }
    end

    --- Entries of "Plugin management".
    function PluginLoader:genPluginManagerSubItem()
        local _ = require("gettext")
        local enabled, disabled = self:loadPlugins()
        if not self.all_plugins then self.all_plugins = collect(enabled, disabled) end
        local builtin, user = {}, {}
        for _index, entry in ipairs(self.all_plugins) do
            table.insert(bundled[entry.plugin.name] and builtin or user, menuItem(self, entry))
        end
        local function part(text, items)
            return { text = text, sub_item_table = items, enabled_func = function() return #items > 0 end }
        end
        return { part(_("Built-in plugins"), builtin), part(_("User plugins"), user) }
    end
end
