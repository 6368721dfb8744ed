"""A BookOrbit server with one reader, mira, and one book."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from orbit_under_test import Orbit
from server_under_test import MakeServer

MakeOrbit = Callable[..., Orbit]


@pytest.fixture
def make_orbit(make_server: MakeServer) -> MakeOrbit:
    """A function that makes a server, with quirks where wanted."""

    def make(quirks: Iterable[str] = ()) -> Orbit:
        return Orbit(make_server(quirks))

    return make


@pytest.fixture
def orbit(make_orbit: MakeOrbit) -> Orbit:
    """A server that behaves well."""
    return make_orbit()
