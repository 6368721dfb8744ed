"""``koharness spec``: busted's specs inside an emulated KOReader, a fresh one for every spec file."""

from harness.spec.choosing import Choice as Choice
from harness.spec.choosing import SpecPath as SpecPath
from harness.spec.choosing import find_specs as find_specs
from harness.spec.installation import Busted as Busted
from harness.spec.installation import find_busted as find_busted
from harness.spec.running import SpecRun as SpecRun
from harness.spec.running import run_spec as run_spec
