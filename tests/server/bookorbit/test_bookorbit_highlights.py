"""Highlights both ways: no duplicates, nothing revived, nothing delivered before it is acknowledged."""

from __future__ import annotations

from typing import Any

import pytest
from orbit_under_test import KOBO, OTHER, POS, UNKNOWN_HASH, Orbit, highlight, key_of

AT, LATER = "2026-03-01 18:14:03", "2026-03-01 18:16:40"
PLACE = "/body/DocFragment[4]/body/p[7]/text().5"
END = "/body/DocFragment[4]/body/p[7]/text().22"


def applied(entry: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"serverId": entry["serverId"], "version": entry["version"], "status": "applied", "verified": True, **more}


def on_both(orbit: Orbit) -> int:
    """One highlight that both devices hold."""
    orbit.exchange(highlight())
    add = orbit.exchange(device_id=OTHER)["toApply"]["add"][0]
    assert orbit.ack(applied=[applied(add)], device_id=OTHER) == 1
    return int(add["serverId"])


def keys() -> list[tuple[str, str]]:
    return [(key_of(AT), AT)]


def test_vectors_of_the_key() -> None:
    assert key_of("2026-08-20 21:14:03") == "b073dd502e742e3536dc6f343948978c"
    pdf = '{"page":12,"x":71.50,"y":208.25}'
    assert key_of("2026-08-20 21:14:03", pdf) == "e655da60c0fd7e2160f4490d06064b71"


def test_create_and_repeat(orbit: Orbit) -> None:
    first = orbit.exchange(highlight())
    assert first == {
        "hash": orbit.hash, "bookId": orbit.book,
        "applied": {"created": 1, "updated": 0, "moved": 0, "unchanged": 0, "skippedDeleted": 0, "deviceDeleted": 0},
        "toApply": {"add": [], "edit": [], "delete": []}, "more": False, "skippedNoPosition": 0}
    again = orbit.exchange(highlight())
    assert (again["applied"]["created"], again["applied"]["unchanged"]) == (0, 1)
    rows = orbit.web.annotations("mira")
    assert [(row["text"], row["color"], row["style"], row["version"]) for row in rows] == [
        ("the tide came late", "yellow", "highlight", 1)]


def test_an_edit_reaches_the_other_device(orbit: Orbit) -> None:
    number = on_both(orbit)
    edit = highlight(datetimeUpdated=LATER, note="check map", color="red", drawer="underscore")
    assert orbit.exchange(edit)["applied"]["updated"] == 1
    assert orbit.exchange(edit)["applied"]["unchanged"] == 1
    result = orbit.exchange(keys=keys(), device_id=OTHER)
    entry = result["toApply"]["edit"][0]
    assert entry == {"serverId": number, "version": 2, "key": key_of(AT), "datetime": AT, "datetimeUpdated": LATER,
                     "drawer": "underscore", "color": "red", "text": "the tide came late", "note": "check map",
                     "chapter": "Two"}
    assert orbit.exchange(keys=keys(), device_id=OTHER)["toApply"] == result["toApply"]
    assert orbit.ack(applied=[applied(entry)], device_id=OTHER) == 1
    assert orbit.exchange(keys=keys(), device_id=OTHER)["toApply"]["edit"] == []


def test_an_older_edit_loses(orbit: Orbit) -> None:
    on_both(orbit)
    orbit.exchange(highlight(datetimeUpdated=LATER, note="new"))
    result = orbit.exchange(highlight(datetimeUpdated="2026-03-01 18:15:00", note="old"), device_id=OTHER)
    assert result["applied"]["unchanged"] == 1
    assert result["toApply"]["edit"][0]["note"] == "new"


def test_a_newer_edit_without_a_note_clears_it(orbit: Orbit) -> None:
    orbit.exchange(highlight(note="check map"))
    edit = highlight(datetimeUpdated=LATER)
    del edit["chapter"]
    orbit.exchange(edit)
    row = orbit.web.annotations("mira")[0]
    assert (row["note"], row["chapter"]) == (None, "Two")


def test_a_note_edited_without_a_new_date(make_orbit: Any) -> None:
    for quirks, note in (([], "second"), (["bookorbit.strict-edit-dates"], "first")):
        orbit = make_orbit(quirks)
        orbit.exchange(highlight(note="first"))
        orbit.exchange(highlight(note="second"))
        assert orbit.web.annotations("mira")[0]["note"] == note


def test_an_echo_keeps_what_koreader_cannot_say(orbit: Orbit) -> None:
    number = orbit.web.add_annotation("mira", orbit.book, "pier", color="#123abc", style="squiggly",
                                     pos0=PLACE, pos1=END)
    add = orbit.exchange()["toApply"]["add"][0]
    assert (add["drawer"], add["color"]) == ("underscore", "blue")
    orbit.ack(applied=[applied(add)])
    orbit.exchange(highlight(add["datetime"], drawer="underscore", color="blue", pos0=PLACE, pos1=END, text="pier",
                             datetimeUpdated="2030-01-01 00:00:00"))
    row = orbit.web.annotations("mira")[0]
    assert (row["id"], row["style"], row["version"], len(orbit.web.annotations("mira"))) == (number, "squiggly", 2, 1)
    stored = orbit.server.store.one("SELECT color FROM orbit_annotations")
    assert stored == {"color": "#123abc"}


def test_a_moved_highlight_is_no_second_one(orbit: Orbit) -> None:
    orbit.exchange(highlight())
    moved = highlight(pos0=PLACE, pos1=END, datetimeUpdated=LATER)
    assert orbit.exchange(moved)["applied"]["moved"] == 1
    assert orbit.exchange(moved)["applied"]["unchanged"] == 1
    rows = orbit.web.annotations("mira")
    assert [(row["pos0"], row["version"]) for row in rows] == [(PLACE, 2)]


def test_two_highlights_of_one_second_stay_two(orbit: Orbit) -> None:
    result = orbit.exchange(highlight(), highlight(pos0=PLACE, pos1=END, text="other"))
    assert result["applied"]["created"] == 2
    assert len(orbit.web.annotations("mira")) == 2


def test_a_delete_waits_for_each_device(orbit: Orbit) -> None:
    number = on_both(orbit)
    assert orbit.exchange(keys=[])["applied"]["deviceDeleted"] == 1
    assert orbit.web.annotations("mira") == []
    totals = orbit.web.sync_status("mira")["pluginTotals"]
    assert (totals["trashedAnnotations"], totals["pendingDeletes"]) == (1, 1)
    assert orbit.exchange(keys=[])["toApply"]["delete"] == []
    for _ in range(2):
        result = orbit.exchange(keys=keys(), device_id=OTHER)
        assert result["toApply"]["delete"] == [{"serverId": number, "key": key_of(AT), "datetime": AT}]
    assert orbit.ack(deleted=[number], device_id=OTHER) == 1
    assert orbit.exchange(keys=[], device_id=OTHER)["toApply"]["delete"] == []
    assert orbit.web.sync_status("mira")["pluginTotals"]["pendingDeletes"] == 0


def test_the_trash_is_not_revived(orbit: Orbit) -> None:
    number = on_both(orbit)
    orbit.web.delete_annotation(number)
    result = orbit.exchange(highlight(datetimeUpdated="2030-01-01 00:00:00"))
    assert result["applied"]["skippedDeleted"] == 1
    assert [entry["serverId"] for entry in result["toApply"]["delete"]] == [number]
    third = orbit.exchange(highlight(), device_id="third")
    assert (third["applied"]["skippedDeleted"], len(third["toApply"]["delete"])) == (1, 1)


def test_an_incomplete_list_deletes_nothing(orbit: Orbit) -> None:
    orbit.exchange(highlight())
    assert orbit.exchange(keys=[], complete=False)["applied"]["deviceDeleted"] == 0
    assert orbit.exchange(keys=[("0" * 32, AT)])["applied"]["deviceDeleted"] == 0
    assert len(orbit.web.annotations("mira")) == 1


def test_another_file_of_the_book_deletes_nothing(make_orbit: Any) -> None:
    for quirks, left in (([], 1), (["bookorbit.deletes-across-files"], 0)):
        orbit = make_orbit(quirks)
        orbit.server.store.insert("files", book_id=orbit.book, name="b.pdf", extension="pdf", book_type="PDF",
                                  size_bytes=1, hash=UNKNOWN_HASH, added_at=0)
        orbit.exchange(highlight())
        orbit.hash = UNKNOWN_HASH
        orbit.exchange(keys=[])
        assert len(orbit.web.annotations("mira")) == left


def test_a_web_highlight_gets_one_datetime_for_ever(orbit: Orbit) -> None:
    for _ in range(2):
        orbit.web.add_annotation("mira", orbit.book, "pier", pos0=PLACE, pos1=END, note="web")
    first = orbit.exchange(deviceTime="2026-03-01 20:00:04")["toApply"]["add"]
    assert [entry["datetime"] for entry in first] == ["2026-03-01 20:00:04", "2026-03-01 20:00:05"]
    assert first[0]["datetimeUpdated"] is None
    orbit.wait(500)
    assert orbit.exchange(device_id=OTHER)["toApply"]["add"] == first


def test_a_web_edit_is_dated_after_the_devices(orbit: Orbit) -> None:
    number = on_both(orbit)
    orbit.exchange(highlight(datetimeUpdated="2026-03-05 00:00:00", note="ahead"))
    orbit.web.edit_annotation(number, note="web")
    for device_id in (KOBO, OTHER):
        edit = orbit.exchange(keys=keys(), device_id=device_id)["toApply"]["edit"][0]
        assert (edit["note"], edit["datetimeUpdated"]) == ("web", "2026-03-05 00:00:01")


def test_a_corrected_position(orbit: Orbit) -> None:
    orbit.web.add_annotation("mira", orbit.book, "pier", pos0=PLACE, pos1=END)
    add = orbit.exchange()["toApply"]["add"][0]
    orbit.exchange(device_id=OTHER)
    orbit.ack(applied=[applied(add, corrected=True, pos0=POS, pos1=END, pageno=9)])
    row = orbit.web.annotations("mira")[0]
    assert (row["pos0"], row["position_status"], row["version"]) == (POS, "repaired", 2)
    result = orbit.exchange(keys=[(key_of(add["datetime"]), add["datetime"])])
    assert result["toApply"] == {"add": [], "edit": [], "delete": []}
    assert orbit.exchange(device_id=OTHER)["toApply"]["add"][0]["pos0"] == POS


def test_a_failed_position_is_counted_and_tried_again(orbit: Orbit) -> None:
    orbit.web.add_annotation("mira", orbit.book, "pier", pos0=PLACE, pos1=END)
    add = orbit.exchange()["toApply"]["add"][0]
    orbit.ack(applied=[{**applied(add), "status": "failed"}])
    assert orbit.web.sync_status("mira")["pluginTotals"]["failedPositions"] == 1
    assert orbit.exchange()["toApply"]["add"] == [add]
    orbit.ack(applied=[applied(add)])
    assert orbit.web.sync_status("mira")["pluginTotals"]["failedPositions"] == 0


def test_a_cfi_that_leads_nowhere_is_a_failed_position(orbit: Orbit) -> None:
    orbit.web.add_annotation("mira", orbit.book, "pier", cfi="epubcfi(/6/4!/4/2/1:0)")
    result = orbit.exchange()
    assert (result["toApply"]["add"], result["skippedNoPosition"]) == ([], 1)
    assert orbit.web.sync_status("mira")["pluginTotals"]["failedPositions"] == 1


def test_a_hundred_at_a_time(orbit: Orbit) -> None:
    for at in range(101):
        orbit.web.add_annotation("mira", orbit.book, f"{at}", pos0=f"{PLACE}{at}", pos1=END)
    result = orbit.exchange()
    assert (len(result["toApply"]["add"]), result["more"]) == (100, True)
    orbit.ack(applied=[applied(entry) for entry in result["toApply"]["add"]])
    held = [(key_of(entry["datetime"], entry["pos0"]), entry["datetime"]) for entry in result["toApply"]["add"]]
    result = orbit.exchange(keys=held)
    assert (len(result["toApply"]["add"]), result["more"]) == (1, False)


def test_unknown_numbers_are_skipped(orbit: Orbit) -> None:
    assert orbit.ack(applied=[{"serverId": 99, "version": 1, "status": "applied"}], deleted=[98]) == 0


def test_one_users_highlights_are_not_anothers(orbit: Orbit) -> None:
    number = on_both(orbit)
    orbit.admin.add_user("tom", "low-water")
    reply = orbit.post("/annotations/exchange-ack", user="tom", password="low-water", books=[
        {"hash": orbit.hash, "applied": [], "deleted": [{"serverId": number, "status": "applied"}]}])
    assert reply.json["results"] == [{"hash": orbit.hash, "acked": 0}]
    reply = orbit.post("/annotations/exchange", user="tom", password="low-water", books=[
        {"hash": orbit.hash, "keys": [], "keysComplete": True, "changes": []}])
    assert reply.json["results"][0]["toApply"]["add"] == []


def test_the_way_of_old_plugins(make_orbit: Any) -> None:
    orbit = make_orbit(["bookorbit.no-exchange"])
    assert orbit.post("/annotations/exchange", books=[]).status_code == 404
    books = [{"hash": orbit.hash, "annotations": [highlight()]}, {"hash": UNKNOWN_HASH, "annotations": [highlight()]}]
    for count in (1, 0):
        reply = orbit.post("/annotations", books=books)
        assert (reply.status_code, reply.json) == (201, {"results": [{"hash": orbit.hash, "upserted": count}],
                                                         "unmatched": [UNKNOWN_HASH]})


@pytest.mark.parametrize("change", [
    {"drawer": "squiggly"}, {"posFormat": "cfi"}, {"pos0": None}, {"datetime": "2026-03-01"}, {"color": "c" * 31},
    {"text": "t" * 10_001}, {"note": "n" * 5001}, {"pageno": -1}, {"pos1": "p" * 4001}, {"server": 1}])
def test_bad_highlights_refuse_all(orbit: Orbit, change: dict[str, Any]) -> None:
    reply = orbit.post("/annotations/exchange", books=[
        {"hash": orbit.hash, "keys": [], "keysComplete": False, "changes": [highlight(), highlight(**change)]}])
    assert reply.status_code == 400
    assert orbit.web.annotations("mira") == []


def test_limits_of_one_request(orbit: Orbit) -> None:
    book = {"hash": orbit.hash, "keys": [], "keysComplete": False, "changes": [highlight()] * 26}
    assert orbit.post("/annotations/exchange", books=[book, book]).status_code == 400
    assert orbit.post("/annotations/exchange", books=[{**book, "changes": []}] * 21).status_code == 400
    many = {"hash": orbit.hash, "annotations": [highlight()] * 51}
    assert orbit.post("/annotations", books=[many]).status_code == 400
