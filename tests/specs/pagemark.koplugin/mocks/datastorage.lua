return {
    getDataDir = function() return "/koreader" end,
    getSettingsDir = function() return "/koreader/settings" end,
}
