"""The store, fingerprints, instants and floats."""

from __future__ import annotations

from pathlib import Path

import pytest
from server_under_test import START

from harness.server import Admin, AdminError, Store, create_app
from harness.server.fingerprint import fingerprint_of_bytes, fingerprint_of_file
from harness.server.instants import float32, format_instant, format_local, parse_instant, shortest_float32

VECTORS = {
    0: "d41d8cd98f00b204e9800998ecf8427e", 1: "93b885adfe0da089cdf634904fd59f71",
    1024: "9ee0a0e0c0bc0f1ff29d663d1fdf0743", 1025: "3f3789452b88cb32b8cbfbafe715e29a",
    1500: "a5fcf6debbdcc01aaa4dc9dfb5c8ae5a", 5000: "e77dcca7f22a949ae8492c260ca19f32",
    70000: "f34024643c82aec13b2fd5eb2842658a", 300000: "c43e7af7c64be64ff8765e78ee771294",
}


@pytest.mark.parametrize("size", VECTORS)
def test_fingerprints(size: int, tmp_path: Path) -> None:
    content = bytes(number % 251 for number in range(size))
    (tmp_path / "book").write_bytes(content)
    assert fingerprint_of_bytes(content) == VECTORS[size]
    assert fingerprint_of_file(tmp_path / "book") == VECTORS[size]


@pytest.mark.parametrize(("text", "instant"), [
    ("1970-01-01T00:00:00Z", 0), ("2026-03-01T19:00:04Z", 1772391604_000000),
    ("2026-03-01T20:00:04+01:00", 1772391604_000000), ("2026-03-01T17:30:04-0130", 1772391604_000000),
    ("2026-03-01T19:00Z", 1772391600_000000), ("1969-12-31T23:59:59.5Z", -500_000),
    ("2026-03-01T19:00:04.123456789Z", 1772391604_123456),
])
def test_instants_are_read(text: str, instant: int) -> None:
    assert parse_instant(text) == instant


@pytest.mark.parametrize("text", ["", "2026-03-01", "2026-03-01T19:00:04", "2026-03-01 19:00:04Z",
                                  "2026-13-01T19:00:04Z", "2026-03-01T25:00:04Z", "2026-03-01T19:00:60Z",
                                  "2026-03-01T19:00:04+99:00", "٢٠٢٦-03-01T19:00:04Z"])
def test_what_is_no_instant(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_instant(text)


@pytest.mark.parametrize(("instant", "text"), [(0, "1970-01-01T00:00:00"), (1_500_000, "1970-01-01T00:00:01.500"),
                                               (1, "1970-01-01T00:00:00.000001")])
def test_instants_are_written(instant: int, text: str) -> None:
    assert format_local(instant) == text
    assert format_instant(instant) == text + "Z"
    assert parse_instant(text + "Z") == instant


@pytest.mark.parametrize("value", [0.0, 33.33, 16.75, 100.0, -4.25, 0.01, 99.99999, 1e-7])
def test_floats_are_written_as_they_came(value: float) -> None:
    assert shortest_float32(float32(value)) == value


def test_a_transaction_is_all_or_nothing() -> None:
    store = Store()

    def half() -> None:
        with store.transaction():
            store.insert("libraries", name="one")
            with store.transaction():
                store.insert("libraries", name="two")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert store.count("libraries") == 0


def test_a_snapshot_is_the_whole_server() -> None:
    store = Store()
    app = create_app(store, now=lambda: START)
    admin = Admin(store)
    admin.add_user("mira", "tide-pool")
    before = store.snapshot()
    token = admin.issue_tokens("mira").access
    book = admin.add_book("Later", "later.epub", content=b"x")
    after = store.snapshot()
    ask = app.test_client().get
    headers = {"Authorization": f"Bearer {token}"}
    for _ in range(2):
        store.restore(before)
        assert admin.books() == []
        assert ask("/api/v1/books", headers=headers).status_code == 401
        assert admin.add_book("Other", "other.epub", content=b"y") == book
        store.restore(after)
        assert [row["title"] for row in admin.books()] == ["Later"]
        assert ask("/api/v1/books", headers=headers).status_code == 200


def test_a_file_store_remembers(tmp_path: Path) -> None:
    store = Store(tmp_path / "server.db")
    create_app(store, now=lambda: START, seed=3)
    admin = Admin(store)
    admin.add_user("mira", "tide-pool")
    token = admin.issue_tokens("mira").access
    store.close()
    again = Store(tmp_path / "server.db")
    app = create_app(again, now=lambda: START, seed=4)
    reply = app.test_client().get("/api/v1/books", headers={"Authorization": f"Bearer {token}"})
    assert reply.status_code == 200, "the key is the store's, not the process's"
    again.close()


def test_reset_forgets_everything() -> None:
    store = Store()
    admin = Admin(store)
    admin.add_user("mira", "tide-pool")
    admin.add_book("Book", "b.epub", content=b"b")
    admin.set_local_login(False)
    admin.reset()
    assert repr(store) == "<Store :memory: users=0 books=0 sessions=0>"
    assert admin.add_user("mira", "tide-pool") == 1


def test_the_requests_log_is_bounded() -> None:
    store = Store()
    with store.transaction():
        for _ in range(23_000):
            store.log_request("GET", "/", "", 200, None)
    assert store.count("requests") == 20_000


@pytest.mark.parametrize(("call", "text"), [
    (lambda a: a.add_user("mira", "x"), "there is a user 'mira' already"),
    (lambda a: a.add_user("tom", "x", koreader_username="mira"), "there is a KOReader user 'mira' already"),
    (lambda a: a.add_book("B", "b.djvu", content=b"b"), "b.djvu: not a book file"),
    (lambda a: a.add_book("B", "b.epub"), "b.epub: give the book's hash, its content or its path"),
    (lambda a: a.add_book("B", "b.epub", hash="XYZ"), "hash must be 32 lower-case hex digits"),
    (lambda a: a.add_book("B", "b.epub", path="/no/such/file"), "No such file"),
    (lambda a: a.add_book("B", "b.epub", content=b"b", colour="red"), "colour"),
    (lambda a: a.remove_book(9), "there is no book 9"),
    (lambda a: a.set_hash(9, "0" * 32), "there is no book 9"),
    (lambda a: a.expire_tokens("tom"), "there is no user 'tom'"),
    (lambda a: a.set_shelf_public(9, True), "there is no shelf 9"),
    (lambda a: a.set_release("nothing", "v1"), "a repository is owner/name"),
    (lambda a: a.set_release("a/b", "v1", published_at="now"), "not an ISO-8601 instant"),
])
def test_the_admin_says_what_cannot_be_done(call: object, text: str) -> None:
    admin = Admin(Store())
    admin.add_user("mira", "tide-pool")
    with pytest.raises(AdminError) as caught:
        call(admin)  # type: ignore[operator]
    assert text in str(caught.value)
    assert [row["username"] for row in admin.store.rows("SELECT username FROM users")] == ["mira"]
