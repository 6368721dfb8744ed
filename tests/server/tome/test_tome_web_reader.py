"""The web reader and its old mistakes (seeds), and the admin API that lets scenarios play it."""

from __future__ import annotations

from typing import Any

import pytest
from tome_under_test import XPOINTER, Tome

from harness.server import AdminError

CFI = "epubcfi(/6/124!/4/2/4)"


def test_what_the_web_saves_reaches_the_device(tome: Tome) -> None:
    reply = tome.web("PUT", f"books/{tome.book}/status", json={"progress_pct": 0.73, "cfi": CFI})
    assert (reply.json["status"], reply.json["progress_pct"], reply.json["cfi"]) == ("reading", 0.73, CFI)
    assert reply.json["updated_at"].endswith("Z")
    got = tome.device("GET", f"position/{tome.book}").json
    assert (got["progress"], got["percentage"], got["device"]) == (CFI, 0.73, "web")
    assert tome.web("GET", f"books/{tome.book}/status").json == reply.json


def test_one_half_of_a_place_keeps_the_other(tome: Tome) -> None:
    tome.admin.web_read("mira", tome.book, 0.3, CFI)
    tome.admin.web_read("mira", tome.book, 0.4)
    assert tome.admin.positions()[0]["progress"] == CFI
    tome.admin.web_read("mira", tome.book, cfi=CFI + "2")
    assert tome.admin.positions()[0]["percentage"] == 0.4


def test_percent_from_the_web_become_fractions(tome: Tome) -> None:
    tome.admin.web_read("mira", tome.book, 50)
    assert (tome.admin.positions()[0]["percentage"], tome.status()) == (0.5, ("reading", 0.5))
    tome.quirk("tome.web-percent")
    tome.admin.web_read("mira", tome.book, 60)
    assert (tome.admin.positions()[0]["percentage"], tome.status()[0]) == (60, "reading")


def test_an_xpointer_opens_by_fraction(tome: Tome) -> None:
    assert tome.admin.web_open("mira", tome.book) == {"cfi": None, "fraction": 0.0}
    tome.put(0.6, progress=XPOINTER)
    assert tome.admin.web_open("mira", tome.book) == {"cfi": None, "fraction": 0.6}
    assert "cfi" not in tome.web("GET", f"books/{tome.book}/status").json


def test_opening_saves_nothing_unless_the_reader_is_careless(tome: Tome) -> None:
    tome.put(0.73)
    tome.admin.web_open("mira", tome.book)
    assert tome.device("GET", f"position/{tome.book}").json["percentage"] == 0.73
    tome.quirk("tome.web-zero-on-open")
    assert tome.admin.web_open("mira", tome.book)["fraction"] == 0.73
    assert tome.device("GET", f"position/{tome.book}").json["percentage"] == 0


def test_the_last_page_of_a_comic_is_all_of_it(tome: Tome) -> None:
    comic = tome.add_book("Reef", "reef.cbz")
    tome.quirk("tome.comic-zero-based")
    tome.admin.web_turn_to("mira", comic, 20, 20)
    assert tome.admin.state("mira", comic)["progress"] == 0.95
    tome.admin.web_turn_to("mira", tome.book, 20, 20)
    assert tome.status()[0] == "read"
    tome.quirk()
    tome.admin.web_turn_to("mira", comic, 20, 20)
    assert tome.admin.state("mira", comic)["status"] == "read"
    tome.admin.web_turn_to("mira", comic, 19, 20)
    assert tome.admin.state("mira", comic)["status"] == "read"


def test_unread_on_the_web_forgets_the_place(tome: Tome) -> None:
    tome.put(0.5)
    tome.web("PUT", f"books/{tome.book}/status", json={"status": "unread"})
    assert (tome.status(), tome.device("GET", f"position/{tome.book}").status_code) == (("unread", None), 404)


def test_a_shelved_book_moves_until_it_is_read(tome: Tome) -> None:
    tome.web("PUT", f"books/{tome.book}/status", json={"status": "shelved"})
    tome.put(0.5)
    assert tome.status() == ("shelved", 0.5)
    tome.put(0.995)
    assert tome.status() == ("read", 1.0)


@pytest.mark.parametrize(("path", "body", "status"), [
    ("books/77/status", {}, 404), ("books/x/status", {}, 422), ("books/1/status", {"status": "lost"}, 422)])
def test_saves_that_are_refused(tome: Tome, path: str, body: dict[str, str], status: int) -> None:
    assert tome.web("PUT", path, json=body).status_code == status


def test_the_admin_says_what_cannot_be_done(tome: Tome) -> None:
    for call, text in (
        (lambda: tome.admin.add_key("nobody"), "there is no user 'nobody'"),
        (lambda: tome.admin.web_open("mira", 77), "there is no book 77"),
        (lambda: tome.admin.revoke_key("mira", 9), "no key 9"),
        (lambda: tome.admin.web_turn_to("mira", 1, 21, 20), "no page 21 of 20"),
        (lambda: tome.admin.web_read("mira", 1, status="lost"), "status must be one of"),
        (lambda: tome.admin.web_remove_annotation("mira", 1, "x"), "no annotation at 'x'"),
        (lambda: tome.admin.add_file(1, "x.txt", b""), "not a book file"),
    ):
        with pytest.raises(AdminError, match=text):
            call()
    tome.admin.send_to_device("mira", 1)
    with pytest.raises(AdminError, match="waits for user 'mira' already"):
        tome.admin.send_to_device("mira", 1)


@pytest.fixture
def over_http(make_server: Any) -> Any:
    server = make_server(admin_token="lighthouse")

    def call(method: str, path: str, body: Any = None) -> Any:
        return server.ask(method, f"/admin/tome/{path}", {"X-Admin-Token": "lighthouse"}, json=body)

    return call


def test_the_admin_over_http(over_http: Any) -> None:
    key = over_http("POST", "add-key", {"user": "mira"}).json["result"]
    assert key.startswith("tk_")
    assert over_http("POST", "web-read", {"user": "mira", "book_id": 1, "progress": 0.5}).status_code == 204
    assert [row["percentage"] for row in over_http("GET", "positions?user=mira&book=1").json] == [0.5]
    assert over_http("POST", "web-open", {"user": "mira", "book_id": 1}).json == {"result": {"fraction": 0.5}}
    added = over_http("POST", "add-file", {"book_id": 1, "file_name": "x.pdf", "content_base64": "UEQ="})
    assert added.json == {"result": 2}
    for method, path, text in (("GET", "tides", "no such list: tides"), ("POST", "tides", "no such action: tides"),
                               ("POST", "add-key", "add_key:")):
        reply = over_http(method, path, {})
        assert reply.status_code == 400
        assert text in reply.json["error"]
