--[[--
A switch behind which a job runs again and again in the background.

Fields besides those of ui/plugin/switch_plugin: `when` (seconds between two runs, or what else the background runner
takes) and `executable` (a function or a command line). It only asks: the plugin backgroundrunner does the work.
]]
local PluginShare = require("pluginshare")
local SwitchPlugin = require("ui/plugin/switch_plugin")

local BackgroundTaskPlugin = SwitchPlugin:extend()

function BackgroundTaskPlugin:new(o)
    return SwitchPlugin.new(self, o)
end

-- A job that was queued under an older setting runs out after its next run.
function BackgroundTaskPlugin:_schedule(settings_id)
    PluginShare.backgroundJobs = PluginShare.backgroundJobs or {}
    table.insert(PluginShare.backgroundJobs, {
        when = self.when,
        executable = self.executable,
        repeated = function()
            return self.enabled and self.settings_id == settings_id
        end,
    })
    require("ui/uimanager"):broadcastEvent(require("ui/event"):new("BackgroundJobsUpdated"))
end

function BackgroundTaskPlugin:_start()
    self:_schedule(self.settings_id)
end

return BackgroundTaskPlugin
