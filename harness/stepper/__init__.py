"""The stepper: a scenario told step by step, with a prompt before each step and at each handler of the plugin."""

from harness.stepper.stepper import Ask as Ask
from harness.stepper.stepper import Stepper as Stepper
from harness.stepper.stepper import Stopped as Stopped
