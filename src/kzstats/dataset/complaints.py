"""What is wrong with a data file, in sentences for the person who edits it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from kzstats.dataset.lines import Steps, Written

MOST: Final = 100
"""How many problems of a file are put into words."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to try, for the person who edits the file."""

    file: str
    line: int
    where: str
    what: str

    def __str__(self) -> str:
        """``file:line: where: what is wrong (what to try)``."""
        return f"{self.file}:{self.line}: {self.where}: {self.what}"


class DataError(Exception):
    """The data file is not valid; ``problems`` holds what is wrong with it, of many the first
    :data:`MOST`, and ``count`` says how many there are.
    """

    def __init__(self, problems: Iterable[Problem], count: int = 0) -> None:
        """Keep the problems in the order of their lines, those of each file together."""
        found = list(problems)
        files = {problem.file: place for place, problem in reversed(list(enumerate(found)))}
        self.problems = tuple(
            sorted(found, key=lambda problem: (files[problem.file], problem.line))
        )
        self.count = max(count, len(self.problems))
        super().__init__("\n".join(map(str, self.problems)))

    @property
    def summary(self) -> str:
        """How much is wrong, for those who cannot mend it: nothing of what the file holds."""
        return (
            f"{self.problems[0].file} has {self.count} problem{'s' if self.count > 1 else ''} "
            f"(the log and kzstats check name them)"
        )


class Complaints:
    """Gathers what is wrong with a file: the first :data:`MOST` in words, all others as a number,
    so that the worst file costs only its length.
    """

    def __init__(self, name: str, text: str, written: Written | None = None) -> None:
        """``written`` knows which of several files has what; without it all is in the one of this
        name and text.
        """
        self._written = written or Written(((name, text),))
        self._found: list[tuple[int | Steps, str, str]] = []
        self.count = 0

    @property
    def full(self) -> bool:
        """Whether no more is put into words."""
        return len(self._found) >= MOST

    def add(self, place: int | Steps, where: Callable[[], str], what: Callable[[], str]) -> None:
        """Take what is wrong at a line or at the steps to a place; the words are asked for only
        where they will be said.
        """
        self.count += 1
        if not self.full:
            self._found.append((place, where(), what()))

    def error(self) -> DataError:
        """All of it, with its lines; what was told of a line is not told again of the place that
        stands on it.
        """
        lines = self._written.lines(
            [place for place, _, _ in self._found if isinstance(place, tuple)]
        )
        told = {
            (place, called.rpartition(".")[2])
            for place, called, _ in self._found
            if isinstance(place, int)
        }
        problems = []
        for place, called, what in self._found:
            name, line = (
                lines[place] if isinstance(place, tuple) else (self._written.texts[0][0], place)
            )
            if isinstance(place, int) or (line, called.rpartition(".")[2]) not in told:
                problems.append(Problem(name, line, called, what))
        return DataError(problems, self.count - len(self._found) + len(problems))
