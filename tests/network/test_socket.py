"""socket.tcp and its relatives over the emulated network."""

from __future__ import annotations

import pytest

CONNECT = "local s = assert(socket.connect('books.example', 80)) "
GET = "s:send('GET /x HTTP/1.1\\r\\nHost: books.example\\r\\n\\r\\n') "


def test_http_by_hand(world):
    status, kind = world.run(CONNECT + GET + "local a, b = s:receive('*l'), s:receive() s:close() return a, b")
    assert (status, kind) == ("HTTP/1.1 200 OK", "Content-Type: text/plain")
    assert world.kinds() == [
        "request.started",
        "request.finished",
        "request.started",
        "request.sent",
        "request.answered",
        "request.finished",
    ]
    assert world.events[0][1]["url"] == "tcp://books.example:80/"


def test_a_connection_is_kept_alive(world):
    assert (
        world.run(
            CONNECT
            + "local bodies = {} for i = 1, 2 do "
            + GET
            + "repeat local l = s:receive() until l == '' bodies[i] = s:receive(5) end return table.concat(bodies, ',')"
        )
        == "hello,hello"
    )
    assert len(world.server.seen) == 2


def test_a_request_in_pieces(world):
    assert world.run(CONNECT + "s:send('GET /x HT') s:send('TP/1.0\\r\\n\\r\\n') return #s:receive('*a') > 20") is True


def test_receive_patterns_prefix_and_partial(world):
    result = world.run(
        CONNECT + "s:settimeout(1) " + GET + "local a = s:receive(4) local b = s:receive(8, 'P') local c, e, part ="
        " s:receive(9999) return a, b, c, e, #part > 20"
    )
    assert result == ("HTTP", "P/1.1 20", None, "timeout", True)


def test_receive_all_ends_when_the_peer_closes(world):
    assert world.run(CONNECT + "s:send('GET /x HTTP/1.0\\r\\n\\r\\n') s:receive('*a') return s:receive('*l')") == (
        None,
        "closed",
        "",
    )


def test_a_wrong_pattern_raises(world):
    ok, message = world.run(CONNECT + "return pcall(s.receive, s, '*x')")
    assert not ok
    assert "invalid receive pattern" in message


def test_send_takes_a_range_and_returns_the_last_index(world):
    assert world.run(CONNECT + "return s:send('xxGETyy', 3, 5)") == 5


def test_timeouts_of_single_waits_and_whole_calls(world):
    assert world.took(CONNECT + "s:settimeout(2) return select(2, s:receive())")[0] == 2.02
    assert world.took(CONNECT + "s:settimeout(9) s:settimeout(3, 't') return select(2, s:receive())")[0] == 3.02
    assert world.run(CONNECT + "s:settimeout(0) return select(2, s:receive())")[0] == "timeout"


def test_a_wait_without_bound_ends_after_an_hour(world):
    seconds, result = world.took(CONNECT + "return s:receive()")
    assert result == (None, "closed", "")
    assert seconds > 3599


def test_nonsense_gets_400(world):
    assert world.run(CONNECT + "s:send('HELO there\\r\\n\\r\\n') return s:receive()") == "HTTP/1.1 400 Bad Request"


def test_nonblocking_reads_and_select(world):
    result = world.run(
        CONNECT + "s:settimeout(0) " + GET + "local d, e = s:receive(10) local r = socket.select({ s }, nil, 5)"
        " return d, e, r[1] == s, #s:receive(10)"
    )
    assert result == (None, "timeout", True, 10)


def test_select_times_out(world):
    seconds, result = world.took(CONNECT + "local r, w, e = socket.select({ s }, {}, 1.5) return #r, #w, e")
    assert result == (0, 0, "timeout")
    assert seconds == pytest.approx(1.52)


def test_select_knows_what_can_be_written(world):
    assert world.run(CONNECT + "local r, w = socket.select({}, { s }, 1) return #r, w[1] == s, w[s]") == (0, True, 1)


def test_connect_errors(world):
    assert world.run("return socket.connect('nowhere.example', 80)") == (
        None,
        "host or service not provided, or not known",
    )
    assert world.run("local s = socket.tcp() return s:connect('127.0.0.1', 1)") == (None, "connection refused")
    assert world.kinds().count("request.failed") == 2


def test_names_and_addresses(world):
    assert world.run("local s = socket.tcp() s:bind('*', 0) local a, p, f = s:getsockname() return a, p > 0, f") == (
        "0.0.0.0",
        True,
        "inet",
    )
    assert world.run("return socket.tcp():getpeername()") == (None, "Transport endpoint is not connected")
    assert world.run(CONNECT + "local _, port = s:getpeername() return port") == 80
    assert world.run("return socket.dns.toip('nowhere.example')") == (None, "host not found")


def test_a_listening_socket_hears_nobody(world):
    seconds, result = world.took("local s = socket.bind('*', 0) s:settimeout(2) return s:accept()")
    assert result == (None, "timeout")
    assert seconds == 2


@pytest.mark.parametrize(
    "code", ["socket.udp():receive()", "socket.bind('*', 0):accept()", "require('ssl').loadcertificate()"]
)
def test_what_is_not_emulated_says_so(world, code):
    ok, message = world.run(f"return pcall(function() {code} end)")
    assert not ok
    assert message.startswith("not emulated: s")


def test_time(world):
    seconds, _ = world.took("socket.sleep(0.25)")
    assert seconds == 0.25
    assert world.run("return socket.gettime()") == world.clock.wall / 1e6


def test_try_protect_newtry_skip(world):
    assert world.run("return socket.protect(function() socket.try(nil, 'why') end)()") == (None, "why")
    assert world.run("return socket.protect(function(...) return ... end)(1, 2)") == (1, 2)
    assert world.run("return pcall(socket.protect(function() error('real', 0) end))") == (False, "real")
    assert world.run(
        "local closed = 0 local try = socket.newtry(function() closed = closed + 1 end)"
        " local r, e = socket.protect(function() try(false, 'x') end)() return r, e, closed"
    ) == (None, "x", 1)
    assert world.run("return socket.skip(2, 'a', 'b', 'c', 'd')") == ("c", "d")


def test_tls_to_a_plain_port_and_plain_to_a_tls_port(world):
    world.network.transport.mount("http://plain.example", world.server)
    world.network.transport.mount("https://secure.example", world.server)
    assert world.run("return http.request('https://plain.example:80/x')") == (None, "wrong version number")
    assert world.run("return (select(2, http.request('http://secure.example:443/x')))") == 400
    assert world.run("return http.request('http://secure.example/x')") == (None, "connection refused")


def test_ssl_wrap_by_hand(world):
    result = world.run(
        "local ssl = require('ssl') local s = socket.connect('books.example', 443)"
        " local t = assert(ssl.wrap(s, { mode = 'client', protocol = 'any', verify = 'none' }))"
        " t:sni('books.example') t:settimeout(3) assert(t:dohandshake())"
        " t:send('GET /x HTTP/1.0\\r\\n\\r\\n') return t:receive('*l'), (select(2, ssl.wrap(s, {})))"
    )
    assert result == ("HTTP/1.1 200 OK", "invalid mode (nil)")
    assert world.event("request.sent")["url"] == "https://books.example/x"


def test_the_cost_of_a_request(world):
    assert world.took("return (http.request('http://books.example/x'))")[0] == pytest.approx(0.0403, abs=0.0005)
    assert world.took("return (http.request('https://books.example/x'))")[0] == pytest.approx(0.0603, abs=0.0005)
