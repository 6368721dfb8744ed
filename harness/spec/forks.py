"""Processes forked from this one, each of which runs one spec file after another.

A fork has everything loaded, so that starting one takes a few milliseconds; and nothing is imported for it that the
runs themselves do not need. Only for one thread and where a fork is to be trusted: on Linux.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import sys
from collections.abc import Callable, Generator, Sequence
from typing import Generic, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")

_NUMBER = 4


class Died(Exception):
    """A worker ended without an answer; the message says how."""


class _Fork(Generic[Task, Answer]):
    """A worker and the pipes to it. States: waiting (``number`` is None); at work on task ``number``."""

    def __init__(
        self, tasks: Sequence[Task], work: Callable[[Task], Answer], others: Sequence[_Fork[Task, Answer]]
    ) -> None:
        self.number: int | None = None
        theirs, self._orders = os.pipe()
        answers, mine = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            # An end of a pipe that a brother held would keep it open: the other side would wait for ever.
            for fork in (self, *others):
                os.close(fork._orders)
            _serve(theirs, mine, tasks, work)
        os.close(theirs)
        os.close(mine)
        self.answers = open(answers, "rb")  # noqa: SIM115

    def order(self, number: int) -> None:
        """Have it do a task."""
        self.number = number
        os.write(self._orders, number.to_bytes(_NUMBER, "big"))

    def at_work_on(self) -> int:
        """The number of its task."""
        assert self.number is not None
        return self.number

    def answer(self) -> Answer:
        """Wait for what came of its task."""
        self.number = None
        try:
            found: Answer = pickle.load(self.answers)
        except (EOFError, pickle.UnpicklingError):
            raise Died(self._how()) from None
        return found

    def _how(self) -> str:
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.pid = 0
        return f"its process was ended by signal {-code}" if code < 0 else f"its process ended with exit code {code}"

    def end(self) -> None:
        """No more tasks; what it is at is given up."""
        self.answers.close()
        os.close(self._orders)
        if self.pid:
            if self.number is not None:
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


def _serve(orders: int, answers: int, tasks: Sequence[Task], work: Callable[[Task], Answer]) -> None:
    """The worker's life. It leaves without a word: what the parent has buffered is the parent's to write."""
    # While Lua goes round nobody asks Python; Ctrl-C ends this process all the same.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    code = 1
    try:
        with open(answers, "wb") as out:
            while order := os.read(orders, _NUMBER):
                pickle.dump(work(tasks[int.from_bytes(order, "big")]), out, pickle.HIGHEST_PROTOCOL)
                out.flush()
        code = 0
    finally:
        os._exit(code)


def in_forks(
    tasks: Sequence[Task], work: Callable[[Task], Answer], failed: Callable[[Task, Died], Answer], *,
    processes: int, order: Sequence[int],
) -> Generator[Answer, None, None]:  # fmt: skip
    """``work`` of every task, in the order of the tasks; begun in ``order``. ``failed`` stands in for one that died."""
    sys.stdout.flush()
    sys.stderr.flush()
    # What is loaded stays; no side looks through it for garbage, which would copy the pages they share, and take
    # longer than all else when the command ends.
    gc.freeze()
    waiting = list(reversed(order))
    forks: list[_Fork[Task, Answer]] = []
    done: dict[int, Answer] = {}

    def begin() -> None:
        forks.append(_Fork(tasks, work, forks))
        forks[-1].order(waiting.pop())

    try:
        for _ in range(min(processes, len(tasks))):
            begin()
        for number in range(len(tasks)):
            while number not in done:
                for fork in _with_answers(forks):
                    task = fork.at_work_on()
                    try:
                        done[task] = fork.answer()
                    except Died as death:
                        done[task] = failed(tasks[task], death)
                        forks.remove(fork)
                        fork.end()
                        if waiting:
                            begin()
                    else:
                        if waiting:
                            fork.order(waiting.pop())
            yield done.pop(number)
    finally:
        for fork in forks:
            fork.end()


def _with_answers(forks: list[_Fork[Task, Answer]]) -> list[_Fork[Task, Answer]]:
    """Waits until one of those at work has an answer, or died."""
    at_work = {fork.answers.fileno(): fork for fork in forks if fork.number is not None}
    # `select.select` knows no descriptor above 1023, and who calls may have more open than that.
    poll = select.poll()
    for descriptor in at_work:
        poll.register(descriptor, select.POLLIN | select.POLLHUP)
    return [at_work[descriptor] for descriptor, _event in poll.poll()]
