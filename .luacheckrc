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
exclude_files = { "tests/conformance/**", ".venv/**" }
