"""The transport: mounts, canned replies, what is let out, and the same world for users of requests."""

from __future__ import annotations

import pytest
import requests
import responses

from fake_koreader.network import Transport
from fake_koreader.network.redact import is_secret, safe_url


def test_places(world):
    transport = Transport()
    transport.mount("a.example", world.server)
    transport.mount("b.example:6060", world.server)
    transport.mount("https://c.example", world.server)
    assert transport.site("A.example", 1234) is not None
    assert transport.site("b.example", 80) is None
    assert transport.site("c.example", 443).tls is True
    assert transport.reach("b.example", 80).error == "connection refused"
    assert transport.reach("d.example", 80).error == "host or service not provided, or not known"
    transport.unmount("a.example")
    assert not transport.resolves("a.example")
    with pytest.raises(ValueError, match="nothing is mounted"):
        transport.unmount("a.example")


@pytest.mark.parametrize("place", ["ftp://a.example", "http://", ""])
def test_wrong_places_say_what_is_right(place):
    with pytest.raises(ValueError, match=r"scheme must be|names no host"):
        Transport().mount(place, lambda *_: [])


def test_requests_users_see_the_same_world(world):
    session = world.network.transport.session
    answer = session.post("http://books.example/x", data=b"q")
    assert (answer.status_code, answer.text) == (200, "hello")
    assert world.server.seen[0]["body"] == b"q"
    with pytest.raises(requests.ConnectionError, match="nothing is mounted or allowed"):
        session.get("http://elsewhere.example/")


def test_canned_replies(world):
    world.network.transport.reply("GET", "http://canned.example/x", json={"a": 1}, status=201, headers={"X-Q": "7"})
    code = "local b, c, h = http.request('http://canned.example/x') return b, c, h['x-q']"
    assert world.run(code) == ('{"a": 1}', 201, "7")
    assert world.run("return (select(2, http.request('http://canned.example/other')))") == 501


def test_allowed_places_go_out_through_requests_and_so_to_responses(world):
    world.network.transport.allow("http://real.example")
    with responses.RequestsMock() as mock:
        mock.get("http://real.example/x", body=b"real", headers={"Content-Encoding": "gzip"})
        assert world.run("return (http.request('http://real.example/x'))") == "real"
        sent = mock.calls[0].request.headers
        assert sent["User-Agent"] == "LuaSocket 3.1.0"
    with responses.RequestsMock() as mock:
        mock.get("http://real.example/x", body=requests.ConnectionError("[Errno 111] Connection refused"))
        assert world.run("return http.request('http://real.example/x')") == (None, "connection refused")


def test_a_server_that_crashes_answers_500_and_keeps_the_traceback(world):
    def broken(environ, start_response):
        raise KeyError("lost")

    world.network.transport.mount("broken.example", broken)
    assert world.run("return (select(2, http.request('http://broken.example/')))") == 500
    assert "lost" in world.network.transport.site("broken.example", 80).server.crashes[0]


@pytest.mark.parametrize(
    "name", ["Authorization", "X-Auth-Key", "cookie", "Set-Cookie", "password", "api_key", "token", "key"]
)
def test_secret_names(name):
    assert is_secret(name)


@pytest.mark.parametrize(
    "name", ["X-Auth-User", "author", "authors", "author_name", "keyword", "monkey", "Content-Type"]
)
def test_plain_names(name):
    assert not is_secret(name)


def test_safe_urls():
    assert safe_url("http://ann:pw@a.example/x?apiKey=1&b=2#f") == "http://***@a.example/x?apiKey=***&b=2#f"
    assert safe_url("http://a.example/x") == "http://a.example/x"
