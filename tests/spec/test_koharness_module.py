"""`require("koharness")`: the world outside Lua, for specs."""

from __future__ import annotations

import pytest
from spec_project import Run, only

HEAD = """
local koharness, http, ltn12 = require("koharness"), require("socket.http"), require("ltn12")
local function post(url, body)
    local parts = {}
    local _, code = http.request{ url = url, method = "POST", source = ltn12.source.string(body),
        headers = { ["Content-Length"] = tostring(#body) }, sink = ltn12.sink.table(parts) }
    return code, table.concat(parts)
end
"""


def check(run: Run, body: str) -> None:
    result = only(run(f"it('works', function()\n{HEAD}\n{body}\nend)"))
    assert [(failure.where, failure.message) for failure in result.failures] == []
    assert result.outcome == "passed"


@pytest.mark.parametrize(
    "body",
    [
        # a reply, to its method and path only
        """koharness.reply{ url = "http://books.example/a", body = "hello", status = 201, headers = { ["X-A"] = "b" } }
        local text, code, headers = http.request("http://books.example/a")
        assert.are.same({ "hello", 201, "b" }, { text, code, headers["x-a"] })
        assert.are.equal(404, select(2, http.request("http://books.example/b")))
        assert.are.equal(404, (post("http://books.example/a", "x")))""",
        # a whole server, any method
        """koharness.reply{ url = "http://books.example", method = "*", body = "any" }
        assert.are.equal("any", (http.request("http://books.example/x/y")))
        assert.are.same({ 200, "any" }, { post("http://books.example/z", "body") })""",
        # one after the other, then the lasting one, the newest of these
        """koharness.reply{ url = "http://books.example/a", body = "old" }
        koharness.reply{ url = "http://books.example/a", body = "always" }
        koharness.reply{ url = "http://books.example/a", body = "1", once = true }
        koharness.reply{ url = "http://books.example/a", body = "2", once = true }
        local seen = {}
        for i = 1, 4 do seen[i] = http.request("http://books.example/a") end
        assert.are.same({ "1", "2", "always", "always" }, seen)""",
        # what was sent
        """koharness.reply{ url = "http://books.example/a", method = "POST" }
        post("http://books.example/a?x=1", "payload")
        local sent = { method = "POST", url = "http://books.example/a?x=1", body = "payload" }
        assert.are.same({ sent }, koharness.requests())""",
        # forgetting
        """koharness.reply{ url = "http://books.example/a" }
        http.request("http://books.example/a")
        koharness.forget()
        assert.are.same({}, koharness.requests())
        assert.is_nil((http.request("http://books.example/a")))
        koharness.reply{ url = "http://books.example/a", body = "again" }
        assert.are.equal("again", (http.request("http://books.example/a")))""",
        # no network
        """koharness.reply{ url = "http://books.example/a", body = "x" }
        local NetworkMgr = require("ui/network/manager")
        assert.is_true(NetworkMgr:isConnected())
        koharness.wifi(false)
        assert.is_nil((http.request("http://books.example/a")))
        koharness.wifi(true)
        assert.are.equal("x", (http.request("http://books.example/a")))""",
        # TLS is another server
        """koharness.reply{ url = "https://books.example/a", body = "safe" }
        assert.are.equal("safe", (require("ssl.https").request("https://books.example/a")))""",
        # nobody is there by himself
        """local _, code = http.request("http://books.example/")
        assert.is_string(code)
        assert.are.same({}, koharness.requests())""",
    ],
)
def test_replies(run: Run, body: str) -> None:
    check(run, body)


def test_a_reply_needs_a_url(run: Run) -> None:
    check(run, """assert.has_error(function() koharness.reply{ url = "books.example" } end)""")


def test_time_passes_and_tasks_run_at_their_time(run: Run) -> None:
    check(
        run,
        """local UIManager, seen, begun = require("ui/uimanager"), {}, os.time()
        local function note() table.insert(seen, os.time() - begun) end
        for _, seconds in ipairs{ 30, 10, 70 } do UIManager:scheduleIn(seconds, note) end
        koharness.advance(60)
        assert.are.same({ 10, 30 }, seen)
        assert.are.equal(60, os.time() - begun)
        koharness.advance(10)
        assert.are.same({ 10, 30, 70 }, seen)""",
    )


def test_time_passes_without_a_ui(run: Run) -> None:
    check(run, """local begun = os.time() koharness.advance(90) assert.are.equal(90, os.time() - begun)""")


def test_the_clock_can_be_set_without_time_passing(run: Run) -> None:
    check(
        run,
        """local time = require("ui/time")
        local awake = time.monotonic()
        koharness.set_clock(86400)
        assert.are.equal(86400, os.time())
        assert.are.equal(awake, time.monotonic())""",
    )
