--[[--
Actions by name: what a gesture, a profile or a plugin can have done without knowing who does it
(koreader-ui.md §8). An action is sent as an event through `UIManager:sendEvent`.
]]
-- fidelity: partial: KOReader's own actions as far as somebody here answers them
local Device = require("device")
local Event = require("ui/event")
local UIManager = require("ui/uimanager")
local _ = require("gettext")

local Dispatcher = {
    initialized = false,
}

-- id → specification: what plugins registered, and KOReader's own from the first need on. Its name is KOReader's, since
-- plugins find it by that name among the upvalues of registerAction.
local settingsList = {}
local own_actions

local function lookUp(name)
    local registered = rawget(settingsList, name)
    if registered then return registered end
    own_actions = own_actions or require("dispatcher/actions")(Device)
    return own_actions[name]
end

setmetatable(settingsList, { __index = function(_list, name) return lookUp(name) end })

--- All ids, in byte order: registered ones and KOReader's own.
function Dispatcher:actionNames()
    lookUp("")
    local names = {}
    for name in pairs(settingsList) do table.insert(names, name) end
    for name in pairs(own_actions) do
        if not rawget(settingsList, name) then table.insert(names, name) end
    end
    table.sort(names)
    return names
end

--- The specification of an action, or nil.
function Dispatcher:getAction(name)
    return lookUp(name)
end

--- Ask everybody to register their actions; happens once.
function Dispatcher:init()
    if self.initialized then return end
    self.initialized = true
    UIManager:broadcastEvent(Event:new("DispatcherRegisterActions"))
end

--- Add an action; the first definition of a name stays. @treturn bool true
function Dispatcher:registerAction(name, value)
    if not settingsList[name] then settingsList[name] = value end
    return true
end

--- @treturn bool true
function Dispatcher:removeAction(name)
    settingsList[name] = nil
    return true
end

--- Whether an action can be done now: what is open decides.
function Dispatcher:isActionEnabled(action)
    if not action then return false end
    if action.condition ~= nil and action.condition ~= true then return false end
    local ReaderUI = package.loaded["apps/reader/readerui"]
    local reader = type(ReaderUI) == "table" and ReaderUI.instance or nil
    if not reader then return not (action.reader or action.rolling or action.paging) end
    if reader.paging then return not action.rolling end
    return not action.paging
end

--- What the event of an action takes for a value of the document's option; the value itself where nothing else is said.
function Dispatcher:getArgFromValue(item, value)
    local action = lookUp(item)
    for i, candidate in ipairs(action and action.configurable and action.configurable.values or {}) do
        if candidate == value then return (action.args or action.configurable.values)[i] end
    end
    return value
end

--- Call `callback` for a table of actions that is about to go; when there are any, once the reader agrees.
function Dispatcher.removeActions(actions, callback)
    if not actions or next(actions) == nil then return callback() end
    UIManager:show(require("ui/widget/confirmbox"):new{
        text = _("Remove all selected actions?"), ok_text = _("Remove"), ok_callback = callback,
    })
end

-- Names ----------------------------------------------------------------------------------------------------------

local function choices(action)
    if action.args_func then return action.args_func() end
    return action.args, action.toggle
end

local function labelOf(action, value)
    local args, labels = choices(action)
    for i, arg in ipairs(args or {}) do
        if arg == value then return labels and labels[i] or tostring(arg) end
    end
    return tostring(value)
end

local NARROW_SPACE = "\u{202F}"

local function valueText(action, value)
    local category = action.category
    if category == "incrementalnumber" and value == 0 then return _("gesture distance") end
    if category == "absolutenumber" or category == "incrementalnumber" then
        return tostring(value) .. (action.unit and NARROW_SPACE .. action.unit or "")
    elseif category == "string" or category == "configurable" then
        return labelOf(action, value)
    end
end

--- What a reader calls an action, with the value chosen for it unless `dont_show_value`.
function Dispatcher:getNameFromItem(item, settings, dont_show_value)
    local action = lookUp(item)
    if not action then return _("Unknown item") end
    local value
    if settings then value = settings[item] end
    if value == nil or dont_show_value then return action.title end
    local text = valueText(action, value)
    return text and action.title .. ": " .. text or action.title
end

local function countActions(settings)
    local count, last = 0, nil
    for name in pairs(settings) do
        if name ~= "settings" then
            count = count + 1
            last = name
        end
    end
    return count, last
end

--- One line about a table of actions.
function Dispatcher:menuTextFunc(settings)
    if not settings then return _("Pass through") end
    local count, last = countActions(settings)
    if count == 0 then return _("Nothing") end
    if count == 1 then return self:getNameFromItem(last, settings) end
    return count .. " " .. _("actions")
end

-- Ids in the order in which they are to be done.
local function sequence(settings)
    local order = settings.settings and settings.settings.order
    if order then return order end
    local names = {}
    for name in pairs(settings) do
        if name ~= "settings" then table.insert(names, name) end
    end
    return names
end

--- The actions that can be done now. @treturn table array of `{ text =, key = }`
function Dispatcher.getDisplayList(settings)
    local list = {}
    for _index, name in ipairs(settings and sequence(settings) or {}) do
        if Dispatcher:isActionEnabled(lookUp(name)) then
            table.insert(list, { text = Dispatcher:getNameFromItem(name, settings), key = name })
        end
    end
    return list
end

-- Doing ----------------------------------------------------------------------------------------------------------

local send = {}

function send.none(action, _value, props)
    if action.arg == nil then return Event:new(action.event) end
    return Event:new(action.event, action.arg, props)
end

function send.arg(action, _value, props)
    return Event:new(action.event, props and props.gesture or action.arg)
end

function send.absolutenumber(action, value)
    if action.arg == nil then return Event:new(action.event, value) end
    return Event:new(action.event, { action.arg, value })
end

send.string = send.absolutenumber

function send.incrementalnumber(action, value, props)
    if value ~= 0 then return Event:new(action.event, value) end
    return Event:new(action.event, props and props.gesture or 0)
end

local function pressKey(action, value)
    local Key = require("device/key")
    local key = Key:new(action.arg or value, {})
    UIManager:sendEvent(Event:new("KeyPress", key))
    UIManager:sendEvent(Event:new("KeyRelease", key))
end

local function perform(action, value, props)
    if action.configurable then
        UIManager:sendEvent(Event:new("ConfigChange", action.configurable.name, value))
    end
    if action.category == "key" then return pressKey(action, value) end
    local make = send[action.category]
    if make then UIManager:sendEvent(make(action, value, props)) end
end

local function showQuickMenu(settings, props)
    local ButtonDialog = require("ui/widget/buttondialog")
    local menu
    local rows = {}
    for _index, entry in ipairs(Dispatcher.getDisplayList(settings)) do
        table.insert(rows, { {
            text = entry.text,
            align = "left",
            callback = function()
                UIManager:close(menu)
                Dispatcher:execute({ [entry.key] = settings[entry.key] }, props)
            end,
        } })
    end
    menu = ButtonDialog:new{
        name = "QuickMenu",
        title = settings.settings.name or _("QuickMenu"),
        title_align = "center",
        buttons = rows,
        anchor = props and props.qm_anchor,
    }
    UIManager:show(menu)
end

--- Do what a table of actions says.
-- @tparam table settings `{ id = value, …, settings = { order =, show_as_quickmenu =, execute_one_by_one =, name = } }`
-- @tparam table|nil exec_props `{ gesture =, qm_show =, qm_anchor = }`
function Dispatcher:execute(settings, exec_props)
    local options = settings.settings or {}
    local as_menu = options.show_as_quickmenu
    if exec_props and exec_props.qm_show ~= nil then as_menu = exec_props.qm_show end
    if as_menu then return showQuickMenu(settings, exec_props) end
    local batch = countActions(settings) > 1 and not options.execute_one_by_one
    if batch then
        UIManager:broadcastEvent(Event:new("BatchedUpdate"))
        UIManager:setSilentMode(true)
    end
    local Notification = require("ui/widget/notification")
    Notification:setNotifySource(Notification.SOURCE_DISPATCHER)
    for _index, name in ipairs(sequence(settings)) do
        local action = lookUp(name)
        if self:isActionEnabled(action) then perform(action, settings[name], exec_props) end
    end
    Notification:resetNotifySource()
    if batch then
        UIManager:setSilentMode(false)
        UIManager:broadcastEvent(Event:new("BatchedUpdateDone"))
    end
end

--- Fill a menu in which actions are chosen.
-- @tparam table caller its `updated` is set when something changes
-- @tparam table menu gets the entries @tparam table location @tparam string settings_name where the choice is kept
function Dispatcher:addSubMenu(caller, menu, location, settings_name)
    require("dispatcher/submenu")(self, caller, menu, location, settings_name)
end

return Dispatcher
