"""apps/filemanager/lib/md: Markdown to HTML."""

from __future__ import annotations

import pytest


def render(world, markdown: str) -> str:
    return "\n".join(world.run(f'print((require("apps/filemanager/lib/md")([==[\n{markdown}]==])))'))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# One #", "<h1>One</h1>"),
        ("###### Six", "<h6>Six</h6>"),
        ("####### Seven", "<p>####### Seven</p>"),
        ("Head\n====\ntext", "<h1>Head</h1>\n<p>text</p>"),
        ("Head\n----", "<h2>Head</h2>"),
        (
            "a *b* **c** _d_ __e__ ~~f~~",
            "<p>a <em>b</em> <strong>c</strong> <em>d</em> <strong>e</strong> <del>f</del></p>",
        ),
        ("snake_case_name 2 * 3 * 4", "<p>snake_case_name 2 * 3 * 4</p>"),
        ("`a<b` \\*c\\*", "<p><code>a&lt;b</code> *c*</p>"),
        ("1 < 2 & 3 &amp; 4", "<p>1 &lt; 2 &amp; 3 &amp; 4</p>"),
        ('[t](http://a "b")', '<p><a href="http://a" title="b">t</a></p>'),
        ("[*t*](x)", '<p><a href="x"><em>t</em></a></p>'),
        ("![i](p.png)", '<p><img alt="i" src="p.png"></p>'),
        ("[t][1]\n\n[1]: http://b 'c'", '<p><a href="http://b" title="c">t</a></p>'),
        ("[not][there]", "<p>[not][there]</p>"),
        ("<http://a.b>", '<p><a href="http://a.b">http://a.b</a></p>'),
        ("* * *", "<hr>"),
        ("> q\n> r", "<blockquote>\n<p>q\nr</p>\n</blockquote>"),
        ("```lua\nx < 1\n```", '<pre><code class="lua">x &lt; 1</code></pre>'),
        ("```\nnever closed", "<pre><code>never closed</code></pre>"),
        ("    code\n      more", "<pre><code>code\n  more</code></pre>"),
        ("<div>\n*raw*\n</div>", "<div>\n*raw*\n</div>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b\n\ntext", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n<p>text</p>"),
        ("- a\n\n- b", "<ul>\n<li><p>a</p></li>\n<li><p>b</p></li>\n</ul>"),
        ("- a\n  - b\n- c", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n<li>c</li>\n</ul>"),
        ("- a\n\n1. b", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>"),
        ("", ""),
    ],
)
def test_html(world, markdown, html):
    assert render(world, markdown) == html


def test_lines_an_iterator_and_wrong_things(world):
    lines = world.run(
        """
        local md = require("apps/filemanager/lib/md")
        print(md.renderTable({ "a", "", "b" }))
        print(md.renderString("x", { prependHead = "<", appendTail = ">" }))
        print(md(("y\\n"):gmatch("[^\\n]+")))
        print(md(5))
        """
    )
    assert lines == [
        "<p>a</p>",
        "<p>b</p>",
        "<<p>x</p>>",
        "<p>y</p>",
        "nil\tMarkdown has to be a string, an array of lines or an iterator",
    ]
