"""Write `docs/fidelity.md`: every module of KOReader that is emulated, its members, and how faithful they are.

usage: python tools/make_fidelity.py [--check]

The marks are in the head of each Lua file:

    -- fidelity: partial: what is missing, on as many comment lines as it takes
    -- inert: names of members that are accepted and do nothing, with spaces between them
    -- same: names of members that do nothing in KOReader either, or are there to be overridden

A module without a mark is faithful, unless members of it are listed below. Members whose body is empty are found to be
inert, and members that only give a constant to have a fixed answer, without being marked. Loud members raise
(`fake_koreader/lua/known_members.txt`).
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from fake_koreader.device import Device
from fake_koreader.profile import profile

ROOT = Path(__file__).parent.parent
LUA = ROOT / "fake_koreader" / "lua"
PAGE = ROOT / "docs" / "fidelity.md"

# Pieces that modules are put together from, and modules that KOReader has not got: plugins never ask for them.
INTERNAL = re.compile(
    r"""(prelude|utilparts|gettextparts|docsettingsparts|jsonparts|pluginloader|dispatcher|htmlparser|ui/uimanager
    |ui/inspect|device/generic/(capabilities|network|powerevents))/.*
    |device/(compass|contact|touchevents)|device/generic/(capabilities|network|powerevents)|ui/inspect|ui/textmetrics|ui/unemulated_window|ui/windowname
    |ui/network/(asking|connecting|menus)|ui/widget/(inputdialog_saving|inputtext_editing|keyvalueitem|linegroup
    |menu_paging|menuitem|pagefooter|pickerdialog|sortitemwidget|touchmenubar|touchmenuitem)
    |ui/elements/common_menu_items|apps/(mainmenu|modulehost)|apps/filemanager/(bookdialog|filemanagerfiles)
    |apps/reader/reader(leaving|modules|opening)|apps/reader/modules/reader(layout|strip|turning)|reader|reader_actions
    |socket/(datagrams|httpwire)|Spore/Request
    |ffi/(blitpixels|clocks|descriptors|document_engine|forked|hardware|inputsource|libc|libc_records|memory|parallel
    |picture|shell|shell_\w+|tracer|wifi)""",
    re.VERBOSE,
)

_MARK = re.compile(r"^-- (fidelity|inert|same): (.*)$")
_LIMITED = "partial: as far as the members below say"
_FUNCTION = r"function [\w.]+[.:](\w+)\([^()]*\)"
_EMPTY = re.compile(rf"^\s*{_FUNCTION}\s*end$", re.MULTILINE)
_CONSTANT = re.compile(
    rf"^\s*{_FUNCTION}\s*return (?:true|false|nil|-?[\d.]+|\"[^\"]*\"|{{}})(?:, (?:true|false|nil|\d+))*\s*end$",
    re.MULTILINE,
)
_REFUSAL = re.compile(r"unemulated_window\"\)\(\"([^\"]+)\"")
_ONLY_LOADS = "it loads, and any use of it fails by name"

_LIST = """
local name = ...
local ok, module = pcall(require, name)
if not ok then return nil, module end
if type(module) ~= "table" then return type(module) end
local names = {}
for key in pairs(module) do
    if type(key) == "string" and not key:find("^__") then names[#names + 1] = key end
end
table.sort(names)
return "table", table.concat(names, " ")
"""


@dataclass(slots=True)
class Module:
    """A module and what is known of it. ``fidelity`` is ``faithful``, or ``partial: …``, ``loud: …``, ``absent: …``."""

    name: str
    floor: str
    fidelity: str = "faithful"
    members: list[str] = field(default_factory=list)
    inert: set[str] = field(default_factory=set)
    fixed: set[str] = field(default_factory=set)
    loud: list[str] = field(default_factory=list)


def marks(source: str) -> dict[str, str]:
    """What a file's comments say, by the words fidelity, inert and same. ValueError for a fidelity of another kind."""
    said: dict[str, str] = {}
    current = ""
    for line in source.splitlines():
        found = _MARK.match(line)
        if found:
            current = found[1]
            said[current] = f"{said.get(current, '')} {found[2]}".strip()
        elif current and line.startswith("-- ") and not line.startswith("-- @"):
            said[current] += " " + line[3:].strip()
        else:
            current = ""
    if "fidelity" in said and not re.match(r"(partial|loud): \S", said["fidelity"]):
        raise ValueError(f"a fidelity is 'partial: …' or 'loud: …', not '{said['fidelity']}'")
    return said


def _loud() -> dict[str, list[str]]:
    rows = (LUA / "known_members.txt").read_text(encoding="utf-8").splitlines()
    return {row.split()[0]: row.split()[1:] for row in rows if row and not row.startswith("#")}


def _listing(device: Device, name: str) -> tuple[str | None, str]:
    source = f"(function() local name = '{name}' {_LIST.replace('local name = ...', '')} end)()"
    result = device.evaluate(source)
    kind, text = result if isinstance(result, tuple) else (result, "")
    return (str(kind) if kind is not None else None), str(text or "")


def _module(device: Device, path: Path, floor: str, loud: dict[str, list[str]]) -> Module:
    name = path.relative_to(LUA / floor).with_suffix("").as_posix()
    if floor == "base" and name.split("/")[0] in {"socket", "ssl", "json", "Spore"} and "/" in name:
        name = name.replace("/", ".")
    source = path.read_text(encoding="utf-8")
    said = marks(source)
    module = Module(name, floor, said.get("fidelity", "faithful"), inert=set(said.get("inert", "").split()))
    if _REFUSAL.search(source):
        module.fidelity = "loud: can be required, extended and patched; making one raises"
    if _ONLY_LOADS in source:
        module.fidelity = "loud: can be required; any use raises"
    kind, listing = _listing(device, name)
    module.loud = loud.get(name, [])
    if kind == "table":
        module.members = [one for one in listing.split() if one not in module.loud]
    elif kind is None:
        module.fidelity = "absent on this device: " + listing.splitlines()[0]
    same = set(said.get("same", "").split())
    known = set(module.members) - same
    module.inert |= {one for one in _EMPTY.findall(source) if one in known}
    module.fixed = {one for one in _CONSTANT.findall(source) if one in known}
    if module.fidelity == "faithful" and (module.loud or module.inert or module.fixed):
        module.fidelity = _LIMITED
    return module


def modules() -> list[Module]:
    """All modules, by floor and name."""
    device = Device(profile("kobo-clara"))
    device.boot()
    loud = _loud()
    found = []
    for floor in ("frontend", "base"):
        for path in sorted((LUA / floor).rglob("*.lua")):
            name = path.relative_to(LUA / floor).with_suffix("").as_posix()
            if not INTERNAL.fullmatch(name):
                found.append(_module(device, path, floor, loud))
    return found


def _names(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _lines(module: Module) -> list[str]:
    lines = [f"### `{module.name}`", "", module.fidelity, ""]
    plain = [one for one in module.members if one not in module.inert and one not in module.fixed]
    for title, names in (
        ("Members", plain),
        ("Fixed answer", sorted(module.fixed)),
        ("Inert", sorted(module.inert)),
        ("Loud", module.loud),
    ):
        if names:
            lines += [f"* {title}: {_names(names)}"]
    return [*lines, ""] if lines[-1] else lines


def page() -> str:
    """The whole page."""
    known = modules()
    here = {module.name for module in known}
    refused = [
        line
        for line in (LUA / "known_modules.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#") and line not in here and not INTERNAL.fullmatch(line)
    ]
    refused = [name for name in refused if name.replace("/", ".") not in here]
    counts = {
        word: sum(module.fidelity.startswith(word) for module in known) for word in ("faithful", "partial", "loud")
    }
    conformance = sum(1 for _ in (ROOT / "tests" / "conformance").glob("*/*.expected"))
    lines = [
        "# Fidelity",
        "",
        "Written by `python tools/make_fidelity.py` from the code; a test compares. *Faithful*: as the specification",
        "and the conformance scripts say. *Partial*: what is missing is said. *Fixed answer*: always the same on every",
        "device here. *Inert*: accepted, without effect. *Loud*: raises `not emulated: …` with the plugin's line.",
        "Of all widgets: sizes and places are computed from fixed tables, texts and buttons are what a reader would",
        "see, and no pixels are drawn but those that a plugin puts into a blitbuffer of its own.",
        "",
        f"{len(known)} modules: {counts['faithful']} faithful, {counts['partial']} partial, {counts['loud']} loud",
        f"when used; {len(refused)} more are known and loud when required. {conformance} conformance scripts print",
        "what the real KOReader prints.",
        "",
    ]
    for floor, title in (("frontend", "Frontend"), ("base", "Base")):
        lines += [f"## {title}", ""]
        for module in known:
            if module.floor == floor:
                lines += _lines(module)
    lines += ["## Known and not emulated", "", "Requiring one of these raises.", "", _names(sorted(refused)), ""]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Write the page, or with --check compare it. Exit status 1 when it is not up to date."""
    text = page()
    if "--check" in arguments:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/fidelity.md is out of date: run python tools/make_fidelity.py", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
