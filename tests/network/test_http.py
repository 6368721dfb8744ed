"""socket.http: every rule of specs/koreader-core.md 4.1 that can be seen from Lua."""

from __future__ import annotations

import pytest

from fake_koreader.network.fault_kinds import HtmlError, Redirect, Status, TruncatedBody

GET = "local code, headers, status = socket.skip(1, http.request{ url = 'http://books.example/x' }) "


def test_simple_form_returns_body_code_headers_and_status_line(world):
    body, code, kind, status = world.run(
        "local b, c, h, s = http.request('http://books.example/x') return b, c, h['content-type'], s"
    )
    assert (body, code, kind, status) == ("hello", 200, "text/plain", "HTTP/1.1 200 OK")


def test_simple_form_with_a_body_posts_a_form(world):
    world.run("http.request('http://books.example/x', 'a=1')")
    seen = world.server.seen[0]
    assert (seen["method"], seen["type"], seen["body"]) == ("POST", "application/x-www-form-urlencoded", b"a=1")


def test_generic_form_fills_the_sink_and_returns_one(world):
    result = world.run(
        "local t = {} local r, c = http.request{ url = 'http://books.example/x', sink = ltn12.sink.table(t) }"
        " return r, c, table.concat(t)"
    )
    assert result == (1, 200, "hello")


def test_generic_form_without_a_length_sends_chunks(world):
    world.run(
        "http.request{ url = 'http://books.example/x', method = 'PUT', source = ltn12.source.string(('z'):rep(5000)) }"
    )
    seen = world.server.seen[0]
    assert seen["method"] == "PUT"
    assert seen["body"] == b"z" * 5000
    assert ["Transfer-Encoding", "chunked"] in world.event("request.sent")["headers"]


def test_headers_always_sent_and_how_they_are_overridden(world):
    world.run(
        "http.request{ url = 'http://books.example:8080/x', headers = { ['USER-agent'] = 'mine', ['X-Odd'] = 5 } }"
    )
    headers = world.server.seen[0]["headers"]
    assert headers["host"] == "books.example:8080"
    assert headers["connection"] == "close, TE"
    assert headers["te"] == "trailers"
    assert headers["user-agent"] == "mine"
    assert headers["x-odd"] == "5"


def test_header_names_go_out_in_canonical_case(world):
    world.run("http.request{ url = 'http://books.example/x', headers = { ['content-md5'] = 'q', ['x-odd'] = 'r' } }")
    names = [name for name, _ in world.event("request.sent")["headers"]]
    assert "Content-MD5" in names
    assert "x-odd" in names
    assert "TE" in names


def test_credentials_in_the_url_become_basic_and_stay_out_of_the_trace(world):
    world.run("http.request('http://ann:s%20ecret@books.example/x?token=abc&page=2')")
    assert world.server.seen[0]["headers"]["authorization"] == "Basic YW5uOnMgZWNyZXQ="
    for _, fields in world.events:
        assert "ecret" not in str(fields)
        assert "YW5u" not in str(fields)
        assert "abc" not in str(fields)
    assert "page=2" in world.event("request.started")["url"]


def test_repeated_reply_headers_are_joined_and_lower_cased(world):
    world.server.routes["/x"] = ("200 OK", [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")], b"")
    assert world.run(GET + "return headers['set-cookie']") == "a=1, b=2"


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_no_body_where_there_can_be_none(world, status):
    world.server.routes["/x"] = (status, [], b"")
    assert world.run(GET + "return code") == int(status[:3])


def test_head_reads_no_body_and_keeps_the_length(world):
    code, length = world.run(
        "local _, c, h = http.request{ url = 'http://books.example/x', method = 'HEAD' } return c, h['content-length']"
    )
    assert (code, length) == (200, "5")


def test_redirect_is_followed_with_the_callers_headers(world):
    world.server.routes["/x"] = ("302 Found", [("Location", "/y?q=1")], b"gone")
    result = world.run(
        "local t = {} local _, c, h = http.request{ url = 'http://books.example/x', sink = ltn12.sink.table(t),"
        " headers = { Authorization = 'k' } } return c, table.concat(t), h.location"
    )
    assert result == (200, "hello", "/y?q=1")
    assert [seen["path"] for seen in world.server.seen] == ["/x", "/y"]
    assert world.server.seen[1]["headers"]["authorization"] == "k"


def test_redirect_false_gives_the_body_of_the_3xx(world):
    world.server.routes["/x"] = ("302 Found", [("Location", "/y")], b"gone")
    code, body = world.run(
        "local t = {} local _, c = http.request{ url = 'http://books.example/x', redirect = false,"
        " sink = ltn12.sink.table(t) } return c, table.concat(t)"
    )
    assert (code, body) == (302, "gone")


def test_a_post_answered_with_302_is_returned_as_it_is(world):
    world.server.routes["/x"] = ("302 Found", [("Location", "/y")], b"")
    assert world.run("return http.request('http://books.example/x', 'q')")[1] == 302
    assert len(world.server.seen) == 1


def test_308_is_not_followed(world):
    world.server.routes["/x"] = ("308 Permanent Redirect", [("Location", "/y")], b"")
    assert world.run(GET + "return code") == 308


def test_five_redirects_and_no_more(world):
    world.network.faults.add(Redirect("http://books.example/again"))
    assert world.run(GET + "return code") == 302
    assert world.kinds().count("request.started") == 6


def test_never_from_https_to_http(world):
    world.network.faults.add(Redirect("http://books.example/y", url="https://*"))
    assert world.run("return (select(2, http.request('https://books.example/x')))") == 302


def test_response_headers_may_abort_and_may_change_the_sink(world):
    result = world.run(
        "local t = {} local r, c = http.request{ url = 'http://books.example/x', response_headers ="
        " function(code, headers, status) return false, (ltn12.sink.table(t)) end }"
        " local r2, c2, h2, s2 = http.request{ url = 'http://books.example/x', sink = ltn12.sink.table(t),"
        " response_headers = function() return true end } return r, c, table.concat(t), r2, c2, s2"
    )
    assert result == (1, 200, "hello", 1, 200, "HTTP/1.1 200 OK")


def test_a_length_longer_than_the_data_is_closed_and_loses_the_last_block(world):
    world.server.routes["/x"] = ("200 OK", [], b"y" * 5000)
    world.network.faults.add(TruncatedBody(keep=3000))
    result = world.run(
        "local t = {} local r, e = http.request{ url = 'http://books.example/x', sink = ltn12.sink.table(t) }"
        " return r, e, #table.concat(t)"
    )
    assert result == (None, "closed", 2048)


def test_a_chunked_reply_is_decoded(world):
    world.server.routes["/x"] = (
        "200 OK",
        [("Transfer-Encoding", "chunked")],
        b"3\r\nabc\r\n2;q=1\r\nde\r\n0\r\nX-T: 1\r\n\r\n",
    )
    assert world.run("local b, c, h = http.request('http://books.example/x') return b, h['x-t']") == ("abcde", "1")


def test_what_is_no_http_is_a_body(world):
    connection = (
        "local sent = {} local fake = { settimeout = function() return 1 end, connect = function() return 1 end,"
    )
    connection += (
        " send = function(_, d) return #d end, close = function() return 1 end } local left = 'garbage\\nmore'"
    )
    connection += (
        " function fake:receive(n) if #left >= n then local p = left:sub(1, n) left = left:sub(n + 1) return p end"
        " local p = left left = '' return nil, 'closed', p end"
        " local t = {} local r, c, h, s = http.request{ url = 'http://books.example/x', sink = ltn12.sink.table(t),"
        " create = function() return fake end } return r, c, h, s, table.concat(t)"
    )
    assert world.run(connection) == (1, 200, None, None, "garbage\nmore")


def test_errors_in_luasockets_words(world):
    assert world.run("return http.request('http://nowhere.example/x')") == (
        None,
        "host or service not provided, or not known",
    )
    assert world.run("return http.request('http://192.168.1.50/x')") == (None, "connection refused")
    assert world.run("return http.request('/x')") == (None, "invalid host 'nil'")
    world.network.radio.turn_off()
    assert world.run("return http.request('http://books.example/x')") == (None, "temporary failure in name resolution")
    assert world.run("return http.request('http://192.168.1.50/x')") == (None, "Network is unreachable")
    assert world.run("return http.request('http://127.0.0.1:9/x')") == (None, "connection refused")


@pytest.mark.parametrize("argument", ["'ftp://books.example/x'", "''", "nil", "{ url = 'gopher://x/' }"])
def test_programming_errors_raise(world, argument):
    assert world.run(f"return (pcall(http.request, {argument}))") is False


def test_a_sink_that_refuses_ends_the_request_and_one_that_raises_raises(world):
    sink = "http.request{{ url = 'http://books.example/x', sink = function() {} end }}"
    assert world.run("return " + sink.format("return nil, 'full'")) == (None, "full")
    assert world.run("return pcall(function() " + sink.format("error('boom', 0)") + " end)") == (False, "boom")
    assert world.kinds().count("request.failed") == 2


def test_a_space_in_the_path_is_sent_as_it_is_and_gets_400(world):
    assert world.run("return (select(2, http.request('http://books.example/a b')))") == 400


def test_https_request_changes_its_table_and_refuses_what_it_cannot_do(world):
    result = world.run(
        "local r = { url = 'https://books.example/x' } local ok, code = https.request(r)"
        " local again, why = https.request(r) return ok, code, r.url, r.verify, again, why"
    )
    assert result == (1, 200, "https://books.example:443/x", "none", None, "create function not permitted")
    assert world.run("return https.request{ url = 'https://books.example/', redirect = true }") == (
        None,
        "redirect not supported",
        None,
        None,
    )
    assert world.run(
        "http.PROXY = 'http://p.example:1' return (select(2, https.request('https://books.example/')))"
    ) == ("proxy not supported")


def test_https_request_of_a_string_returns_the_body(world):
    assert world.run("return (https.request('https://books.example/x'))") == "hello"


def test_a_proxy_gets_the_whole_url(world):
    world.network.transport.mount("proxy.example:3128", world.server)
    world.run("http.request{ url = 'http://far.example/x?y=1', proxy = 'http://proxy.example:3128' }")
    seen = world.server.seen[0]
    assert (seen["path"], seen["query"], seen["headers"]["host"]) == ("/x", "y=1", "far.example")


def test_custom_create_is_used(world):
    assert world.run(
        "local made = 0 local r, c = http.request{ url = 'http://books.example/x', create = function()"
        " made = made + 1 return socket.tcp() end } return made, c"
    ) == (1, 200)


def test_the_trace_of_a_request(world):
    world.run("http.request('http://books.example/x', 'secret=1')")
    assert world.kinds() == ["request.started", "request.sent", "request.answered", "request.finished"]
    finished = world.event("request.finished")
    assert (finished["method"], finished["status"], finished["bytes"]) == ("POST", 200, 5)
    assert finished["duration"] > 40_000
    assert world.event("request.sent")["size"] == 8


def test_json_bodies_are_summed_up_without_their_secrets(world):
    world.run(
        'local b = \'{"user":"ann","password":"hunter2","list":[{"apiKey":"k9"}]}\''
        " http.request{ url = 'http://books.example/x', method = 'POST', source = ltn12.source.string(b),"
        " headers = { ['content-length'] = #b, ['content-type'] = 'application/json', ['x-auth-key'] = 'zzz' } }"
    )
    sent = world.event("request.sent")
    assert sent["body"] == {"user": "ann", "password": "***", "list": [{"apiKey": "***"}]}
    assert ["x-auth-key", "***"] in sent["headers"]
    assert "hunter2" not in str(world.events)


def test_a_request_with_the_radio_off_says_so(world):
    world.network.radio.turn_off()
    world.events.clear()
    world.run("http.request('http://books.example/x')")
    assert world.kinds() == ["request.started", "request.radio-off", "request.failed"]
    assert world.event("request.started")["radio"] == "off"


def test_error_statuses_are_successes(world):
    world.network.faults.add(HtmlError(502))
    code, body = world.run("local b, c = http.request('http://books.example/x') return c, b")
    assert code == 502
    assert body.startswith("<!DOCTYPE html>")
    world.network.faults.reset()
    world.network.faults.add(Status(401, body=b"no"))
    assert world.run("return http.request('http://books.example/x')")[:2] == ("no", 401)


def test_a_request_inside_a_sink(world):
    assert world.run(
        "local inner local r, c = http.request{ url = 'http://books.example/x', sink = function(chunk)"
        " if chunk then inner = select(2, http.request('http://books.example/y')) end return 1 end } return c, inner"
    ) == (200, 200)
    assert world.kinds().count("request.finished") == 2
