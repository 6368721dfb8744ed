--[[--
The window with the networks in reach: a tap on one connects, or asks for its password.

Fields: `network_list` (array of { ssid, flags, signal_quality, connected, password }, the strongest is shown first),
`connect_callback()` after connecting or disconnecting, `width`, `height`. `connected_item` is the network in use.
]]
-- fidelity: partial: signal strengths are words, and what scans for networks is not there
local CenterContainer = require("ui/widget/container/centercontainer")
local Device = require("device")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local InfoMessage = require("ui/widget/infomessage")
local InputContainer = require("ui/widget/container/inputcontainer")
local InputDialog = require("ui/widget/inputdialog")
local ListView = require("ui/widget/listview")
local NetworkMgr = require("ui/network/manager")
local Screen = Device.screen
local TextWidget = require("ui/widget/textwidget")
local UIManager = require("ui/uimanager")
local _ = require("gettext")
local T = require("ffi/util").template

local function say(text, timeout)
    UIManager:show(InfoMessage:new{ text = text, timeout = timeout })
end

local function while_saying(text, action)
    local message = InfoMessage:new{ text = text }
    UIManager:show(message)
    UIManager:forceRePaint()
    action()
    UIManager:close(message)
end

-- One network ------------------------------------------------------------------------------------------------------

local NetworkItem = InputContainer:extend{
    info = nil,
    setting_ui = nil,
    width = nil,
}

local function label(text)
    return TextWidget:new{ text = text, face = Font:getFace("cfont") }
end

function NetworkItem:init()
    self.info.ssid = self.info.ssid or "[hidden]"
    local action = self.info.connected and _("disconnect") or self.info.password and _("edit")
    self.button = action and label(action) or nil
    self[1] = FrameContainer:new{
        bordersize = 0, padding = 0, width = self.width,
        HorizontalGroup:new{
            label(T("%1 (%2%)  ", self.info.ssid, self.info.signal_quality or 0)), self.button,
        },
    }
    self.dimen = Geom:new{ x = 0, y = 0, w = self.width, h = Screen:scaleBySize(44) }
    self.ges_events = { TapSelect = { GestureRange:new{ ges = "tap", range = function() return self.dimen end } } }
    if self.info.connected then self.setting_ui:setConnectedItem(self) end
end

--- As wide as the list and as high as a finger.
function NetworkItem:getSize() return self.dimen end

function NetworkItem:refresh()
    self:init()
    UIManager:setDirty(self.setting_ui, "ui")
end

local function told(self)
    if self.setting_ui.connect_callback then self.setting_ui.connect_callback() end
end

--- Leave the network in use for this one.
function NetworkItem:connect()
    local before = self.setting_ui:getConnectedItem()
    if before then before:disconnect() end
    local ok, message
    while_saying(_("Connecting to network…"), function()
        ok, message = NetworkMgr:authenticateNetwork(self.info)
        if ok then NetworkMgr:obtainIP() end
    end)
    if ok then
        self.info.connected = true
        self:refresh()
    end
    told(self)
    say(ok and _("Connected.") or message, 3)
end

--- Leave this network.
function NetworkItem:disconnect()
    while_saying(_("Disconnecting…"), function()
        NetworkMgr:disconnectNetwork(self.info)
        NetworkMgr:releaseIP()
    end)
    self.info.connected = nil
    self.setting_ui:setConnectedItem(nil)
    self:refresh()
    told(self)
end

--- Remember the password that was typed and connect with it.
function NetworkItem:saveAndConnectToNetwork(dialog)
    local password = dialog:getInputText()
    if not password or password == "" then return say(_("Password cannot be empty.")) end
    if password ~= self.info.password then
        self.info.password, self.info.psk = password, nil
        NetworkMgr:saveNetwork(self.info)
    end
    UIManager:close(dialog)
    self:connect()
end

local function askForPassword(self, forgettable)
    local dialog
    local row = {
        { text = _("Cancel"), id = "close", callback = function() UIManager:close(dialog) end },
        {
            text = _("Connect"), is_enter_default = true,
            callback = function() self:saveAndConnectToNetwork(dialog) end,
        },
    }
    if forgettable then
        table.insert(row, 2, { text = _("Forget"), callback = function()
            NetworkMgr:deleteNetwork(self.info)
            self.info.password = nil
            UIManager:close(dialog)
            self:refresh()
        end })
    end
    dialog = InputDialog:new{
        title = self.info.ssid, input = self.info.password or "", input_hint = _("password"), text_type = "password",
        buttons = { row },
    }
    UIManager:show(dialog)
    dialog:onShowKeyboard()
    return true
end

function NetworkItem:onEditNetwork() return askForPassword(self, true) end

function NetworkItem:onAddNetwork() return askForPassword(self, false) end

function NetworkItem:onTapSelect(_arg, ges)
    local on_button = self.button and self.button.dimen and ges.pos:intersectWith(self.button.dimen)
    if self.info.connected then
        if on_button then self:disconnect() end
        return true
    end
    if on_button then return self:onEditNetwork() end
    if self.info.password or not (self.info.flags or ""):find("WPA") then
        self:connect()
        return true
    end
    return self:onAddNetwork()
end

-- The window -------------------------------------------------------------------------------------------------------

local NetworkSetting = InputContainer:extend{
    connect_callback = nil,
    height = nil,
    network_list = nil,
    width = nil,
}

function NetworkSetting:init()
    self.width = math.min(self.width or Screen:getWidth() - Screen:scaleBySize(50), Screen:scaleBySize(600))
    self.height = self.height or math.min(math.floor(Screen:getHeight() * 3 / 4), Screen:scaleBySize(800))
    table.sort(self.network_list, function(a, b) return (a.signal_quality or 0) > (b.signal_quality or 0) end)
    local items = {}
    for i, network in ipairs(self.network_list) do
        items[i] = NetworkItem:new{ info = network, setting_ui = self, width = self.width }
    end
    self.popup = FrameContainer:new{
        padding = 0, ListView:new{ items = items, width = self.width, height = self.height, padding = 0 },
    }
    local all = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
    self[1] = CenterContainer:new{ dimen = all, self.popup }
    self.ges_events.TapClose = { GestureRange:new{ ges = "tap", range = all } }
    UIManager:nextTick(function() self:_greet() end)
end

-- A network that was in use from the start needs only its address.
function NetworkSetting:_greet()
    local item = self:getConnectedItem()
    if not item then return end
    while_saying(_("Obtaining IP address…"), function() NetworkMgr:obtainIP() end)
    if G_reader_settings:nilOrTrue("auto_dismiss_wifi_scan") then UIManager:close(self, "ui") end
    say(T(_("Connected to network %1"), item.info.ssid), 3)
    if self.connect_callback then self.connect_callback() end
end

function NetworkSetting:setConnectedItem(item) self.connected_item = item end

function NetworkSetting:getConnectedItem() return self.connected_item end

function NetworkSetting:onTapClose(_arg, ges)
    if self.popup.dimen and ges.pos:notIntersectWith(self.popup.dimen) then
        UIManager:close(self)
        return true
    end
end

return NetworkSetting
