"""``koharness check``: any plugin, a standard day with it on each device, and what was wrong with it."""

from harness.check.checking import CheckOptions as CheckOptions
from harness.check.checking import check_plugin as check_plugin
from harness.check.findings import Finding as Finding
from harness.check.findings import Kind as Kind
