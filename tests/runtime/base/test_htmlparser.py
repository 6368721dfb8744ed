"""htmlparser: the tree, the text of elements, selectors, and HTML that is not well formed."""

from __future__ import annotations

import pytest

PAGE = """
local page = [[<!DOCTYPE html><html><head><title>A < B</title><script>if (a<b) { "</div>" }</script></head>
<body id="top"><!-- <p>no</p> --><div class="article wide" data-kind='x-y'><p>One <b>bold</b> word<br>more</p>
<img src="a>b.png" alt=plain hidden/><a href="http://x/1.epub" rel=next>first</a><a href="/2.pdf">second</a></div>
<div class="side"><p>Two<p>Three</div></body></html>]]
local root = require("htmlparser").parse(page)
local function names(found)
    local out = {}
    for _, node in ipairs(found) do out[#out + 1] = node:textonly() ~= "" and node:textonly() or node.name end
    return table.concat(out, "|")
end
"""


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("a", "first|second"),
        ("div.article > p", "One bold wordmore"),
        ("div p", "One bold wordmore|TwoThree|Three"),
        (".side p", "TwoThree|Three"),
        ("#top > .side > p", "TwoThree"),
        ("body > p", ""),
        ("[rel]", "first"),
        ("a[href$='.pdf']", "second"),
        ('a[href^="http"][rel=next]', "first"),
        ("a[href*=/1]", "first"),
        ("a[rel!='next']", "second"),
        ("div[data-kind|='x'] b", "bold"),
        ("div[class~=wide] img", "img"),
        ("a:not([rel])", "second"),
        ("div:not(.side) a", "first|second"),
        ("b, a", "bold|first|second"),
        ("title", "A < B"),
        ("nothing", ""),
        ("p *", "bold|br|Three"),
    ],
)
def test_selectors(world, selector: str, found: str) -> None:
    assert world.run(f"{PAGE} print(names(root:select([==[{selector}]==])))") == found


def test_elements(world) -> None:
    source = """
    local img = root("img")[1]
    print(img.name, img.attributes.src, img.attributes.alt, img.attributes.hidden == "", img.level, img.parent.name)
    local div = root:select("div")[1]
    print(div.id, table.concat(div.classes, ","), #div.nodes, div.nodes[1]:getcontent(), div.root == root)
    print(root("b")[1]:gettext(), root("b")[1].index, root("body")[1].id, img:getcontent() == "", root.level)
    print(root("p")[2].nameindex, root.name, #root.nodes, root.nodes[1].name)
    print(div.deeperelements.a[div.nodes[3]], root.deeperids.top[root("body")[1]], root.deepernodes[img])
    """
    assert world.run(PAGE + source) == "\n".join(
        [
            "img\ta>b.png\tplain\ttrue\t4\tdiv",
            "nil\tarticle,wide\t4\tOne <b>bold</b> word<br>more\ttrue",
            "<b>bold</b>\t8\ttop\ttrue\t0",
            "2\troot\t1\thtml",
            "true\ttrue\ttrue",
        ]
    )


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("plain", "0"),
        ("</p>x</div>", "0"),
        ("<p", "1"),
        ("<p>a<p>b", "2"),
        ("<a href='x>y", "1"),
        ("<b><i>x</b>y</i>z", "2"),
        ("1 < 2 and <b>x</b>", "1"),
        ("", "0"),
        ("<!-- <b> -->", "0"),
    ],
)
def test_text_that_is_not_well_formed(world, html: str, shown: str) -> None:
    assert world.run(f'print(#require("htmlparser").parse([==[{html}]==]):select("*"))') == shown


def test_a_closing_tag_ends_what_is_open_inside(world) -> None:
    source = """
    local root = require("htmlparser").parse("<b><i>x</b>y<u>z</u>")
    print(root("i")[1]:getcontent(), root("b")[1]:gettext(), root("u")[1].parent == root)
    """
    assert world.run(source) == "x\t<b><i>x</b>\ttrue"


def test_only_so_many_elements_are_read(world) -> None:
    source = """
    local text = ("<p>x</p>"):rep(1500)
    local parse = require("htmlparser").parse
    print(#parse(text):select("p"), #parse(text, 2000):select("p"), #parse(text, 3):select("p"))
    htmlparser_looplimit = 1200
    print(#parse(text):select("p"))
    """
    assert world.run(source) == "1000\t1500\t3\n1200"


@pytest.mark.parametrize("selector", ["a[href", "a:not(b", "%"])
def test_a_selector_that_cannot_be_read_raises(world, selector: str) -> None:
    result = world.run(f"{PAGE} print((pcall(root.select, root, [==[{selector}]==])))")
    assert result == ("true" if selector == "%" else "false")
