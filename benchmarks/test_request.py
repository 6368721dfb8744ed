"""One request through LuaSocket's surface to the server in process, beside Werkzeug's own test client."""

from __future__ import annotations

from typing import Any

from benchmarks.conftest import Bench, Comparison, median_seconds

REQUEST = """
local http, ltn12, socket = require("socket.http"), require("ltn12"), require("socket")
local chunks = {}
local code = socket.skip(1, http.request{
    url = "http://library.test/api/koreader/users/auth", method = "GET",
    headers = { ["x-auth-user"] = "mira", ["x-auth-key"] = require("ffi/sha2").md5("tide-pool") },
    sink = ltn12.sink.table(chunks),
})
assert(code == 200, code)
"""
ROUNDS = 100


def test_request(benchmark: Any, comparison: Comparison, bench: Bench) -> None:
    device = bench.device
    device.radio.connect_now()
    device.boot()
    device.evaluate("local function once() " + REQUEST + " end _G.once = once")
    client = bench.app.test_client()
    headers = {"x-auth-user": "mira", "x-auth-key": "6fbd9d4bd9f1d6d0c2ab5b5e4b4c6bc7"}
    key = device.evaluate("require('ffi/sha2').md5('tide-pool')")
    headers["x-auth-key"] = key

    def with_client() -> None:
        for _ in range(ROUNDS):
            assert client.get("/api/koreader/users/auth", headers=headers).status_code == 200

    def through_lua() -> None:
        device.evaluate(f"for i = 1, {ROUNDS} do once() end")

    floor = median_seconds(with_client, 7) / ROUNDS
    benchmark.pedantic(through_lua, rounds=7, warmup_rounds=1)
    ours = benchmark.stats.stats.median / ROUNDS
    benchmark.extra_info["ratio"] = comparison.add("a request through the shim", ours, floor, "under 3", "µs", 1e6)
