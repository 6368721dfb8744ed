"""Reports of runs: on the terminal, as JSON, as JUnit XML."""

from harness.report.console import Console as Console
from harness.report.json_file import as_json as as_json
from harness.report.json_file import write_json as write_json
from harness.report.junit import write_junit as write_junit
