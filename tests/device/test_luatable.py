"""Lua tables as text: what a settings file holds, written and read from Python."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_koreader.luatable import lua_literal, python_value

SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(2**50), 2**50),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(codec="utf-8"), max_size=20),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4), st.dictionaries(st.text('abc_ é"\n\\', min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_written_reads_back(value: object) -> None:
    assert python_value(b"return " + lua_literal(value).encode()) == value


def test_nil_entries_are_left_out() -> None:
    assert lua_literal({"a": None, "b": 1}) == '{\n    ["b"] = 1,\n}'
    assert lua_literal([]) == "{}"


def test_a_file_that_does_not_run_says_why() -> None:
    with pytest.raises(ValueError, match="unexpected symbol"):
        python_value(b"return {[")
    with pytest.raises(ValueError, match="global 'os'"):
        python_value(b"return os.time()")


def test_a_log_of_records_is_the_list_of_them() -> None:
    text = b'-- a comment\nWordsEntry{ index = 1, data = "whale" }\nWordsEntry({ index = 2, data = "ship" })\n'
    assert python_value(text) == [{"index": 1, "data": "whale"}, {"index": 2, "data": "ship"}]


def test_a_function_that_is_no_record_is_not_in_reach() -> None:
    with pytest.raises(ValueError, match="attempt to call global 'print'"):
        python_value(b"print(1)")
