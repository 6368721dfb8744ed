"""The JUnit report, as build servers read it: one test case for each run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from harness.options import Failure, Result

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Sequence[Result]) -> ElementTree.Element:
    """The report as an XML tree."""
    suites = ElementTree.Element("testsuites", name="koharness")
    suite = ElementTree.SubElement(
        suites,
        "testsuite",
        name="koharness",
        tests=str(len(results)),
        failures=str(_count(results, "failed")),
        errors=str(_count(results, "error")),
        skipped=str(_count(results, "skipped")),
        time=f"{sum(result.seconds for result in results):.3f}",
    )
    for result in results:
        suite.append(_case(result))
    return suites


def _count(results: Sequence[Result], outcome: str) -> int:
    return sum(result.outcome == outcome for result in results)


def _case(result: Result) -> ElementTree.Element:
    folder, _, name = result.name.rpartition("/")
    if result.suite:
        folder, name = result.suite.removesuffix(".lua"), result.name
    classname = folder.replace("/", ".") or "scenarios"
    case = ElementTree.Element(
        "testcase", classname=classname, name=_clean(name), file=result.where, time=f"{result.seconds:.3f}"
    )
    properties = ElementTree.SubElement(case, "properties")
    for key, value in (("seed", str(result.seed)), ("virtual_seconds", f"{result.virtual_seconds:g}")):
        ElementTree.SubElement(properties, "property", name=key, value=value)
    if result.outcome == "skipped":
        ElementTree.SubElement(case, "skipped")
    for failure in result.failures:
        tag = "error" if result.outcome == "error" else "failure"
        element = ElementTree.SubElement(case, tag, type=failure.kind, message=_clean(failure.message.split("\n")[0]))
        element.text = _clean(_text(failure))
    return case


def _text(failure: Failure) -> str:
    lines = [f"{failure.where}: {failure.message}"]
    lines += [f"{label}: {text}" for label, text in (("expected", failure.expected), ("saw", failure.seen)) if text]
    return "\n".join([*lines, "last events:", *failure.events] if failure.events else lines)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("?", text)


def write_junit(results: Sequence[Result], path: Path) -> None:
    """Write the report to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tree = ElementTree.ElementTree(junit(results))
    ElementTree.indent(tree)
    tree.write(path, encoding="utf-8", xml_declaration=True)
