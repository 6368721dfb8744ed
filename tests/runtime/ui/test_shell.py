"""The shell behind io.popen: a few builtins, and a loud refusal of everything else."""

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
        ("", ""),
    ],
)
def test_what_commands_print(world, command: str, output: str) -> None:
    quoted = command.replace("\\", "\\\\").replace('"', '\\"')
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


@pytest.mark.parametrize("command", ["wget http://example.org", "echo $(date)", "ls *", "sleep 1 &"])
def test_what_is_not_there_is_loud(world, command: str) -> None:
    with pytest.raises(LuaFailure, match=r"not emulated: io\.popen\."):
        world.run(f'io.popen("{command}")')
