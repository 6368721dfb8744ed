--- A view of the cover browser: plugins replace its functions; without that, none of them is emulated.

local function refused(member)
    return function() require("not_emulated")("covermenu", member) end
end

return {
    _recalculateDimen = refused("_recalculateDimen"),
    _updateItemsBuildUI = refused("_updateItemsBuildUI"),
    updateItems = refused("updateItems"),
    onCloseWidget = refused("onCloseWidget"),
}
