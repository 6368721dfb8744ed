"""Faults: whom they strike, what comes out in Lua, what it costs, and that they count."""

from __future__ import annotations

import pytest

from fake_koreader.network.fault_kinds import (
    KINDS,
    BlackHole,
    CaptivePortal,
    CorruptedBody,
    DnsFailure,
    LostReply,
    NoRoute,
    RateLimited,
    Refused,
    ResetBeforeRequest,
    Slow,
    Status,
    TlsError,
)
from fake_koreader.network.faults import Fault, Faults

PLAIN = "return http.request('http://books.example/x')"
TLS = "return http.request('https://books.example/x')"


@pytest.mark.parametrize(
    ("glob", "url", "covered"),
    [
        ("*", "http://a.example/x", True),
        ("http://a.example/*", "http://a.example/x?q=1", True),
        ("http://a.example/x", "http://a.example/x?q=1", True),
        ("http://a.example/*", "https://a.example/x", False),
        ("a.example/*", "https://a.example/x", True),
        ("/api/*", "https://a.example:8080/api/books", True),
        ("/api/*", "https://a.example/other/api/books", False),
    ],
)
def test_globs(glob, url, covered):
    assert Fault(url=glob).covers(url) is covered


def test_nth_and_count_and_method():
    fault = Fault(method="post", nth=2, count=2)
    struck = [fault.strikes("POST", "http://a/", 0) for _ in range(4)]
    assert struck == [False, True, True, False]
    assert fault.strikes("GET", "http://a/", 0) is False


def test_from_and_until():
    fault = Fault(from_us=10, until_us=20)
    assert [fault.strikes("GET", "http://a/", now) for now in (9, 10, 19, 20)] == [False, True, True, False]


def test_nth_and_count_begin_at_one():
    with pytest.raises(ValueError, match="begin at 1"):
        Fault(nth=0)


def test_registry():
    faults = Faults()
    first, second = faults.add(Refused()), faults.add(Refused(name="other"))
    assert list(faults) == [first, second]
    faults.remove(first)
    with pytest.raises(ValueError, match="not in force"):
        faults.remove(first)
    assert faults.unfired() == [second]
    faults.reset()
    assert len(faults) == 0


def test_every_kind_has_a_name_and_says_when_it_fires(world):
    arguments = {"status": [500], "redirect": ["http://books.example/y"]}
    for name, kind in KINDS.items():
        world.network.faults.reset()
        world.events.clear()
        fault = world.network.faults.add(kind(*arguments.get(name, [])))
        world.run("http.TIMEOUT, https.TIMEOUT = 1, 1")
        world.run(TLS)
        assert fault.fired >= 1, name
        assert world.event("fault.fired")["fault"] == name


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Refused, "connection refused"),
        (NoRoute, "temporary failure in name resolution"),
        (DnsFailure, "host or service not provided, or not known"),
        (LostReply, "closed"),
        (ResetBeforeRequest, "closed"),
    ],
)
def test_errors(world, fault, error):
    world.network.faults.add(fault())
    assert world.run(PLAIN) == (None, error)


def test_no_route_to_an_address(world):
    world.network.faults.add(NoRoute())
    assert world.run("return http.request('http://192.168.1.9/')") == (None, "Network is unreachable")


def test_a_black_hole_costs_exactly_the_callers_timeout(world):
    world.network.faults.add(BlackHole())
    assert world.took("http.TIMEOUT = 7 " + PLAIN) == (7.0, (None, "timeout"))
    assert world.took("https.TIMEOUT = 9 " + TLS) == (9.0, (None, "timeout"))


def test_a_black_hole_behind_the_connection(world):
    world.network.faults.add(BlackHole(stage="reply"))
    seconds, result = world.took("http.TIMEOUT = 5 " + PLAIN)
    assert result == (None, "timeout")
    assert 5.02 < seconds < 5.03
    assert world.server.seen == []
    world.network.faults.reset()
    world.network.faults.add(BlackHole(stage="handshake"))
    assert world.took("https.TIMEOUT = 5 " + TLS) == (5.02, (None, "wantread"))


def test_a_black_hole_needs_a_stage_it_knows():
    with pytest.raises(ValueError, match="handshake"):
        BlackHole(stage="lunch")


def test_lost_reply_reaches_the_server_and_reset_before_request_does_not(world):
    world.network.faults.add(LostReply(count=1))
    world.run(PLAIN)
    assert len(world.server.seen) == 1
    world.network.faults.reset()
    world.network.faults.add(ResetBeforeRequest(count=1))
    world.run(PLAIN)
    assert len(world.server.seen) == 1
    assert world.run(PLAIN)[1] == 200


def test_slow_servers_meet_the_block_timeout(world):
    world.network.faults.add(Slow(latency_us=8_000_000))
    assert world.run("http.TIMEOUT = 5 " + PLAIN) == (None, "timeout")
    seconds, result = world.took("http.TIMEOUT = 10 " + PLAIN)
    assert result[1] == 200
    assert 8.04 < seconds < 8.05


def test_a_trickle_is_never_a_timeout_of_a_single_wait(world):
    world.server.routes["/x"] = ("200 OK", [], b"t" * 10_000)
    world.network.faults.add(Slow(bytes_per_second=500))
    seconds, result = world.took("http.TIMEOUT = 2 " + PLAIN)
    assert result[1] == 200
    assert 20 < seconds < 21


def test_a_trickle_meets_the_total_timeout(world):
    world.network.faults.add(Slow(bytes_per_second=500))
    world.server.routes["/x"] = ("200 OK", [], b"t" * 10_000)
    seconds, result = world.took(
        "local plain = socket.tcp socket.tcp = function() local s = plain() s:settimeout(3, 't') return s end " + PLAIN
    )
    assert result == (None, "timeout")
    assert seconds < 5


def test_status_faults_answer_in_the_servers_place(world):
    world.network.faults.add(Status(503, reason="Busy", headers=[("X-Q", "1")], body=b"later"))
    assert world.run("local b, c, h, s = http.request('http://books.example/x') return b, c, h['x-q'], s") == (
        "later",
        503,
        "1",
        "HTTP/1.1 503 Busy",
    )
    assert world.server.seen == []


def test_rate_limited(world):
    world.network.faults.add(RateLimited(120))
    assert world.run("local b, c, h = http.request('http://books.example/x') return c, h['retry-after']") == (
        429,
        "120",
    )


def test_a_corrupted_body_keeps_its_length(world):
    world.network.faults.add(CorruptedBody(every=2))
    assert world.run("return (http.request('http://books.example/x'))") == "HeLlO"


def test_tls_errors_leave_plain_requests_alone(world):
    fault = world.network.faults.add(TlsError("certificate has expired"))
    assert world.run(PLAIN)[1] == 200
    assert fault.fired == 0
    assert world.run(TLS) == (None, "certificate has expired")


def test_a_captive_portal_answers_for_everybody(world):
    world.network.faults.add(CaptivePortal())
    assert "Log in" in world.run("return (http.request('http://nowhere.example/x'))")
    assert world.run("return (http.request('https://nowhere.example/x'))") is None
    assert world.server.seen == []
    assert world.run("return socket.dns.toip('nowhere.example') ~= nil") is True


def test_a_captive_portal_that_redirects(world):
    world.network.faults.add(CaptivePortal(status=302))
    body, code, location = world.run("local b, c, h = http.request('http://books.example/x') return b, c, h.location")
    assert code == 200
    assert "Log in" in body
    assert location == "http://portal.example/login"


def test_lookups_on_their_own(world):
    ask = "return (socket.dns.toip('dns.msftncsi.com') ~= nil)"
    assert world.run(ask) is True
    world.network.faults.add(DnsFailure(url="http://books.example/*"))
    assert world.run(ask) is True
    fault = world.network.faults.add(DnsFailure(temporary=True))
    assert world.took(ask) == (20.0, False)
    assert fault.fired == 1


def test_faults_nest_the_first_one_outermost(world):
    world.network.faults.add(LostReply())
    world.network.faults.add(Status(500))
    assert world.run(PLAIN) == (None, "closed")
    assert world.server.seen == []
    assert world.kinds().count("fault.fired") == 2
