"""What the checks of a figure ask, what each came to, and the badge that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from kzstats.checks import naming
from kzstats.dataset.vocabulary import Check
from kzstats.values.reasons import Reason, because

QUESTIONS: Final = ("Q1", "Q2", "Q3", "Q4", "Q5")
REMEDIES: Final = {
    "Q1": "copy the phrase as it stands in the archived text",
    "Q2": "mend the value or the quote",
    "Q3": "write the value with the mark that the words say",
    "Q4": "mend the value, or choose a metric of this unit",
    "Q5": "mend the period, add the context that states it, or say how it is inferred",
    "Q6": "give the one that leads a rank, and a reason",
}
IDLE: Final = (
    "confirmed settles nothing: no check of it is undecided (remove it, or confirm what "
    "a check leaves open)"
)
"""What is said of a confirmation that is idle."""
UNDECIDED: Final = (
    "choose a phrase whose words are read, or let a person confirm it: confirmed: "
    "{by: …, on: …, says: …}"
)
"""What to try where a check could not be decided."""
WITHOUT: Final = ("without phrase", "without number")
"""The reasons of a check that failed only because the phrase or its number did."""
Outcome = Literal["passed", "failed", "undecided", "does not apply"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one check came to, and why."""

    question: str
    outcome: Outcome
    reason: Reason | None = None

    @property
    def words(self) -> str:
        """Why, in English; nothing where that needs no words."""
        return str(self.reason) if self.reason else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the checks of one record came to, and where its phrase stands in its text."""

    record: str
    answers: tuple[Answer, ...]
    position: tuple[int, int] | None = None
    beyond: Mapping[str, naming.Found] = field(default_factory=dict)
    """Of the speaker, the area and the title: whether each stands in the text. None of it enters
    the badge.
    """
    confirmed: bool = False
    """Whether the record says that a person settled what the machine could not decide."""

    @property
    def idle(self) -> bool:
        """Whether the record is confirmed while no check of it is undecided: such an entry settles
        nothing, and is refused.
        """
        return self.confirmed and not any(answer.outcome == "undecided" for answer in self.answers)

    @property
    def check(self) -> Check:
        """The badge that the answers earn: nothing failed, nothing undecided but what a person
        settled, and a text to check against.
        """
        outcomes = {answer.outcome for answer in self.answers}
        if "failed" in outcomes:
            return "fails"
        if "undecided" in outcomes:
            return "confirmed" if self.confirmed else "not decided"
        if self.answers and self.answers[0].outcome == "passed":
            return "matches source"
        return (
            "cited"
            if self.answers and self.answers[0].reason == because("cited")
            else "not checked"
        )
