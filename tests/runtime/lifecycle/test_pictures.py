"""A picture opens as a book of one page."""

from __future__ import annotations

from typing import Any

from fake_koreader.books.making.png import Picture

PICTURE = "/mnt/onboard/cover.png"


def test_a_picture_is_a_book_of_one_page(reading: Any) -> None:
    device = reading.device
    device.disk.add_file(PICTURE, Picture(30, 40).png())
    device.open_book(PICTURE)
    assert device.evaluate("ui.document.is_pic and ui.document.provider") == "picdocument"
    assert (device.page(), device.pages()) == (1, 1)
    assert device.evaluate("ui.doc_props.display_title") == "cover"
    device.close_book()
    assert reading.sidecar(PICTURE, "last_page") == 1


def test_a_file_that_only_has_the_name_of_a_picture(reading: Any) -> None:
    reading.device.disk.add_file(PICTURE, b"not a picture")
    reading.device.open_book(PICTURE)
    assert [window.kind for window in reading.device.screen()] == ["filemanager", "infomessage"]
