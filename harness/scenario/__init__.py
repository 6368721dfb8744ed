"""Scenarios: their words, their models, and the way from a YAML file to something that can be run."""

from harness.scenario.base import Doubt as Doubt
from harness.scenario.base import OneOrMore as OneOrMore
from harness.scenario.base import Surroundings as Surroundings
from harness.scenario.base import Words as Words
from harness.scenario.loader import BoundExpectation as BoundExpectation
from harness.scenario.loader import BoundStep as BoundStep
from harness.scenario.loader import Loader as Loader
from harness.scenario.loader import Story as Story
from harness.scenario.mistakes import Mistake as Mistake
from harness.scenario.mistakes import ScenarioMistakes as ScenarioMistakes
from harness.scenario.position import Position as Position
from harness.scenario.registry import expectation as expectation
from harness.scenario.registry import step as step
