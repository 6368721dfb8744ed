"""The shell behind os.execute and io.popen: its grammar, its programs, what it refuses."""

from __future__ import annotations

import pytest

from fake_koreader.process import LuaFailure


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("echo a  'b  c' \"d e\"", "a b  c d e\n"),
        ("echo -n x; echo y", "xy\n"),
        ("printf '%s-%d\\n' word 7", "word-7\n"),
        ("echo $((2 * (3 + 4) - 9 / 2)) $((-7 % 3))", "10 -1\n"),
        ("false && echo no || echo yes", "yes\n"),
        ("true && echo one && echo two", "one\ntwo\n"),
        ("echo before; exit 4; echo after", "before\n"),
        ("echo through | cat", "through\n"),
        ("echo hidden > /dev/null; echo seen 2>&1", "seen\n"),
        ("echo $LC_ALL ${LC_ALL}x $NOT_SET.", "en_US.UTF-8 en_US.UTF-8x .\n"),
        ("echo a\\ b \\$x", "a b $x\n"),
        ("if true; then echo a; else echo b; fi; echo c", "a\nc\n"),
        ("if false; then echo a; elif true; then echo d; if false; then echo x; fi; else echo b; fi", "d\n"),
        ("if false; then if true; then echo no; fi; fi; echo end", "end\n"),
        ("if [ ! -d /nowhere ]; then mkdir -p /nowhere; fi; if [ -d /nowhere ]\nthen\necho made\nfi", "made\n"),
        ("echo if then", "if then\n"),
        ("", ""),
    ],
)
def test_what_commands_print(world, command: str, output: str) -> None:
    quoted = command.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    assert world.run(f'io.write(io.popen("{quoted}"):read("*a"), "|")') == output + "|"


def test_redirections_are_files_of_the_disk(world) -> None:
    source = """
    local path = data_dir .. "/out.txt"
    io.popen("echo one > " .. path .. "; echo two >> " .. path):close()
    print(io.popen("cat < " .. path):read("*a"), io.open(path):read("*a"))
    """
    assert world.run(source) == "one\ntwo\n\tone\ntwo"


def test_a_pipe_is_read_in_pieces(world) -> None:
    source = """
    local p = io.popen("printf 'a\\nbc\\n\\nlast'")
    print(p:read(), p:read(1), p:read("*L"), #p:read("*l"), p:read("*a"), p:read("*l"), p:close())
    local n = 0
    for line in io.popen("printf '1\\n2\\n3'"):lines() do n = n + line end
    print(n)
    """
    assert world.run(source) == "a\tb\tc\n\t0\tlast\tnil\ttrue\n6"


def test_sleeping_costs_virtual_time(world) -> None:
    before = world.machine.clock.monotonic
    world.run('io.popen("sleep 3")')
    assert world.machine.clock.monotonic - before == 3_000_000


@pytest.mark.parametrize(
    "command",
    ["for f in *; do echo $f; done", "(echo a)", "grep 'a.*b' x", "echo ${A:-b}", "if true; then echo a; fi | cat"],
)
def test_what_is_not_emulated_is_loud(world, command: str) -> None:
    with pytest.raises(LuaFailure, match=r"not emulated: shell\."):
        world.run(f'io.popen("{command}")')


def test_a_program_that_is_not_there_is_refused_as_on_a_device(world) -> None:
    assert world.run('print(os.execute("wget http://example.org"), #io.popen("wget x"):read("*a"))') == "32512\t0"
    known = [event.fields["known"] for event in world.machine.trace.events if event.kind == "command"]
    assert known == [False, False]


NO_SUCH = "256\tNo such file or directory|"
FOLDER = """
local dir = data_dir .. "/shell"
local function sh(text) return os.execute((text:gsub("@", dir))) end
local function out(text) return (io.popen((text:gsub("@", dir))):read("*a"):gsub("\\n", "|")) end
sh("mkdir -p '@/a/b' && echo one > @/a/1.txt && echo two > @/a/b/2.txt")
"""


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ('print(out("ls @/a"), out("ls -d @/a/*.txt") == dir .. "/a/1.txt|")', "1.txt|b|\ttrue"),
        ('print(sh("rm @/a"), sh("rm -rf @/a"), sh("rm -f @/a"), sh("rm @/a"))', "256\t0\t0\t256"),
        ('print(sh("cp -r @/a @/c"), out("cat @/c/b/2.txt"), sh("cp @/a @/d"))', "0\ttwo|\t256"),
        ('print(sh("mv @/a/1.txt @/a/b"), out("ls @/a/b"))', "0\t1.txt|2.txt|"),
        ('print(out("cat @/a/*.txt | wc -l"), out("cat @/a/1.txt @/a/b/2.txt | tail -n 1"))', "1|\ttwo|"),
        ('print(sh("[ -f @/a/1.txt ] && [ ! -e @/nothing ]"), sh("[ 3 -gt 4 ]"))', "0\t256"),
        ('sh("touch @/new; chmod +x @/new") print(sh("test -x @/new"), sh("test -s @/new"))', "0\t256"),
        ('print(out("find @/a -name *.txt | grep -c txt"), out("basename @/a/1.txt .txt"))', "2|\t1|"),
        ('print(out("X=5 ; echo $(echo inner) `echo ticks`"))', "inner ticks|"),
        ('print(sh("cd @/a && echo here > 3.txt"), out("cat @/a/3.txt"), (io.open("3.txt")))', "0\there|\tnil"),
        ('print(sh("cat @/none 2>/dev/null"), out("cat @/none 2>&1"):match("No such.*$"))', NO_SUCH),
        ('print(out("md5sum @/a/1.txt"):sub(1, 6), out("date -u +%Y"), out("uname -s"))', "5bbf5a\t2026|\tLinux|"),
        ('print(sh("ln -s @/a/1.txt @/l"), out("cat @/l"), sh("test -L @/l"), sh("rmdir @/a"))', "0\tone|\t0\t256"),
        ('print(out("which mkdir curl"), sh("pgrep x"), sh("kill 99999"), sh("exit 3"))', "/bin/mkdir|\t256\t256\t768"),
        ('print(out("echo a; echo b # c"), out("head -1 @/a/1.txt"))', "a|b|\tone|"),
    ],
)
def test_programs_work_on_the_disk(world, source: str, printed: str) -> None:
    assert world.run(FOLDER + source) == printed


def test_archives_are_unpacked(world) -> None:
    source = """
    local path = data_dir .. "/x.zip"
    local writer = require("ffi/archiver").Writer:new()
    writer:open(path) writer:addFileFromMemory("in/a.txt", "content") writer:close()
    print(os.execute("unzip -q -o '" .. path .. "' -d " .. data_dir .. "/out"))
    print(io.open(data_dir .. "/out/in/a.txt"):read("*a"), os.execute("unzip " .. data_dir .. "/none.zip"))
    """
    assert world.run(source) == "0\ncontent\t2304"


def test_scripted_replies_come_first(world) -> None:
    world.machine.scripted_commands.add("curl *", "body", 0)
    world.machine.scripted_commands.add("curl *fail*", "", 7)
    source = """
    print(io.popen("curl -s  http://x"):read("*a"), os.execute("curl fail"), os.execute("true; curl z > /dev/null"))
    """
    assert world.run(source) == "body\t1792\t0"
    scripted = [event.fields["status"] for event in world.machine.trace.events if event.fields.get("scripted")]
    assert scripted == [0, 7, 0]
    with pytest.raises(ValueError, match="0 to 255"):
        world.machine.scripted_commands.add("x", "", 300)


def test_a_job_in_the_background_does_not_hold_up(world) -> None:
    before = world.machine.clock.monotonic
    world.run('os.execute("sleep 60 &")')
    assert world.machine.clock.monotonic == before


def test_a_pipe_is_written_to(world) -> None:
    source = """
    local p = io.popen("cat > " .. data_dir .. "/fed", "w")
    p:write("a", 1) p:close()
    print(io.open(data_dir .. "/fed"):read("*a"))
    """
    assert world.run(source) == "a1"
