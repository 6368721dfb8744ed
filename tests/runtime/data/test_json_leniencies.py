"""What the three JSON libraries accept, refuse and write (specs/koreader-core.md §5.1, §5.2)."""

from __future__ import annotations

import pytest

SHOW = r"""
local function show(v)
    if v == require("json").util.null then return "null" end
    if type(v) ~= "table" then return tostring(v) end
    local parts = {}
    for k, x in pairs(v) do parts[#parts + 1] = tostring(k) .. "=" .. show(x) end
    return "{" .. table.concat(parts, " ") .. "}"
end
"""


def decode(world, text: str, mode: str = "nil") -> str:
    world.machine.disk.add_file("/tmp/in.json", text.encode())
    return world.run(
        SHOW + 'local J = require("json") local text = io.open("/tmp/in.json"):read("*a") '
        f"local ok, v = pcall(J.decode, text, {mode}) print(ok and show(v) or 'raises')"
    )[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[1,2,]", "{1=1 2=2}"),
        ('{"a":1,}', "{a=1}"),
        ("{'a': 'b'}", "{a=b}"),
        ("{a_1: 1, $b: 2}", "{$b=2 a_1=1}"),
        ("[1, // one\n 2 /* two */]", "{1=1 2=2}"),
        ("[NaN, Infinity, -Infinity]", "{1=nan 2=inf 3=-inf}"),
        ("1 2 3", "3"),
        ("{]", "{}"),
        ("[null]", "{1=null}"),
        ('"\\u00e9\\u20ac\\n\\/"', "é€"),
        ("[1,,2]", "raises"),
        ("[01]", "raises"),
        ("0x10", "raises"),
        ("[1 2]", "raises"),
        ("/* open", "raises"),
    ],
)
def test_default_mode(data_world, text, value):
    assert decode(data_world, text) == value.split("\n")[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", "raises"),
        ("[1,]", "raises"),
        ("[NaN]", "raises"),
        ("['a']", "raises"),
        ("{a:1}", "raises"),
        ('{"a":[1]} // yes', "{a={1=1}}"),
        ("[1] [2]", "{1=2}"),
    ],
)
@pytest.mark.parametrize("mode", ["true", "require('json').decode.strict"])
def test_strict_mode(data_world, text, value, mode):
    assert decode(data_world, text, mode) == value


def test_simple_mode(data_world):
    assert decode(data_world, "[1,null,3]", "J.decode.simple") == "{1=1 3=3 n=3}"
    assert decode(data_world, "[1,2]", "J.decode.simple") == "{1=1 2=2}"
    assert decode(data_world, '{"a":null,"b":1}', "J.decode.simple") == "{b=1}"
    assert decode(data_world, "null", "J.decode.simple") == "nil"


def test_surrogate_pairs_stay_two_units(data_world):
    shown = data_world.run(r"""local s = require("json").decode('"\\ud83d\\ude00"') print(#s, s:byte(1, 6))""")
    assert shown == ["6\t237\t160\t189\t237\t184\t128"]


def test_the_message_names_the_place(data_world):
    shown = data_world.run("print(select(2, pcall(require('json').decode, '<html>')))")
    assert shown == ["unexpected character @ character: 1 0:1 [<] line:", "<html>"]


def test_errors_as_results(data_world):
    shown = data_world.run("print(require('json').decode('{', { nothrow = true }))")
    assert shown == ["nil\tUnclosed elements present"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("{}", "{}"),
        ("J.util.InitArray({})", "[]"),
        ("J.decode('[]')", "[]"),
        ("{ 1, 2, x = 3 }", '{"1":1,"2":2,"x":3}'),
        ("{ n = 2, 'a', 'b' }", '["a","b"]'),
        ("{ n = 3 }", '{"n":3}'),
        ("{ [true] = 1 }", '{"true":1}'),
        ("'a/b\\\"\\1\\127'", '"a\\/b\\"\\u0001\x7f"'),
        ("J.util.null", "null"),
        ("nil", "null"),
        ("0/0", "NaN"),
    ],
)
def test_encoding(data_world, value, text):
    assert data_world.run(f"J = require('json') print(J.encode({value}))") == [text]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a" 1}', "Missing a colon after a name of object member. (5)"),
        ('{"a":1 "b"}', "Missing a comma or '}' after an object member. (7)"),
        ('{"a":1,}', "Missing a name for object member. (7)"),
        ('"\\x"', "Invalid escape character in string. (1)"),
        ('"\\u12g4"', "Incorrect hex digit after \\u escape in string. (1)"),
        ('"\\ud800x"', "The surrogate pair in string is invalid. (1)"),
        ("1.", "Miss fraction part in number. (2)"),
        ("1e", "Miss exponent in number. (2)"),
        ("1e999", "Number too big to be stored in double. (0)"),
    ],
)
def test_rapidjson_names_what_is_wrong(data_world, text, message):
    data_world.machine.disk.add_file("/tmp/in.json", text.encode())
    shown = data_world.run('print(select(2, require("rapidjson").decode(io.open("/tmp/in.json"):read("*a"))))')
    assert shown == [message]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("{ 1, 2, x = 3 }", "[1,2]"),
        ("{ [3] = 1, x = 2 }", '{"x":2}'),
        ("R.array({})", "[]"),
        ("R.object({ 1 })", "{}"),
        ("R.decode('[]')", "[]"),
        ("R.null", "null"),
        ("1e-7", "1e-7"),
        ("1e20", "100000000000000000000.0"),
        ("1.5e300", "1.5e300"),
        ("-0.000012", "-0.000012"),
    ],
)
def test_rapidjson_encoding(data_world, value, text):
    assert data_world.run(f"R = require('rapidjson') print(R.encode({value}))") == [text]


def test_rapidjson_joins_surrogates_and_marks_tables(data_world):
    shown = data_world.run(
        r"""local R = require("rapidjson") local t = R.decode('{"a":["\\ud83d\\ude00"]}')
        print(t.a[1], getmetatable(t).__jsontype, getmetatable(t.a).__jsontype)
        print(R.encode({}, { empty_table_as_array = true }))"""
    )
    assert shown == ["😀\tobject\tarray", "[]"]


def test_a_schema_is_loud(data_world):
    shown = data_world.run("print(select(2, pcall(require('rapidjson').SchemaValidator)))")
    assert shown[0].startswith("not emulated: rapidjson.SchemaValidator, called from")


def test_dkjson_options(data_world):
    shown = data_world.run(
        "D = require('dkjson') print(D.encode({ b = 1, a = { 1, 2 } }, { indent = true, keyorder = { 'b' } })) "
        "print(D.decode('[null, 1]', 1, 'none')[1], select(3, D.decode('[1')))"
        "print(D.encode(D.null), D.encode(setmetatable({}, { __jsontype = 'object' })), pcall(D.encode, print))"
    )
    assert shown[:-2] == ["{", '  "b": 1,', '  "a": [', "    1,", "    2", "  ]", "}"]
    assert shown[-2] == "none\tunterminated array at line 1, column 1"
    assert shown[-1].startswith("null\t{}\tfalse\ttype 'function' is not supported")
