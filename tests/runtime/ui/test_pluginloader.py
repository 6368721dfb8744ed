"""What the loader and its sandbox tell the trace, and what protects whom."""

from __future__ import annotations

CLASS = 'local P = require("ui/widget/container/widgetcontainer"):extend{}\n'


def test_each_handler_call_is_traced(world) -> None:
    world.add_plugin("one", CLASS + "function P:onPageUpdate(n, extra) return n end\nreturn P")
    world.run('local P = require("pluginloader"):loadPlugins()[1]:new{} P:onPageUpdate(7, {})')
    (event,) = world.machine.trace.of("hook.called")
    assert dict(event.fields) == {"plugin": "one", "handler": "onPageUpdate", "args": "7, <table>", "result": "7"}


def test_an_error_in_a_handler_is_traced_with_its_place(world) -> None:
    world.add_plugin("bad", CLASS + 'function P:onSuspend()\n    error("no ink")\nend\nreturn P')
    source = 'require("logger").err = function() end local P = require("pluginloader"):loadPlugins()[1]:new{}'
    assert world.run(source + " print(P:onSuspend())") == "false"
    (error,) = world.machine.trace.of("lua.error")
    assert str(error.fields["where"]).endswith("plugins//bad.koplugin/main.lua:3")
    assert "no ink" in str(error.fields["message"])
    assert "onSuspend" in str(error.fields["traceback"])
    (call,) = world.machine.trace.of("hook.called")
    assert "no ink" in str(call.fields["error"])


def test_a_plugin_that_does_not_load_is_traced(world) -> None:
    world.add_plugin("broken", "return {{")
    world.add_plugin("silent", "return nil")
    world.run('require("pluginloader"):loadPlugins()')
    error, silent = world.machine.trace.of("lua.error")
    assert error.fields["plugin"] == "broken"
    assert str(error.fields["where"]).endswith("broken.koplugin/main.lua:1")
    assert (silent.fields["plugin"], silent.fields["message"]) == ("silent", "its main.lua returns nothing")


def test_an_error_in_init_is_traced(world) -> None:
    world.add_plugin("init", CLASS + 'function P:init() error("no start") end\nreturn P')
    world.run("""
    require("logger").err = function() end
    local loader = require("pluginloader")
    print(loader:createPluginInstance(loader:loadPlugins()[1], {}))
    """)
    (error,) = world.machine.trace.of("lua.error")
    assert (error.fields["handler"], error.fields["plugin"]) == ("init", "init")


def test_a_class_with_a_number_for_a_key_stops_the_start(world) -> None:
    world.add_plugin("odd", CLASS + "P[1] = true\nreturn P")
    assert world.run('print((pcall(require("pluginloader").loadPlugins, require("pluginloader"))))') == "false"


def test_external_plugins_can_be_switched_off_together(world) -> None:
    world.add_plugin("mine", CLASS + "return P")
    world.add_plugin("kosync", CLASS + "return P")
    source = """
    G_reader_settings:makeTrue("plugins_disable_external")
    for _, p in ipairs(require("pluginloader"):loadPlugins()) do print(p.name) end
    """
    assert world.run(source) == "kosync"


def test_deleting_settings_removes_what_the_plugin_names(world) -> None:
    source = """
    local util = require("util")
    local file = data_dir .. "/mine.lua"
    util.writeToFile("return {}", file) util.writeToFile("return {}", file .. ".old")
    G_reader_settings:saveSetting("mine", 1)
    local called
    require("pluginloader"):deletePluginSettings{ settings_file = file, settings_key = "mine",
        deletePluginSettings = function() called = true end }
    local function there(path) return util.fileExists(path) or false end
    print(called, there(file), there(file .. ".old"), G_reader_settings:has("mine"))
    """
    assert world.run(source) == "true\tfalse\tfalse\tfalse"
