"""The expectations of scenarios, one file per noun. Each yields verdicts; none changes anything."""

from harness.expectations import book as book
from harness.expectations import device as device
from harness.expectations import events as events
from harness.expectations import files as files
from harness.expectations import queue as queue
from harness.expectations import requests as requests
from harness.expectations import screen as screen
from harness.expectations import server as server
from harness.expectations import settings as settings
from harness.expectations.judging import ExpectationFailed as ExpectationFailed
from harness.expectations.judging import judge as judge
from harness.expectations.verdict import Verdict as Verdict
