--- Where the entries of the file manager's menu go: tabs, then the content of each tab and submenu.
-- fidelity: partial: the ids that plugins and KOReader's own items here use
local LINE = ("-"):rep(28)

local tabs = { "filemanager_settings", "setting", "tools", "search", "main" }
-- Without a touch screen there is no plus button to tap.
if not require("device"):isTouchDevice() then table.insert(tabs, 5, "plus_menu") end

return {
    ["KOMenu:menu_buttons"] = tabs,
    ["KOMenu:disabled"] = {},
    plus_menu = {},
    filemanager_settings = { "filemanager_display_mode", "filebrowser_settings", LINE, "sort_by", "reverse_sorting",
        "sort_mixed", "start_with" },
    filebrowser_settings = { "show_hidden", "show_unsupported", "classic_mode_settings", "history_settings",
        "collections_settings", LINE,
        "show_filter" },
    setting = { "frontlight", "night_mode", LINE, "network", "screen", LINE, "taps_and_gestures", "navigation",
        "document", LINE,
        "language", "device" },
    document = { "document_metadata_location", "document_metadata_location_move", "document_auto_save",
        "document_end_action", "language_support" },
    device = { "keyboard_layout", "external_keyboard", "font_ui_fallbacks", LINE, "time", "units",
        "device_status_alarm",
        "charging_led", "autostandby", "autosuspend", "autoshutdown", "ignore_sleepcover", "ignore_open_sleepcover",
        "cover_events",
        "ignore_battery_optimizations", "mass_storage_settings", "file_ext_assoc", "screenshot" },
    navigation = { "back_to_exit", "back_in_filemanager", "back_in_reader", "backspace_as_back", LINE,
        "physical_buttons_setup", "android_volume_keys", "android_haptic_feedback", "android_back_button" },
    network = { "network_wifi", "network_proxy", "network_powersave", "network_restore", "network_info",
        "network_before_wifi_action", "network_after_wifi_action", "network_dismiss_scan", LINE, "ssh" },
    screen = { "screensaver", "autodim", LINE, "screen_rotation", LINE, "screen_dpi", "screen_eink_opt", "autowarmth",
        "color_rendering", LINE, "screen_timeout", "fullscreen", "screen_notification" },
    taps_and_gestures = { "gesture_manager", "gesture_intervals", LINE, "ignore_hold_corners",
        "screen_disable_double_tab", LINE,
        "menu_activate" },
    tools = { "read_timer", "calibre", "exporter", "statistics", "cloudstorage", "move_to_archive", "wallabag",
        "news_downloader", "text_editor", "profiles", "qrclipboard", LINE, "more_tools" },
    more_tools = { "auto_frontlight", "battery_statistics", "book_shortcuts", "synchronize_time", "keep_alive",
        "doc_setting_tweak", "terminal", LINE, "plugin_management", "patch_management", "advanced_settings",
        "developer_options" },
    search = { "search_settings", LINE, "dictionary_lookup", "dictionary_lookup_history", "vocabbuilder", LINE,
        "wikipedia_lookup", "wikipedia_history", LINE, "file_search", "file_search_results",
        "find_book_in_calibre_catalog", LINE, "opds" },
    search_settings = { "dictionary_settings", "wikipedia_settings" },
    main = { "history", "open_last_document", LINE, "favorites", "collections", LINE, "mass_storage_actions", LINE,
        "ota_update", "help", LINE, "exit_menu" },
    help = { "quickstart_guide", "search_menu", "report_bug", LINE, "system_statistics", "version", "about" },
    exit_menu = { "restart_koreader", LINE, "sleep", "poweroff", "reboot", LINE, "start_bq", LINE, "exit" },
}
