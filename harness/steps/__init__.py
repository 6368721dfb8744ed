"""The steps of scenarios: one model and one function per word, grouped by what they touch.

Importing this package registers them all. To add one, write a model and a function decorated with
``@step("the word")`` in the file of its noun (or in a ``koharness_steps.py`` beside your scenarios).
"""

from harness.steps import blocks as blocks
from harness.steps import commands as commands
from harness.steps import elsewhere as elsewhere
from harness.steps import files as files
from harness.steps import marking as marking
from harness.steps import network as network
from harness.steps import packages as packages
from harness.steps import plugin as plugin
from harness.steps import power as power
from harness.steps import reading as reading
from harness.steps import server as server
from harness.steps import timing as timing
from harness.steps import touch as touch
from harness.steps import web_reader as web_reader
