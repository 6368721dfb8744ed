"""The radio: states, association, range, and what a lost link does to a connection."""

from __future__ import annotations

from fake_koreader.clock import SECOND, Clock
from fake_koreader.network import Radio


def make(**options):
    clock, events = Clock(), []
    radio = Radio(clock, lambda kind, fields: events.append((kind, fields["why"])), **options)
    return clock, radio, events


def test_off_associating_on():
    clock, radio, events = make()
    heard = []
    radio.listen(heard.append)
    assert (radio.is_on, radio.connected) == (False, False)
    radio.turn_on()
    radio.turn_on()
    assert (radio.state, radio.is_on, radio.connected) == ("associating", True, False)
    clock.advance(3 * SECOND - 1)
    assert not radio.connected
    clock.advance(1)
    assert radio.connected
    radio.turn_off()
    assert heard == ["associating", "on", "off"]
    assert [kind for kind, _ in events] == ["radio.associating", "radio.on", "radio.off"]


def test_turned_off_while_associating_never_connects():
    clock, radio, _ = make()
    radio.turn_on()
    clock.advance(SECOND)
    radio.turn_off()
    clock.advance(60 * SECOND)
    assert radio.state == "off"


def test_out_of_range_never_associates_until_it_comes_back():
    clock, radio, _ = make(association_us=SECOND)
    radio.leave()
    radio.turn_on()
    clock.advance(600 * SECOND)
    assert radio.state == "associating"
    radio.come_back()
    clock.advance(SECOND)
    assert radio.connected


def test_drop_for_a_while():
    clock, radio, events = make()
    radio.connect_now()
    radio.drop(10 * SECOND)
    assert (radio.is_on, radio.connected) == (True, False)
    clock.advance(12 * SECOND)
    assert not radio.connected
    clock.advance(SECOND)
    assert radio.connected
    assert radio.link == 2
    assert ("radio.associating", "out of range") in events


def test_drop_and_associate_again():
    clock, radio, _ = make()
    radio.connect_now()
    radio.drop()
    clock.advance(3 * SECOND)
    assert radio.connected
    assert radio.lost_at(1) == clock.monotonic - 3 * SECOND
    assert radio.lost_at(2) is None


def test_a_link_lost_in_the_middle_of_a_reply_is_a_timeout(world):
    world.server.routes["/x"] = ("200 OK", [], b"x" * 2_000_000)
    world.clock.call_later(SECOND, world.network.radio.drop, "drop")
    seconds, result = world.took(
        "http.TIMEOUT = 5 local n = 0 local r, e = http.request{ url = 'http://books.example/x',"
        " sink = function(c) n = n + (c and #c or 0) return 1 end } return r, e, n"
    )
    assert result[:2] == (None, "timeout")
    assert 900_000 < result[2] < 1_000_000
    assert 5.9 < seconds < 6.1
    assert len(world.server.seen) == 1


def test_a_link_lost_before_the_request_leaves(world):
    code = (
        "local s = socket.tcp() s:settimeout(4) assert(s:connect('books.example', 80)) socket.sleep(2)"
        " local sent = s:send('GET / HTTP/1.1\\r\\n\\r\\n') local d, e = s:receive('*l') return sent > 0, d, e"
    )
    world.clock.call_later(SECOND, world.network.radio.drop, "drop")
    assert world.run(code) == (True, None, "timeout")
    assert world.server.seen == []


def test_wifi_host_functions(world):
    wifi = world.network.wifi
    assert (wifi.state(), wifi.is_on(), wifi.is_connected()) == (b"on", True, True)
    assert (wifi.ssid(), wifi.address(), wifi.gateway()) == (b"home", b"192.168.1.77", b"192.168.1.1")
    before = wifi.packets()
    world.run("http.request('http://books.example/x')")
    assert wifi.packets() > before
    wifi.turn_off()
    assert (wifi.ssid(), wifi.address(), wifi.gateway(), wifi.state()) == (None, None, None, b"off")
    wifi.turn_on()
    assert wifi.state() == b"associating"
