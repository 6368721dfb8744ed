"""The machine: a device's hardware, and the KOReader process that runs on it from time to time.

States: off (``process is None``: not started, killed, crashed or out of power); running. The disk, the
clock, the radio and the battery outlive the process; nothing else does.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from fake_koreader.archive import ArchiveHost
from fake_koreader.basichosts import ClockHost, InputHost, LogHost, ProcessHost, TraceHost
from fake_koreader.books.host import DocumentHost
from fake_koreader.clock import SECOND, Clock
from fake_koreader.commands import CommandsHost, ScriptedCommands
from fake_koreader.digest import DigestHost
from fake_koreader.hardware import DeviceHost, Hardware, PowerHost, ScreenHost
from fake_koreader.logbook import Logbook
from fake_koreader.luafiles import ModulesHost
from fake_koreader.network import Network, Transport
from fake_koreader.picture import PictureHost
from fake_koreader.process import Process
from fake_koreader.profile import Profile
from fake_koreader.storage.disk import Disk
from fake_koreader.storage.errors import DiskError
from fake_koreader.storage.files import Files
from fake_koreader.storage.host import StorageHost
from fake_koreader.storage.inode import DIRECTORY
from fake_koreader.storage.operations import Operation
from fake_koreader.storage.sqlite import Databases, SqliteHost
from fake_koreader.trace import Trace, Value
from fake_koreader.unicode_text import UnicodeHost

LUA = Path(__file__).parent / "lua"

# A turn of the main loop that lasts longer than this is felt by the reader and reported as a freeze.
FREEZE = SECOND // 10


# What util.getFilesystemType and util.calcFreeMem read: books lie on FAT, as on most devices.
_KERNEL_FILES = {
    "mounts": b"rootfs / ext4 rw 0 0\n/dev/mmcblk0p3 /mnt/onboard vfat rw,noatime,utf8 0 0\n",
    "meminfo": b"MemTotal:         506320 kB\nMemFree:          201344 kB\nMemAvailable:     312600 kB\n",
}


class InstalledFiles:
    """Lua files as `require` reads them: from the emulated disk.

    Our own runtime's files never change while koharness runs, so their content is read from the host once;
    whatever the device has written there instead is found on the disk like any other file.
    """

    _kept: dict[str, bytes] = {}

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def read_or_none(self, path: bytes) -> bytes | None:
        """The content of a file, or None when there is none to read."""
        try:
            # `require` asks for much that is not there: looking for a place raises nothing then.
            inode = self._disk.locate(path).inode
        except DiskError:
            return None
        if inode is None or inode.kind == DIRECTORY:
            return None
        if inode.source is None or not inode.source.path.startswith(str(LUA)):
            return inode.read(0, inode.size)
        content = self._kept.get(inode.source.path)
        if content is None:
            content = self._kept[inode.source.path] = inode.read(0, inode.size)
        return content


class DiskStream(io.RawIOBase):
    """A file of the emulated disk as a seekable stream that is never read whole."""

    def __init__(self, disk: Disk, path: bytes) -> None:
        self._inode = disk.find(path)
        if self._inode.kind == DIRECTORY:
            raise IsADirectoryError(path)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._inode.read(self._at, len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._inode.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at


class Machine:
    """Hardware and process of one emulated device. Times are microseconds, paths are device paths."""

    def __init__(
        self,
        profile: Profile,
        *,
        name: str = "device",
        trace: Trace | None = None,
        seed: int = 0,
        clock: Clock | None = None,
        disk: Disk | None = None,
        transport: Transport | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.profile = profile
        self.name = name
        self.trace = trace if trace is not None else Trace()
        self.seed = seed
        self.clock = clock or Clock()
        self.disk = disk or Disk(self.clock, seed)
        self.disk.on_operation = self._disk_operation
        self.network = Network(self.clock, self.emit, transport=transport)
        self.hardware = Hardware()
        self.environment = dict(environment or {})
        self.scripted_commands = ScriptedCommands()
        self.wanted: set[str] = set()
        self.logbook = Logbook(self._log_line)
        self.process: Process | None = None
        self.input: InputHost | None = None
        self.files: Files | None = None
        self.databases: Databases | None = None
        self.starts = 0
        self.blocked_by = ""
        self._resumed_at = self.clock.monotonic
        if disk is None:
            self._install()

    # What happens, as the trace has it

    def emit(self, kind: str, fields: Mapping[str, Value]) -> None:
        """Append an event of this device to the trace."""
        if kind == "blocked":
            self.blocked_by = str(fields.get("by", ""))
            return
        if kind.startswith("request."):
            self.blocked_by = str(fields.get("url", self.blocked_by))
        self.trace.emit(self.name, self.clock.monotonic, kind, fields)

    def _disk_operation(self, operation: Operation) -> None:
        fields: dict[str, Value] = {"operation": operation.number, "path": operation.path.decode("utf-8", "replace")}
        if operation.kind in ("write", "truncate"):
            fields |= {"offset": operation.offset, "size": operation.size}
        if operation.detail:
            fields["detail"] = operation.detail.decode("utf-8", "replace")
        self.emit(f"disk.{operation.kind}", fields)

    def _log_line(self, level: str, text: str) -> None:
        self.emit("log", {"level": level, "text": text})

    # The installation

    def _install(self) -> None:
        root = self.profile.install_dir
        self.disk.makedirs(root + "/plugins")
        self.disk.mount(root + "/common", LUA / "base")
        self.disk.mount(root + "/frontend", LUA / "frontend")
        for name in ("defaults.lua", "reader.lua"):
            if (LUA / "frontend" / name).is_file():
                self.disk.mount(f"{root}/{name}", LUA / "frontend" / name)
        self.disk.add_file(root + "/git-rev", (self.profile.git_rev + "\n").encode())
        self.disk.makedirs("/tmp")
        self.disk.makedirs("/proc")
        for name, text in _KERNEL_FILES.items():
            self.disk.add_file(f"/proc/{name}", text)
        if self.profile.home_dir:
            self.disk.makedirs(self.profile.home_dir)
        if self.profile.data_dir != ".":
            self.disk.makedirs(self.profile.data_dir)

    @property
    def data_dir(self) -> str:
        """KOReader's data directory as an absolute device path."""
        relative = self.profile.data_dir == "."
        return self.profile.install_dir if relative else self.profile.data_dir

    # The process

    def start(self) -> Process:
        """A new Lua state with the prelude run, in the installation directory; nothing of KOReader is loaded yet."""
        self.starts += 1
        self.clock.abandon_branches()
        self.disk.chdir(self.profile.install_dir)
        self._resumed_at = self.clock.monotonic
        self.process = Process(self._hosts)
        return self.process

    def close(self) -> None:
        """Nobody needs the machine any more: what it holds of the host is given back. Its disk stays as it is."""
        if self.databases is not None:
            self.databases.kill()

    def _hosts(self, table_from: Callable[[Any], Any]) -> dict[str, object]:
        self.files = Files(self.disk)
        self.databases = Databases(self.disk)
        self.input = InputHost(self.clock, self.note_freeze, self.loop_resumes)
        environment = {"KO_HOME": self.profile.data_dir} if self.profile.data_dir != "." else {}
        environment |= {"LC_ALL": "en_US.UTF-8", "HOME": "/root"} | self.environment
        return {
            "archive": ArchiveHost(),
            "clock": ClockHost(self.clock, self.emit),
            "commands": CommandsHost(self.scripted_commands, self.emit),
            "device": DeviceHost(self.profile),
            "digest": DigestHost(),
            "document": DocumentHost(self._open_book, table_from),
            "drive": _Drive(self.clock),
            "http": self.network.http,
            "input": self.input,
            "log": LogHost(self.logbook.write),
            "modules": ModulesHost(InstalledFiles(self.disk)),
            "picture": PictureHost(),
            "power": PowerHost(self.hardware, self.emit),
            "process": ProcessHost(environment, self.seed, 1000 + self.starts),
            "screen": ScreenHost(self.hardware),
            "socket": self.network.socket,
            "sqlite": SqliteHost(self.databases, table_from),
            "storage": StorageHost(self.disk, self.files, table_from),
            "trace": TraceHost(self.emit, self.wanted),
            "unicode": UnicodeHost(),
            "wifi": self.network.wifi,
        }

    def _open_book(self, path: bytes) -> BinaryIO:
        return io.BufferedReader(DiskStream(self.disk, path))

    # Time

    def note_freeze(self) -> None:
        """The main loop waits again: if it was away for long, nothing the reader did had an effect meanwhile."""
        away = self.clock.monotonic - self._resumed_at
        if away >= FREEZE:
            self.emit("freeze", {"seconds": away / SECOND, "by": self.blocked_by})
        self._resumed_at = self.clock.monotonic
        self.blocked_by = ""

    def loop_resumes(self) -> None:
        """The wait is over: from here on the loop is busy."""
        self._resumed_at = self.clock.monotonic


class _Drive:
    """`host.drive`: moving the clock by hand, for worlds without a main loop (conformance scripts)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def advance_to(self, monotonic: float) -> None:
        """Let virtual time pass up to ``monotonic`` microseconds."""
        self._clock.advance_to(int(monotonic))
