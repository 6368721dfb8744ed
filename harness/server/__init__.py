"""The reference server: a Flask application over one store, for scenarios and for real devices.

It knows nothing of devices or scenarios. Time and randomness come from the caller.
"""

from __future__ import annotations

from harness.server.admin import Admin, AdminError
from harness.server.app import create_app
from harness.server.store import Store

__all__ = ["Admin", "AdminError", "Store", "create_app"]
