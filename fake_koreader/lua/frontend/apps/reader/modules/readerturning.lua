--[[--
Turning pages with keys and with fingers (a module of ours, for ReaderPaging and ReaderRolling). The zones are
registered on ReaderUI, where plugins override them by their ids.
]]
local Device = require("device")

local function zone(name)
    local ratio = G_defaults:readSetting(name)
    return { ratio_x = ratio.x, ratio_y = ratio.y, ratio_w = ratio.w, ratio_h = ratio.h }
end

local WHOLE = { ratio_x = 0, ratio_y = 0, ratio_w = 1, ratio_h = 1 }

return function(Module, prefix)
    -- Where books are read the other way round, so are the zones.
    function Module:_turnByHand(direction)
        if self.view.inverse_reading_order then direction = -direction end
        return self:onGotoViewRel(direction)
    end

    function Module:_registerKeys()
        if not Device:hasKeys() then return end
        local group = Device.input.group
        self.key_events.GotoNextView = { { group.PgFwd }, event = "GotoViewRel", args = 1 }
        self.key_events.GotoPrevView = { { group.PgBack }, event = "GotoViewRel", args = -1 }
    end

    function Module:_registerZones()
        if not Device:isTouchDevice() then return end
        local function tap(id, name, direction)
            return {
                id = id, ges = "tap", screen_zone = zone(name),
                handler = function()
                    if G_reader_settings:isTrue("page_turns_disable_tap") then return false end
                    return self:_turnByHand(direction)
                end,
            }
        end
        self.ui:registerTouchZones({
            tap("tap_forward", "DTAP_ZONE_FORWARD", 1),
            tap("tap_backward", "DTAP_ZONE_BACKWARD", -1),
            {
                id = prefix .. "_swipe", ges = "swipe", screen_zone = WHOLE,
                handler = function(gesture)
                    if gesture.direction == "west" then return self:_turnByHand(1) end
                    if gesture.direction == "east" then return self:_turnByHand(-1) end
                end,
            },
        })
    end

    function Module:_listenToHands()
        self:_registerKeys()
        self.ui:registerPostInitCallback(function() self:_registerZones() end)
    end
end
