"""Spore and httpasync: requests as a service sees them, answers, failures, and several downloads at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

SERVICE = """
local service = [[{
  "base_url": "http://books.example/api/", "name": "books",
  "methods": {
    "authorize": {"path": "/users/auth", "method": "GET", "expected_status": [200, 401]},
    "update": {"path": "/progress", "method": "PUT", "required_params": ["document", "percentage"],
               "optional_params": ["device"], "payload": ["document", "percentage", "device"],
               "expected_status": [200, 202]},
    "get": {"path": "/progress/:document", "method": "GET", "required_params": ["document"],
            "optional_params": ["page", "all"]},
    "note": {"path": "/notes", "method": "POST", "required_payload": true, "headers": {"X-Kind": "note"}}
  }
}]]
local Spore = require("Spore")
local client = Spore.new_from_string(service)
client:enable("Format.JSON")
"""


class Server:
    def __init__(self) -> None:
        self.seen: list[tuple[str, str, str, bytes]] = []
        self.headers: list[dict[str, str]] = []
        self.replies: dict[str, tuple[str, list[tuple[str, str]], bytes]] = {}

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = environ["PATH_INFO"]
        self.seen.append((environ["REQUEST_METHOD"], path, environ["QUERY_STRING"], body))
        self.headers.append({key: str(value) for key, value in environ.items() if key.isupper()})
        status, headers, content = self.replies.get(path, ("200 OK", [], b'{"ok": true}'))
        start(status, [("Content-Type", "application/json"), *headers])
        return [content]


@pytest.fixture
def server(world) -> Server:
    made = Server()
    world.machine.network.transport.mount("books.example", made)
    world.machine.network.radio.connect_now()
    return made


def test_parameters_go_where_the_service_says(world, server: Server) -> None:
    source = """
    local res = client:update{ document = "d1", percentage = 0.5 }
    print(res.status, res.body.ok, res.headers["content-type"])
    print(client:get{ document = "a/b c", page = 2, all = "x&y" }.status)
    print(client:note{ payload = { text = "hi" } }.status)
    """
    assert world.run(SERVICE + source) == "200\ttrue\tapplication/json\n200\n200"
    put, get, note = server.seen
    assert put[:3] == ("PUT", "/api/progress", "")
    assert json.loads(put[3]) == {"document": "d1", "percentage": 0.5}
    assert get == ("GET", "/api/progress/a/b c", "all=x%26y&page=2", b"")
    assert note[0] == "POST"
    assert json.loads(note[3]) == {"text": "hi"}
    assert server.headers[0]["CONTENT_TYPE"] == "application/json"
    assert server.headers[2]["HTTP_X_KIND"] == "note"


def test_middlewares_of_the_plugin(world, server: Server) -> None:
    source = """
    package.loaded["Spore.Middleware.MyAuth"] = {
        call = function(args, req) req.headers["x-auth-user"] = args.user end,
    }
    client:enable("MyAuth", { user = "mira" })
    client:enable("Auth.Basic", { username = "u", password = "p" })
    client:enable_if(function(req) return req.method == "PUT" end, "Auth.Bearer", { bearer_token = "t" })
    client:enable("Parameter.Default", { page = 7 })
    client:get{ document = "d" }
    client:update{ document = "d", percentage = 1 }
    print(#client.middlewares)
    client:reset_middlewares()
    print(#client.middlewares, type(client:authorize().body))
    """
    assert world.run(SERVICE + source) == "5\n0\tstring"
    assert server.headers[0]["HTTP_X_AUTH_USER"] == "mira"
    assert server.headers[0]["HTTP_AUTHORIZATION"] == "Basic dTpw"
    assert server.headers[1]["HTTP_AUTHORIZATION"] == "Bearer t"
    assert server.seen[0][2] == "page=7"
    assert "HTTP_AUTHORIZATION" not in server.headers[2]


def test_a_middleware_may_answer_or_change_the_answer(world, server: Server) -> None:
    source = """
    package.loaded["Spore.Middleware.Cache"] = { call = function() return { status = 200, body = "kept" } end }
    package.loaded["Spore.Middleware.Mark"] = {
        call = function() return function(res) res.marked = true return res end end,
    }
    client:reset_middlewares()
    client:enable("Mark")
    print(client:authorize().marked)
    client:enable("Cache")
    local res = client:authorize()
    print(res.body, res.marked)
    """
    assert world.run(SERVICE + source) == "true\nkept\ttrue"
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("client:update{ document = 'd' }", "percentage is required for method update"),
        ("client:update{ document = 'd', percentage = 1, colour = 2 }", "colour is not expected for method update"),
        ("client:note{}", "payload is required for method note"),
        ("client:enable(true)", "bad argument #2 to enable (string expected, got boolean)"),
        ("client:enable('Unknown')", "module 'Spore.Middleware.Unknown' not found"),
        ("Spore.new_from_string('{')", ""),
        ("Spore.new_from_lua({ base_url = 'x' })", "no methods in specification"),
        ("Spore.new_from_lua({ base_url = 'x', methods = { a = { path = '/' } } })", "a without field method"),
    ],
)
def test_mistakes_raise(world, server: Server, call: str, message: str) -> None:
    shown = world.run(f"{SERVICE} print(pcall(function() return {call} end))")
    assert shown.startswith("false\t")
    assert message in shown


def test_an_unexpected_status_and_a_broken_body_raise(world, server: Server) -> None:
    server.replies["/api/progress"] = ("500 Oops", [], b"{}")
    server.replies["/api/users/auth"] = ("200 OK", [], b"{broken")
    source = """
    print(pcall(client.update, client, { document = 'd', percentage = 1 }))
    print((pcall(client.authorize, client)))
    """
    assert world.run(SERVICE + source) == "false\t500 not expected\nfalse"


def test_without_a_network_it_raises(world, server: Server) -> None:
    world.machine.network.radio.turn_off()
    assert world.run(SERVICE + "print((pcall(client.authorize, client)))") == "false"


def test_a_service_file_and_another_base(world, server: Server) -> None:
    source = """
    local path = data_dir .. "/api.json"
    local f = io.open(path, "w") f:write(service) f:close()
    local c = Spore.new_from_spec(path, { base_url = "http://books.example/v2" })
    print(c:authorize().status, pcall(Spore.new_from_spec, data_dir .. "/none.json"))
    """
    assert world.run(SERVICE + source).startswith("200\tfalse\t")
    assert server.seen[0][1] == "/v2/users/auth"


# httpasync


def test_downloads_overlap_in_time(world, server: Server) -> None:
    server.replies["/3"] = ("404 Gone", [], b"")
    server.replies["/4"] = ("302 Found", [("Location", "/5")], b"")
    source = """
    local async = require("httpasync")
    local got, failed, steps = {}, {}, {}
    local urls = {}
    for i = 1, 6 do urls[i] = "http://books.example/" .. i end
    local ok = async.fetch_many(urls, {
        concurrency = 3,
        on_success = function(task, kind, body) got[#got + 1] = task:match("%d$") .. kind:match("%w+$") .. #body end,
        on_failure = function(task, message) failed[#failed + 1] = task:match("%d$") .. " " .. tostring(message) end,
        on_progress = function(done, all) steps[#steps + 1] = done .. "/" .. all end,
    })
    table.sort(got)
    print(ok, table.concat(got, " "), table.concat(failed, " "), steps[#steps])
    """
    assert world.run(source) == "true\t1json12 2json12 4json12 5json12 6json12\t3 HTTP/1.1 404 Gone\t6/6"
    assert len(server.seen) == 7


def test_many_take_less_time_than_one_after_the_other(world, server: Server) -> None:
    source = """
    local async, time = require("httpasync"), require("ui/time")
    local function took(concurrency)
        local before = time.now()
        local urls = {}
        for i = 1, 8 do urls[i] = "http://books.example/" .. i end
        async.fetch_many(urls, { concurrency = concurrency })
        return time.to_ms(time.now() - before)
    end
    local one, many = took(1), took(8)
    print(one > 0, one >= 7 * many)
    """
    assert world.run(source) == "true\ttrue"


def test_progress_can_stop_it_and_tasks_can_be_tables(world, server: Server) -> None:
    source = """
    local async = require("httpasync")
    local seen = {}
    local tasks = { { n = 1 }, { n = 2 }, { n = 3 } }
    print(async.fetch_many(tasks, {
        concurrency = 1,
        get_url = function(task) return "http://books.example/" .. task.n end,
        on_success = function(task) seen[#seen + 1] = task.n end,
        on_progress = function(done) return done < 2 end,
    }), table.concat(seen, ","), async.fetch_many({}, {}))
    print(pcall(async.fetch_url, "http://books.example/"))
    local function failing() error("mine", 0) end
    print(async.fetch_many({ 1 }, { fetch = failing, on_failure = function(_, m) print(m) end }))
    """
    first, second, third, fourth = world.run(source).split("\n")
    assert first == "false\t1,2\ttrue"
    assert second.endswith("fetch_url has to run in a coroutine of fetch_many")
    assert (third, fourth) == ("mine", "true")


# datagrams


def test_a_datagram_socket_knows_the_own_address(world, server: Server) -> None:
    source = """
    local udp = require("socket").udp()
    print(udp:setpeername("8.8.8.8", 80), (udp:getsockname()))
    udp:settimeout(2)
    print(udp:send("x"), udp:receive())
    """
    before = world.machine.clock.monotonic
    address = world.machine.network.radio.address
    assert world.run(source) == f"1\t{address}\n1\tnil\ttimeout"
    assert world.machine.clock.monotonic - before == 2_000_000
    world.machine.network.radio.turn_off()
    assert world.run('print(require("socket").udp():setpeername("8.8.8.8", 80))') == "nil\tNetwork is unreachable"
