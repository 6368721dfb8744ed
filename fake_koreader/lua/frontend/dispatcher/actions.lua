--[[--
KOReader's own actions: id → { category, event, title, sections…, and what the category needs }.

Only those whose event somebody here answers, or that plugins are known to name; the sections are where the
action is offered.
]]
local _ = require("gettext")

local function plain(event, title, ...)
    local action = { category = "none", event = event, title = _(title) }
    for _index, section in ipairs{ ... } do action[section] = true end
    return action
end

local function with(action, fields)
    for key, value in pairs(fields) do action[key] = value end
    return action
end

local function number(category, event, title, min, max, ...)
    return with(plain(event, title, ...), { category = category, min = min, max = max })
end

return function(Device)
    local light, wifi = Device:hasFrontlight(), Device:hasWifiToggle()
    local sleep = Device:canSuspend()
    return {
        -- general
        filemanager = plain("Home", "File browser", "general"),
        open_previous_document = plain("OpenLastDoc", "Open previous document", "general"),
        history = plain("ShowHist", "History", "general"),
        favorites = with(plain("ShowColl", "Favorites", "general"), { arg = "favorites" }),
        collections = plain("ShowCollList", "Collections", "general"),
        show_menu = plain("ShowMenu", "Show menu", "general"),
        menu_search = plain("MenuSearch", "Menu search", "general"),
        screenshot = plain("Screenshot", "Screenshot", "general"),
        dictionary_lookup = plain("ShowDictionaryLookup", "Dictionary lookup", "general"),
        wikipedia_lookup = plain("ShowWikipediaLookup", "Wikipedia lookup", "general"),
        flush_settings = with(plain("FlushSettings", "Save book metadata", "general"), { arg = true }),
        -- device
        exit = plain("Exit", "Exit KOReader", "device"),
        restart = with(plain("Restart", "Restart KOReader", "device"), { condition = Device:canRestart() }),
        suspend = with(plain("RequestSuspend", "Suspend", "device"), { condition = sleep }),
        reboot = with(plain("RequestReboot", "Reboot the device", "device"), { condition = Device:canReboot() }),
        poweroff = with(plain("RequestPowerOff", "Power off", "device"), { condition = Device:canPowerOff() }),
        usb_mass_storage = with(plain("RequestUSBMS", "Start USB storage", "device"), {
            condition = Device:canToggleMassStorage(),
        }),
        wifi_on = with(plain("InfoWifiOn", "Turn on Wi-Fi", "device"), { condition = wifi }),
        wifi_off = with(plain("InfoWifiOff", "Turn off Wi-Fi", "device"), { condition = wifi }),
        toggle_wifi = with(plain("ToggleWifi", "Toggle Wi-Fi", "device"), { condition = wifi }),
        show_network_info = plain("ShowNetworkInfo", "Show network info", "device"),
        -- screen
        full_refresh = plain("FullRefresh", "Full screen refresh", "screen"),
        night_mode = plain("ToggleNightMode", "Toggle night mode", "screen"),
        set_night_mode = with(plain("SetNightMode", "Set night mode", "screen"), {
            category = "string", args = { true, false }, toggle = { _("on"), _("off") },
        }),
        show_frontlight_dialog = with(plain("ShowFlDialog", "Show frontlight dialog", "screen"), { condition = light }),
        toggle_frontlight = with(plain("ToggleFrontlight", "Toggle frontlight", "screen"), { condition = light }),
        set_frontlight = with(number("absolutenumber", "SetFlIntensity", "Set frontlight brightness", 0, 100,
            "screen"), {
            condition = light,
        }),
        increase_frontlight = with(number("incrementalnumber", "IncreaseFlIntensity",
            "Increase frontlight brightness", 1, 100,
            "screen"), { condition = light }),
        decrease_frontlight = with(number("incrementalnumber", "DecreaseFlIntensity",
            "Decrease frontlight brightness", 1, 100,
            "screen"), { condition = light }),
        rotate = plain("SwapRotation", "Rotation", "screen"),
        -- file browser
        refresh_content = plain("RefreshContent", "Refresh content", "filemanager"),
        folder_up = plain("FolderUp", "Folder up", "filemanager"),
        show_plus_menu = plain("ShowPlusMenu", "Show plus menu", "filemanager"),
        toggle_select_mode = plain("ToggleSelectMode", "Toggle select mode", "filemanager"),
        file_search = plain("ShowFileSearch", "File search", "general"),
        -- reader
        toc = plain("ShowToc", "Table of contents", "reader"),
        bookmarks = plain("ShowBookmark", "Bookmarks", "reader"),
        toggle_bookmark = plain("ToggleBookmark", "Toggle bookmark", "reader"),
        go_to = plain("ShowGotoDialog", "Go to page", "reader"),
        page_jmp = number("absolutenumber", "GotoViewRel", "Turn pages", -100, 100, "reader"),
        next_chapter = plain("GotoNextChapter", "Next chapter", "reader"),
        prev_chapter = plain("GotoPrevChapter", "Previous chapter", "reader"),
        first_page = plain("GoToBeginning", "First page", "reader"),
        last_page = plain("GoToEnd", "Last page", "reader"),
        latest_bookmark = plain("GoToLatestBookmark", "Latest bookmark", "reader"),
        back = plain("Back", "Back", "reader"),
        previous_location = plain("GoBackLink", "Back to previous location", "reader"),
        next_location = plain("GoForwardLink", "Forward to next location", "reader"),
        book_status = plain("ShowBookStatus", "Book status", "reader"),
        book_info = plain("ShowBookInfo", "Book information", "reader"),
        book_cover = plain("ShowBookCover", "Book cover", "reader"),
        fulltext_search = plain("ShowFulltextSearchInput", "Fulltext search", "reader"),
        toggle_status_bar = plain("ToggleFooterMode", "Toggle status bar", "reader"),
        show_config_menu = plain("ShowConfigMenu", "Show bottom menu", "reader"),
        -- only some kinds of books
        font_size = with(number("absolutenumber", "SetFontSize", "Font size", 12, 255, "rolling"), { step = 0.5 }),
        increase_font = number("incrementalnumber", "IncreaseFontSize", "Increase font size", 0.5, 255, "rolling"),
        decrease_font = number("incrementalnumber", "DecreaseFontSize", "Decrease font size", 0.5, 255, "rolling"),
        toggle_page_flipping = plain("TogglePageFlipping", "Toggle page flipping", "paging"),
        toggle_reflow = plain("ToggleReflow", "Toggle reflow", "paging"),
    }
end
