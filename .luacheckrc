std = "luajit"
max_line_length = 120
self = false
unused_args = false
read_globals = { "G_reader_settings", "G_defaults", "table.pack", "table.unpack" }
-- What the base floor and the prelude define for everybody, as a device does.
files["fake_koreader/lua/base"] = {
    globals = { "lfs", "json", "ltn12", "G_reader_settings", "G_defaults", "string.gsplit", "table.pack", "table.unpack" },
}
files["fake_koreader/lua/base/prelude"] = { ignore = { "122" } }
files["fake_koreader/lua/frontend"] = { globals = { "G_reader_settings", "G_defaults" } }
files["tests"] = { std = "+busted", globals = { "advance", "data_dir" } }
-- tests/plugin/helpers.lua gives these to specs.
files["tests/plugin"] = {
    globals = {
        "advance", "data_dir", "server", "radio", "clock", "fault", "answer", "restart", "configured",
        "configured_with_login", "HASH", "OTHER_HASH", "session_of", "enqueue", "reader_of", "screen", "tap",
        "device_log", "sent_requests", "write_file", "files_in", "matches_screen", "send_all", "plugin_of",
        "engine_of", "read_pages", "plugin_class",
    },
}
exclude_files = { "tests/conformance/**", "tests/check/plugins/**", ".venv/**" }
