"""The world of a check: a reader's device with books on it, and a network on which every server answers something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from fake_koreader.clock import Clock
from fake_koreader.network import Transport
from fake_koreader.network.exchange import NetworkFailure
from fake_koreader.network.server import WsgiServer
from fake_koreader.network.transport import Site
from fake_koreader.profile import PROFILES
from harness import bundled
from harness.check.watched import WatchedDevice
from harness.contract import load_contract
from harness.settings_file import dump_settings

SERVER = "http://books.example"
USER = "reader"
PASSWORD = "tide-7-lantern-42"
"""What is typed into password fields, and configured where a contract says how: nobody else says it."""

BOOKS = ("alice.epub", "moby-dick.epub", "frankenstein.pdf", "nemo.cbz")
_START = 1_772_352_000 * 1_000_000


def generic_server(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A server that is there but knows nothing: 200 for its front page, 404 with JSON for everything else."""
    stream, length = environ["wsgi.input"], int(environ.get("CONTENT_LENGTH") or 0)
    if length:
        stream.read(length)
    if environ.get("PATH_INFO") in ("", "/"):
        status, body = "200 OK", b'{"status": "ok"}'
    else:
        status, body = "404 Not Found", b'{"error": "not found", "status": 404}'
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [b"" if environ.get("REQUEST_METHOD") == "HEAD" else body]


class Everywhere(Transport):
    """Whatever host is asked for, the generic server listens there."""

    def __init__(self) -> None:
        super().__init__()
        self._server = WsgiServer(generic_server)

    def site(self, host: str, port: int) -> Site | None:
        """What listens there: always somebody."""
        return super().site(host, port) or Site(host.lower(), None, None, self._server)

    def resolves(self, host: str) -> bool:
        """Every name leads somewhere."""
        return True

    def reach(self, host: str, port: int) -> NetworkFailure | None:
        """Everybody can be reached."""
        return None


def build_device(plugin: Path, profile: str, *, online: bool, seed: int) -> WatchedDevice:
    """A device with the plugin installed and the books in the reader's library; KOReader is not started yet."""
    device = WatchedDevice(PROFILES[profile], clock=Clock(wall=_START, zone="UTC"), seed=seed, transport=Everywhere())
    device.watched_plugin = folder_of(plugin)
    device.install_plugin(plugin)
    for book in BOOKS:
        device.disk.mount(book_path(device, book), bundled.scenarios() / "books" / book)
    device.set_setting("home_dir", device.profile.home_dir or "/mnt/onboard")
    _configure(device, plugin)
    if online:
        device.radio.connect_now()
        device.set_setting("wifi_was_on", True)
    else:
        device.radio.in_range = False
    return device


def folder_of(plugin: Path) -> str:
    """The plugin's folder as the device has it: ``x.koplugin``."""
    return plugin.name if plugin.name.endswith(".koplugin") else f"{plugin.name}.koplugin"


def book_path(device: WatchedDevice, book: str) -> str:
    """Where a book is on the device."""
    return f"{device.profile.home_dir or '/mnt/onboard'}/Books/{book}"


def _configure(device: WatchedDevice, plugin: Path) -> None:
    """The settings that make a plugin work, where its author has said in a contract what they are."""
    contract = load_contract(plugin)
    filled = {"<server>": SERVER, "<user>": USER, "<password>": PASSWORD}
    words = {}
    for word, value in contract.defaults.items():
        for mark, real in filled.items():
            value = value.replace(mark, real) if isinstance(value, str) else value
        words[word] = value
    if not words:
        return
    settings = contract.raw_settings(words)
    if contract.settings.file is not None:
        device.write_file(contract.settings.file, dump_settings(settings))
    elif contract.settings.key is not None:
        device.set_setting(contract.settings.key, settings)
