"""Modules that a few plugins and KOReader's own specs ask for: switches, wake-up tasks, a Kobo's configuration."""

from __future__ import annotations

SWITCH = """
local SwitchPlugin = require("ui/plugin/switch_plugin")
local log = {}
function make(default)
    return SwitchPlugin:new{
        name = "sw", default_enable = default, menu_item = "sw_item", menu_text = "A switch",
        confirm_message = "It hums.",
        _start = function() log[#log + 1] = "start" end, _stop = function() log[#log + 1] = "stop" end,
    }
end
function told() local text = table.concat(log, " ") log = {} return text end
"""


def test_a_switch_begins_as_its_default_says_and_remembers(world):
    world.run(SWITCH)
    assert world.run("s = make(true) s:flipSetting() s:onFlushSettings() print(told(), s.enabled)") == [
        "start stop\tfalse"
    ]
    assert world.run("s = make(true) print(told(), s.enabled)") == ["stop\tfalse"]


def test_a_switch_asks_before_it_flips(world):
    world.run(SWITCH)
    source = """
        local items, shown = {}, nil
        s = make(false)
        s:addToMainMenu(items)
        local UIManager = require("ui/uimanager")
        UIManager.show = function(_, window) shown = window end
        items.sw_item.callback()
        print((shown.text:gsub("\\n", "/")), shown.ok_text, items.sw_item.checked_func())
        shown.ok_callback()
        print(items.sw_item.text, items.sw_item.checked_func())
    """
    assert world.run(source) == [
        "It hums./Do you want to enable it?\tEnable\tfalse",
        "A switch\ttrue",
    ]


def test_a_background_switch_queues_a_job_that_ends_with_its_setting(world):
    source = """
        local Task = require("ui/plugin/background_task_plugin")
        local task = Task:new{ name = "bg", default_enable = true, when = 2, executable = function() end }
        local jobs = require("pluginshare").backgroundJobs
        print(#jobs, jobs[1].when, jobs[1].repeated())
        task:flipSetting()
        print(#jobs, jobs[1].repeated())
        task:flipSetting()
        print(#jobs, jobs[1].repeated(), jobs[2].repeated())
    """
    assert world.run(source) == ["1\t2\ttrue", "1\tfalse", "2\tfalse\ttrue"]


def test_wake_up_tasks_are_kept_in_order_and_the_first_has_the_alarm(world):
    source = """
        local WakeupMgr = require("device/wakeupmgr")
        local alarms, now = {}, require("ffi/rtc"):secondsFromNowToEpoch(0)
        WakeupMgr.setWakeupAlarm = function(_, epoch) alarms[#alarms + 1] = epoch - now end
        WakeupMgr.unsetWakeupAlarm = function() alarms[#alarms + 1] = "none" end
        for _, seconds in ipairs{ 20, 500, 10 } do WakeupMgr:addTask(seconds, function() print("ran", seconds) end) end
        print(WakeupMgr:wakeupAction(), WakeupMgr:wakeupAction())
        print(WakeupMgr:wakeupAction(), #WakeupMgr._task_queue)
        print(WakeupMgr:removeTask(1), #WakeupMgr._task_queue, table.concat(alarms, " "))
    """
    assert world.run(source) == ["ran\t10", "ran\t20", "true\ttrue", "false\t1", "true\t0\t20 10 20 500 none"]


def test_without_a_clock_chip_the_alarm_itself_is_loud(world):
    source = 'print(select(2, pcall(function() require("device/wakeupmgr"):addTask(5, function() end) end)))'
    assert world.run(source)[0].startswith("not emulated: ffi/rtc.setWakeupAlarm")


def conf(world, text: str, source: str) -> list[str]:
    quoted = '"' + text.replace("\n", "\\n") + '"'
    world.run(f"""
        NickelConf = require("device/kobo/nickel_conf")
        path = os.tmpname()
        local file = io.open(path, "w") file:write({quoted}) file:close()
        NickelConf._set_kobo_conf_path(path)
        light, state = NickelConf.frontLightLevel, NickelConf.frontLightState
    """)
    shown = 'local text = "" for line in io.lines(path) do text = text .. line .. "|" end print(text)'
    return world.run(f"{source} {shown}")


def test_a_kobos_configuration(world):
    text = "[A]\nFrontLightLevel=7\n[PowerOptions]\nFrontLightLevel=55\nFrontLightState=true\n[B]\nx=y\n"
    told = conf(world, text, "print(light.get(), state.get()) light.set(9) state.set(false)")
    assert told == [
        "55\ttrue",
        "[A]|FrontLightLevel=7|[PowerOptions]|FrontLightLevel=9|FrontLightState=false|[B]|x=y|",
    ]


def test_a_missing_section_is_made_for_a_level_and_not_for_a_state(world):
    told = conf(world, "[A]\nb=c\n", "print(light.get(), state.get()) state.set(true) light.set(3)")
    assert told == ["1\tnil", "[A]|b=c|[PowerOptions]|FrontLightLevel=3|"]


def test_a_level_joins_a_section_in_the_middle(world):
    told = conf(world, "[PowerOptions]\nb=c\n[A]\nd=e\n", "light.set(3) light.set(nil)")
    assert told == ["[PowerOptions]|b=c|FrontLightLevel=3|[A]|d=e|"]


def test_colors_can_be_switched_off_and_on(world):
    source = """
        local entry, Context = require("ui/elements/screen_color_menu_table"), require("document/canvascontext")
        local told = 0
        require("ui/uimanager"):show(require("ui/widget/container/widgetcontainer"):new{
            onColorRenderingUpdate = function() told = told + 1 end,
        })
        local before = entry.checked_func()
        entry.callback()
        print(entry.checked_func() ~= before, Context.is_color_rendering_enabled ~= before, told)
    """
    assert world.run(source) == ["true\ttrue\t1"]


def test_language_plugins_that_claim_the_language_come_first(world):
    source = """
        local LanguageSupport = require("languagesupport")
        local support = LanguageSupport:new{ ui = { doc_props = { language = "xx" } } }
        local function plugin(name, answer)
            return { name = name, supportsLanguage = function(_, code) return code == name end, onWordLookup = answer }
        end
        print(support:extraDictionaryFormCandidates("w"))
        support:registerPlugin(plugin("aa", function() return { "other" } end))
        support:registerPlugin(plugin("xx", function(_, args) return { args.text .. "!" } end))
        print(support:extraDictionaryFormCandidates("w")[1], LanguageSupport:hasActiveLanguagePlugins())
        support:registerPlugin(plugin("xx", function() error("boom") end))
        print(support:extraDictionaryFormCandidates("w")[1])
    """
    assert world.run(source) == ["nil", "w!\ttrue", "other"]
