"""Invariants: checked on every run unless a scenario switches one off by name, with a reason."""

from harness.invariants import disk as disk
from harness.invariants import moments as moments
from harness.invariants import secrets as secrets
from harness.invariants import sessions as sessions
from harness.invariants import trouble as trouble
from harness.invariants.registry import Broken as Broken
from harness.invariants.registry import Invariant as Invariant
from harness.invariants.registry import invariant as invariant
from harness.invariants.registry import invariants as invariants
from harness.invariants.registry import names as names
