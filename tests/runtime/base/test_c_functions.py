"""The C functions behind `ffi.C`: inside the emulated disk, clock and process, with C's own ways to fail."""

from __future__ import annotations

import pytest

from fake_koreader.process import LuaFailure

HEAD = """
local ffi = require("ffi")
require("ffi/posix_h")
local C = ffi.C
local path = data_dir .. "/file"
local O = { create = 0x41, trunc = 0x241, append = 0x441, excl = 0xC1, rdwr = 2 }
"""


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        (
            """local fd = C.open(path, O.trunc, 420)
            print(fd, C.write(fd, "hello", 5), C.lseek(fd, 1, 0), C.write(fd, "E", 1), C.fsync(fd), C.close(fd))
            print(io.open(path):read("*a"), C.close(fd), ffi.errno())""",
            "3\t5\t1\t1\t0\t0\nhEllo\t-1\t9",
        ),
        (
            """io.open(path, "w"):write("abc")
            local fd, buffer = C.open(path, C.O_RDONLY), ffi.new("char[10]")
            io.open(path, "a"):close()
            print(C.read(fd, buffer, 10), C.read(fd, buffer, 10), ffi.string(buffer))""",
            "0\t0\t",
        ),
        (
            """local f = io.open(path, "w") f:write("abcdef") f:close()
            local fd, buffer = C.open(path, C.O_RDONLY), ffi.new("char[10]")
            print(C.read(fd, buffer, 4), ffi.string(buffer, 4), C.read(fd, buffer, 4), C.read(fd, buffer, 4))
            print(C.write(fd, "x", 1), ffi.errno())""",
            "4\tabcd\t2\t0\n-1\t9",
        ),
        ('print(C.open(path, 0), ffi.errno(), ffi.string(C.strerror(2)))', "-1\t2\tNo such file or directory"),
        ("C.close(C.open(path, O.create, 420)) print(C.open(path, O.excl, 420), ffi.errno())", "-1\t17"),
        (
            """local f = io.open(path, "w") f:write("one") f:close()
            local fd = C.open(path, O.append) C.write(fd, "two", 3) C.ftruncate(fd, 5) C.close(fd)
            print(io.open(path):read("*a"))""",
            "onetw",
        ),
        (
            """local other = path .. "2"
            print(C.mkdir(path, 493), C.mkdir(path, 493), ffi.errno(), C.rename(path, other), C.rmdir(other))
            print(C.access(path, 0), ffi.errno(), C.access(data_dir, 0), C.unlink(path), C.symlink(data_dir, path))""",
            "0\t-1\t17\t0\t0\n-1\t2\t0\t-1\t0",
        ),
        (
            """local t = ffi.new("struct timeval") local n = ffi.new("struct timespec[1]")
            C.gettimeofday(t, nil) print(tonumber(t.tv_sec) == os.time(), C.time(nil) == os.time())
            print(C.clock_gettime(C.CLOCK_MONOTONIC, n), tonumber(n[0].tv_sec), C.clock_gettime(99, n), ffi.errno())
            C.usleep(1500000) C.clock_gettime(C.CLOCK_MONOTONIC, n)
            print(tonumber(n[0].tv_sec), tonumber(n[0].tv_nsec))""",
            "true\ttrue\n0\t100\t-1\t22\n101\t500000000",
        ),
        (
            """print(ffi.string(C.getenv("LC_ALL")), C.getenv("NOTHING") == nil, C.setenv("MINE", "1", 1))
            print(ffi.string(C.getenv("MINE")), C.unsetenv("MINE"), C.getenv("MINE") == nil)""",
            "en_US.UTF-8\ttrue\t0\n1\t0\ttrue",
        ),
        ("print(C.kill(C.getpid(), 0), C.kill(99999, 9), ffi.errno(), C.waitpid(99999, nil, 1), ffi.errno())",
         "0\t-1\t3\t-1\t10"),
        ("local b = ffi.new('char[64]') print(ffi.string(C.getcwd(b, 64)), C.getcwd(b, 2) == nil, ffi.errno())",
         "/mnt/onboard/.adds/koreader\ttrue\t34"),
        ("local p = C.realpath('.', nil) print(ffi.string(p)) C.free(p)", "/mnt/onboard/.adds/koreader"),
        ("local b = ffi.new('char[8]') C.memset(b, 65, 3) print(ffi.string(b), C.strlen(b), C.strcmp('a', 'b'))",
         "AAA\t3\t-1"),
        ("print(ffi.load('libc.so.6') == ffi.C, pcall(ffi.load, 'crypto'))",
         "true\tfalse\tcrypto: cannot open shared object file: No such file or directory"),
    ],
)  # fmt: skip
def test_calls(world, source: str, printed: str) -> None:
    assert world.run(HEAD + source) == printed


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        (
            """local f = io.open(path, "w") f:write("12345") f:close()
            local st = ffi.new("struct stat")
            print(C.stat(path, st), tonumber(st.st_size), st.st_mode, tonumber(st.st_mtim.tv_sec) == os.time())
            print(C.stat(data_dir, st), st.st_mode >= 0x4000, C.stat("/none", st), ffi.errno())""",
            "0\t5\t33188\ttrue\n0\ttrue\t-1\t2",
        ),
        (
            """local vfs = ffi.new("struct statvfs")
            print(C.statvfs(".", vfs), vfs.f_bavail > 0, tonumber(vfs.f_blocks) * tonumber(vfs.f_frsize)
                == require("ffi/util").df("."))""",
            "0\ttrue\ttrue",
        ),
        (
            """local t = ffi.new("time_t[1]", 86400 * 365)
            local tm = C.gmtime(t)
            print(tm.tm_year, tm.tm_mon, tm.tm_mday, tm.tm_yday, tonumber(C.timegm(tm)))
            local buffer = ffi.new("char[32]")
            print(C.strftime(buffer, 32, "%Y/%m", C.localtime(t)), ffi.string(buffer))""",
            "71\t0\t1\t0\t31536000\n7\t1971/01",
        ),
        ("print(C.htons(0x1234) == 0x3412, C.ntohl(1) == 0x1000000, C.POLLIN, C.S_IRUSR)", "true\ttrue\t1\t256"),
    ],
)
def test_structures(world, source: str, printed: str) -> None:
    assert world.run(HEAD + source) == printed


def test_a_plugin_may_declare_what_the_device_has_not(world) -> None:
    source = 'ffi.cdef("enum { SIGKILL = 9 }; struct sysinfo_ { long uptime; };") print(C.SIGKILL)'
    assert world.run(HEAD + source) == "9"


def test_a_pipe_of_a_subprocess_is_read_by_descriptor(world) -> None:
    source = """
    local util = require("ffi/util")
    local pid, fd = util.runInSubProcess(function(_, out)
        util.writeToFD(out, "first ")
        util.sleep(2)
        util.writeToFD(out, "second", true)
    end, true)
    local buffer = ffi.new("char[32]")
    local function read() return ffi.string(buffer, C.read(fd, buffer, 32)) end
    print(C.waitpid(pid, nil, C.WNOHANG), read(), C.waitpid(pid, nil, C.WNOHANG))
    print(read(), C.waitpid(pid, nil, 0) == pid, read() == "", C.close(fd), C.close(fd))
    """
    assert world.run(HEAD + source) == "0\tfirst \t0\nsecond\ttrue\ttrue\t0\t-1"
    assert world.machine.clock.monotonic == 102_000_000


def test_both_ends_of_a_pipe_of_ones_own(world) -> None:
    source = 'local ends = ffi.new("int[2]") C.pipe(ends) C.write(ends[1], "abc", 3) local b = ffi.new("char[4]") '
    assert world.run(HEAD + source + "print(C.read(ends[0], b, 3), ffi.string(b))") == "3\tabc"


def test_what_is_written_by_descriptor_waits_for_nothing(world) -> None:
    world.run(HEAD + 'local fd = C.open(path, O.trunc, 420) C.write(fd, "kept", 4)')
    assert world.machine.disk.read_file(world.machine.data_dir + "/file") == b"kept"


def test_the_functions_that_raise(world) -> None:
    source = """
    local posix = require("ffi/posix")
    print(pcall(posix.open, "/nowhere/x", 0))
    local fd = posix.create(path, 420)
    print(posix.write(fd, "ab", 2), posix.close(fd), posix.strerror(13), select(2, pcall(posix.close, fd)))
    """
    assert world.run(HEAD + source) == (
        "false\ttest.lua:9: open: No such file or directory\n"
        "2\t0\tPermission denied\ttest.lua:11: close: Bad file descriptor"
    )


@pytest.mark.parametrize("name", ["fork", "ioctl", "ptrace", "system"])
def test_the_rest_is_loud(world, name: str) -> None:
    with pytest.raises(LuaFailure, match=rf"not emulated: ffi\.C\.{name}, called from test\.lua:1"):
        world.run(f'require("ffi").C.{name}()')


def test_descriptors_can_be_made_durable(world) -> None:
    source = 'local fd = C.open(path, O.trunc, 420) print((require("ffi/util").fsyncOpenedFile(fd)))'
    assert world.run(HEAD + source) == "true"
    assert world.run('print(require("ffi/util").fsyncOpenedFile(77))') == "false\tBad file descriptor"


def test_platforms_know_themselves(make_world) -> None:
    source = 'local u = require("ffi/util") print(u.isAndroid(), u.isPocketbook())'
    assert [make_world(name).run(source) for name in ("android", "pocketbook", "kobo-clara")] == [
        "true\tfalse", "false\ttrue", "false\tfalse",
    ]  # fmt: skip
