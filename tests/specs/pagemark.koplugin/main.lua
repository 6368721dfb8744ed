--- Pagemark: the place in every book, on a server of your own.
local ConfirmBox = require("ui/widget/confirmbox")
local InfoMessage = require("ui/widget/infomessage")
local NetworkMgr = require("ui/network/manager")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Api = require("api")
local Outbox = require("outbox")
local Settings = require("settings")
local Texts = require("texts")
local Tracker = require("tracker")
local _ = require("gettext")

local Pagemark = WidgetContainer:extend{ name = "pagemark", is_doc_only = false }

function Pagemark:init()
    self.settings = Settings.open()
    self.outbox = Outbox.open(self.settings:get("limit"))
    self.tracker = Tracker.new()
    self.send_due = function() self:send() end
    self.ui.menu:registerToMainMenu(self)
end

function Pagemark:addToMainMenu(items)
    items.pagemark = {
        text_func = function()
            local waiting = self.outbox:count()
            return waiting == 0 and _("Pagemark") or _("Pagemark") .. " (" .. waiting .. ")"
        end,
        sub_item_table = {
            {
                text = _("Send now"),
                enabled_func = function() return self.settings:ready() end,
                callback = function() self:send(true) end,
            },
            {
                text = _("Quiet"),
                checked_func = function() return self.settings:get("quiet") end,
                callback = function() self.settings:set("quiet", not self.settings:get("quiet")):flush() end,
            },
        },
    }
end

function Pagemark:onReaderReady()
    local document = self.ui.document
    self.hash = self.ui.doc_settings:readSetting("partial_md5_checksum")
    if not self.hash then return end
    self.tracker:open(self.hash, document:getPageCount(), document:getCurrentPage(), os.time())
    if self.settings:ready() and NetworkMgr:isConnected() then self:fetch() end
end

function Pagemark:onPageUpdate(page)
    if not self.tracker:turn(page, os.time()) then return end
    UIManager:unschedule(self.send_due)
    UIManager:scheduleIn(self.settings:get("interval"), self.send_due)
    self.outbox:add{ hash = self.hash, percent = self.tracker:percent(), page = page, at = os.time() }
end

function Pagemark:onCloseDocument()
    UIManager:unschedule(self.send_due)
    local session = self.tracker:close(os.time())
    if session then self.outbox:add(session) end
    self:send()
end

function Pagemark:onSuspend() self.tracker:sleep(os.time()) end

function Pagemark:onResume() self.tracker:wake(os.time()) end

function Pagemark:onNetworkConnected() self:send() end

function Pagemark:api()
    local settings = self.settings
    return Api.new(settings:get("server"), settings:get("user"), settings:get("password"))
end

function Pagemark:tell(text)
    if not self.settings:get("quiet") then UIManager:show(InfoMessage:new{ text = text, timeout = 3 }) end
end

--- Another device is further: ask whether to go there.
function Pagemark:fetch()
    local there = self:api():pull(self.hash)
    local here = self.tracker:percent()
    if not there or not here or there.percent <= here then return false end
    UIManager:show(ConfirmBox:new{
        text = _("Go on at") .. " " .. Texts.percent(there.percent) .. "?",
        ok_callback = function() self.ui:handleEvent({ handler = "onGotoPercent", there.percent * 100 }) end,
    })
    return true
end

--- Send what is due. @return how many were sent, or nil and why nothing was
function Pagemark:send(asked)
    if not self.settings:ready() then return nil, "not set up" end
    if not NetworkMgr:isConnected() then
        if asked then self:tell(_("No network.")) end
        return nil, "offline"
    end
    local api, sent = self:api(), 0
    for _i, entry in ipairs(self.outbox:due(os.time())) do
        local verdict, detail = api:push(entry)
        if verdict == "later" then
            self.outbox:later(entry.hash, os.time(), detail)
            break
        end
        self.outbox:remove(entry.hash)
        if verdict == "done" then sent = sent + 1 end
    end
    if asked then self:tell(Texts.count(sent, _("place sent"), _("places sent"))) end
    return sent
end

return Pagemark
