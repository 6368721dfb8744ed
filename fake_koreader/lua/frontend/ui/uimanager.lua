--[[--
The one window manager: a stack of windows, a queue of tasks, and the loop that serves both.

Its parts live in files of their own under `ui/uimanager/`; each adds methods to this table.
]]
local HookContainer = require("ui/hook_container")
local time = require("ui/time")

local UIManager = {
    -- Array of { time = fts, action = callable, args = packed }, descending: the last entry runs first.
    _task_queue = {},
    _task_queue_dirty = false,
    _now = time.now(),
    -- Array of { x =, y =, widget = }, bottom to top.
    _window_stack = {},
    -- Windows to be painted, and functions to be called after painting.
    _dirty = {},
    _needs_painting = false,
    _refresh_func_stack = {},
    _exit_code = nil,
    _prevent_standby_count = 0,
    _prev_prevent_standby_count = 0,
    _input_gestures_disabled = false,
    _zeromqs = {},
    silent_mode = false,
    currently_scrolling = false,
    poweroff_action = nil,
    reboot_action = nil,
    event_handlers = {},
    event_hook = HookContainer:new{},
    DEFAULT_FULL_REFRESH_COUNT = 6,
    FULL_REFRESH_COUNT = 6,
    ZMQ_TIMEOUT = 50 * 1000,
    INPUT_TIMEOUT = nil,
    looper = nil,
}

require("ui/uimanager/tasks")(UIManager)
require("ui/uimanager/windows")(UIManager)
require("ui/uimanager/delivery")(UIManager)
require("ui/uimanager/painting")(UIManager)
require("ui/uimanager/loop")(UIManager)
require("ui/uimanager/power")(UIManager)

function UIManager:init()
    self:_setPowerHandlers()
    self:_chooseRefreshCount(G_reader_settings:isTrue("night_mode"))
    require("device"):_UIManagerReady(self)
end

-- The device's handlers may ask for this very module.
package.loaded["ui/uimanager"] = UIManager
UIManager:init()
return UIManager
