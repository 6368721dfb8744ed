"""Archives, serpent, zstd frames, zlib and the least recently used (specs/koreader-core.md §2.2, §2.5, §3.6)."""

from __future__ import annotations

import io
import tarfile
import zipfile

import pytest


def test_a_zip_written_here_reads_elsewhere(data_world):
    shown = data_world.run(
        "local W = require('ffi/archiver').Writer:new() print(W:open(data_dir .. '/a.epub')) "
        "print(W:setZipCompression('store'), W:setZipCompression('magic')) "
        "W:addFileFromMemory('mimetype', 'application/epub+zip') W:setZipCompression('deflate') "
        "require('util').makePath(data_dir .. '/d/e') require('util').writeToFile('deep', data_dir .. '/d/e/f.txt') "
        "print(W:addPath('root', data_dir .. '/d', true), W.err) W:close()"
    )
    assert shown == ["true", "true\tnil", "false\tnil"]
    archive = zipfile.ZipFile(io.BytesIO(data_world.machine.disk.read_file(data_world.machine.data_dir + "/a.epub")))
    assert archive.namelist() == ["mimetype", "root/", "root/e/", "root/e/f.txt"]
    assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert archive.read("root/e/f.txt") == b"deep"
    assert archive.infolist()[0].date_time == (2026, 3, 1, 8, 0, 0)


def make_archive(kind: str) -> bytes:
    buffer = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("dir/", "")
            archive.writestr("dir/a.txt", "hello")
    else:
        with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
            folder = tarfile.TarInfo("dir")
            folder.type = tarfile.DIRTYPE
            tar.addfile(folder)
            file = tarfile.TarInfo("dir/a.txt")
            file.size = 5
            tar.addfile(file, io.BytesIO(b"hello"))
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_reading(data_world, kind):
    data_world.machine.disk.add_file("/tmp/a." + kind, make_archive(kind))
    shown = data_world.run(
        f"local R = require('ffi/archiver').Reader:new() print(R:open('/tmp/a.{kind}')) "
        "print(R:extractToMemory('dir/a.txt')) "
        "for e in R:iterate() do print(e.index, e.path, e.mode, type(e.size), tonumber(e.size)) end "
        "print(R:extractToMemory('dir/a.txt'), R:extractToMemory(2), R:extractToMemory('dir/')) "
        "print(R:extractToPath('dir/a.txt', data_dir .. '/new/deep/x.txt'), R:extractToPath('no', '/tmp/x')) "
        "print(require('util').readFromFile(data_dir .. '/new/deep/x.txt')) "
        "print((R:extractToPath('dir/a.txt', data_dir .. '/../x.txt'))) R:close() print(R:next())"
    )
    assert shown == [
        "true",
        "nil",
        "1\tdir/\tdirectory\tcdata\t0",
        "2\tdir/a.txt\tfile\tcdata\t5",
        "hello\thello\tnil",
        "true\tfalse\tno such path",
        "hello",
        "false",
        "nil",
    ]


def test_what_cannot_be_opened(data_world):
    data_world.machine.disk.add_file("/tmp/junk.zip", b"not an archive")
    shown = data_world.run(
        "local A = require('ffi/archiver') local R = A.Reader:new() "
        "print(R:open('/tmp/junk.zip'), R.err) print(R:open('/none'), R.err) "
        "local W = A.Writer:new() print(W:open('/tmp/x.7z'), W.err) print((pcall(W.open, W, '/tmp/noext')))"
    )
    shown = [line for line in shown if not line.startswith("ffi/archiver")]
    assert shown == [
        "nil\tUnrecognized archive format",
        "nil\t/none: No such file or directory",
        "nil\tNo such format '7z'",
        "false",
    ]


@pytest.mark.parametrize("size", [0, 1, 131072, 131073, 400_000])
def test_zstd_frames_come_back(data_world, size):
    shown = data_world.run(
        f"local Z = require('ffi/zstd') local s = ('x'):rep({size}) local f = Z.frame(s) "
        "print(Z.unframe(f) == s, f:byte(1, 4)) print((pcall(Z.unframe, 'nonsense here')))"
    )
    assert shown == ["true\t40\t181\t47\t253", "false"]


def test_compressed_zstd_is_refused_by_name(data_world):
    shown = data_world.run(
        "print(select(2, pcall(require('ffi/zstd').unframe, '\\40\\181\\47\\253\\160\\0\\0\\0\\0\\5\\0\\0')))"
    )
    assert shown[0].startswith("not emulated: ffi/zstd.compressed blocks, called from")


def test_zlib(data_world):
    shown = data_world.run(
        "local Z = require('ffi/zlib') local c = Z.zlib_compress(('ab'):rep(1000)) "
        "print(#c < 100, #Z.zlib_uncompress(c, 2000)) "
        "print((pcall(Z.zlib_uncompress, c, 10)), (pcall(Z.zlib_uncompress, 'x', 10)))"
    )
    assert shown == ["true\t2000", "false\tfalse"]


def test_serpent_forms(data_world):
    shown = data_world.run(
        "local S = require('ffi/serpent') "
        "print(S.dump({ 1, 'two', a = { b = true }, ['x y'] = 0.5, ['end'] = 1 })) "
        "print(S.line({ 2, 1, z = 1, a = { } }, { comment = false })) "
        "print(S.block({ b = { 1 }, a = 'x' }, { comment = false })) print((S.line({}):gsub('0x%x+', 'ADDRESS')))"
    )
    assert shown == [
        'do local _={1,"two",a={b=true},["end"]=1,["x y"]=0.5};return _;end',
        "{2, 1, a = {}, z = 1}",
        "{",
        '  a = "x",',
        "  b = {",
        "    1",
        "  }",
        "}",
        "{} --[[table: ADDRESS]]",
    ]


def test_serpent_brings_back_shared_and_own_references(data_world):
    shown = data_world.run(
        "local S = require('ffi/serpent') local shared = { 1 } "
        "local t = { a = shared, b = shared, list = { shared } } t.me = t "
        "local ok, v = S.load(S.dump(t)) print(ok, v.a == v.b, v.list[1] == v.a, v.me == v, v.a[1]) "
        "print(S.load('{ 1, 2 }')) print(S.load('do local _={os.time()};return _;end')) print((S.load('{')))"
    )
    assert shown[0] == "true\ttrue\ttrue\ttrue\t1"
    assert shown[1].startswith("true\ttable")
    assert shown[2] == "false\tcannot call functions"
    assert shown[3] == "nil"


def test_the_least_recently_used_goes_first(data_world):
    shown = data_world.run(
        "local m = require('ffi/lru').new(3, 100) m:set('a', 1, 40) m:set('b', 2, 40) m:get('a') m:set('c', 3, 40) "
        "print(m:get('a'), m:get('b'), m:get('c'), m:used_size(), m:used_slots()) m:set('a', nil) "
        "for k, v in m:pairs() do print(k, v) end m:clear() print(m:used_slots(), (pcall(m.set, m, 'x', 1, 101)))"
    )
    assert shown == ["1\tnil\t3\t80\t2", "c\t3", "0\tfalse"]


def test_a_freed_value_is_told(data_world):
    shown = data_world.run(
        "local m = require('ffi/lru').new(1, nil, true) "
        "m:set('a', { onFree = function() print('freed') end }) m:set('b', {}) print(m:get('a'))"
    )
    assert shown == ["freed", "nil"]
