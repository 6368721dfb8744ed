"""Where sidecars are read and written, and what travels with a book (specs/koreader-core.md §2.7)."""

from __future__ import annotations

HEAD = """
D, u, lfs = require("docsettings"), require("util"), require("libs/libkoreader-lfs")
book = data_dir .. "/b.epub"
u.writeToFile("content", book)
sdr = data_dir .. "/b.sdr"
function put(path, text, age)
    u.makePath((u.splitFilePathName(path)))
    u.writeToFile(text, path)
    lfs.touch(path, os.time() - age, os.time() - age)
end
function mode(path) return (lfs.attributes(path, "mode")) end
"""


def test_the_newest_candidate_wins(data_world):
    lines = data_world.run(
        HEAD + 'local dir = D:getSidecarDir(book, "dir") put(sdr .. "/metadata.epub.lua", "return { from = 1 }", 50) '
        'put(dir .. "/metadata.epub.lua", "return { from = 2 }", 20) local s = D:open(book) '
        'print(s:readSetting("from"), #s.candidates) s:flush() print(mode(sdr), mode(dir))'
    )
    assert lines == ["2\t2", "directory\tnil"]


def test_a_newer_backup_lends_its_time_to_its_primary(data_world):
    lines = data_world.run(
        HEAD + 'put(sdr .. "/metadata.epub.lua", "return { from = 1 }", 50) '
        'put(sdr .. "/metadata.epub.lua.old", "return { from = 0 }", 10) '
        'put(D:getSidecarDir(book, "dir") .. "/metadata.epub.lua", "return { from = 2 }", 20) '
        'print(D:open(book):readSetting("from"), #D:open(book).candidates)'
    )
    assert lines == ["1\t3"]


def test_equal_times_go_by_order(data_world):
    lines = data_world.run(
        HEAD + 'put(D:getHistoryPath(book), "return { from = 9 }", 20) '
        'put(sdr .. "/b.epub.lua", "return { from = 3 }", 20) '
        'put(book .. ".kpdfview.lua", "return { from = 10 }", 20) print(D:open(book):readSetting("from")) '
        'print(select(2, D:findSidecarFile(book)), (D:findSidecarFile(book, true)))'
    )
    assert lines == ["3", "hist\tnil"]


def test_purge_removes_what_was_there_at_opening(data_world):
    lines = data_world.run(
        HEAD + 'local s = D:open(book) s:flush() s:purge() print(mode(sdr .. "/metadata.epub.lua")) '
        'D:open(book):purge() print(mode(sdr))'
    )
    assert lines == ["file", "nil"]


def test_purge_of_one_thing_only(data_world):
    lines = data_world.run(
        HEAD + 'D:open(book):flush() u.writeToFile("img", data_dir .. "/p.jpg") '
        'D:flushCustomCover(book, data_dir .. "/p.jpg") '
        'local s = D:open(book) s:purge(nil, { custom_cover_file = s:getCustomCoverFile() }) '
        'print(D:hasSidecarFile(book), D:findCustomCoverFile(book), s:getCustomCoverFile()) '
        's:purge(nil, { doc_settings = true }) print(D:hasSidecarFile(book), mode(sdr))'
    )
    assert lines == ["true\tnil\tfalse", "false\tnil"]


def test_custom_metadata_goes_along_when_the_place_changes(data_world):
    lines = data_world.run(
        HEAD + 'D:open(book):saveSetting("k", 1):flush() local m = D.openSettingsFile() '
        'm:saveSetting("custom_props", { title = "Mine" }) print(m:flushCustomMetadata(book)) '
        'G_reader_settings:saveSetting("document_metadata_folder", "hash") local s = D:open(book) s:flush() '
        'local path = D:findCustomMetadataFile(book) '
        'print(path:match("hashdocsettings/%x%x/%x+%.sdr/custom_metadata.lua") ~= nil) '
        'print(D.openSettingsFile(path):readSetting("custom_props").title, mode(sdr))'
    )
    assert lines == ["true", "true", "Mine\tnil"]


def test_a_book_that_moves_keeps_its_hash_sidecar(data_world):
    lines = data_world.run(
        HEAD + 'G_reader_settings:saveSetting("document_metadata_folder", "hash") '
        'D:open(book):saveSetting("k", 1):flush() '
        'local new = data_dir .. "/n.epub" os.rename(book, new) D.updateLocation(book, new) local s = D:open(new) '
        'print(s:readSetting("k"), s:readSetting("doc_path") == new, select(2, D:findSidecarFile(new)))'
    )
    assert lines == ["1\ttrue\thash"]


def test_cover_and_metadata_follow_a_copy(data_world):
    lines = data_world.run(
        HEAD + 'D:open(book):flush() u.writeToFile("img", data_dir .. "/p.JPG") '
        'D:flushCustomCover(book, data_dir .. "/p.JPG") '
        'local new = data_dir .. "/n.epub" u.writeToFile("content", new) D.updateLocation(book, new, true) '
        'print(D:findCustomCoverFile(book), D:findCustomCoverFile(new))'
    )
    assert lines == ["DATA/b.sdr/cover.jpg\tDATA/n.sdr/cover.jpg"]


def test_a_sidecar_that_cannot_be_beside_the_book(data_world):
    lines = data_world.run(
        HEAD + 'u.writeToFile("in the way", sdr) local s = D:open(book) local dir = s:saveSetting("k", 1):flush() '
        'print(dir == D:getSidecarDir(book, "dir"), D:open(book):readSetting("k"), select(2, D:findSidecarFile(book)))'
    )
    assert lines == ["true\t1\tdir"]


def test_an_unreadable_settings_file(data_world):
    lines = data_world.run(
        HEAD + 'put(sdr .. "/x.lua", "return {", 0) print(next(D.openSettingsFile(sdr .. "/x.lua").data), '
        'next(D.openSettingsFile("/none").data), next(D.openSettingsFile().data), mode(sdr .. "/x.lua"))'
    )
    assert lines == ["nil\tnil\tnil\tfile"]
