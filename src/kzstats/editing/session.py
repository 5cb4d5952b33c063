"""A draft while a person works on it: the numbers of the article with what holds each, what the
checks say, and each decision in the file at once.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from kzstats import files
from kzstats.checks import archive as texts
from kzstats.checks import evidence
from kzstats.checks.archive import Article
from kzstats.checks.finding import Answer
from kzstats.checks.spans import span
from kzstats.dataset import validation
from kzstats.dataset.model import Dataset, Metric, Record, Source
from kzstats.dataset.yaml import Plain, decoded
from kzstats.drafting import adding, amending, desk, sketching
from kzstats.drafting.candidates import OPEN, is_open
from kzstats.numerals import Token

State = Literal["figure", "none", "open"]
PARTS: Final = ("metric", "period", "value", "area", "said_by", "quote", "context")
"""The parts of a record that are chosen in words."""
_MOST_BACK: Final = 200


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the article: which it is, where it stands, and what holds it, by places in the
    draft's lists.
    """

    place: int
    token: Token
    state: State
    records: tuple[int, ...] = ()
    skipped: int | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """The work as it stands in the file."""

    text: str
    plain: Mapping[str, Any]
    dataset: Dataset
    source: Source
    numbers: tuple[Number, ...]

    @property
    def open(self) -> tuple[Number, ...]:
        """The numbers of which something is to be chosen."""
        return tuple(number for number in self.numbers if number.state == "open")

    def metrics(self) -> dict[str, Metric]:
        """The metrics of the data, and those that the draft sketches."""
        sketches = {
            name: sketching.sketch_of(known)
            for name, known in self.plain.get("metrics", {}).items()
        }
        return {**self.dataset.metrics, **sketches}


@dataclass
class Session:
    """One article at one desk; each decision is written to the draft before it is answered, and can
    be taken back.
    """

    data: Path
    archive: Path
    name: str
    path: Path
    article: Article
    back: list[bytes] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> Now:
        """The work as it stands; raises :class:`kzstats.dataset.yaml.DataError` where the draft or
        the data cannot be read.
        """
        dataset = validation.load(self.data)
        text = decoded(files.read(self.path), str(self.path))
        plain = Plain(text, str(self.path)).value()
        source = dataset.sources.get(self.name)
        if source is None:
            source, _ = desk.source_in(
                plain.get("sources", {}).get(self.name), self.path, self.name
            )
        return Now(text, plain, dataset, source, tuple(self._numbers(plain)))

    def _numbers(self, plain: Mapping[str, Any]) -> list[Number]:
        """Every number of the article with what holds it."""
        records = [
            (place, one, self._at(one))
            for place, one in enumerate(plain.get("records", ()))
            if isinstance(one, dict)
        ]
        skips = [
            (place, one, self._at(one))
            for place, one in enumerate(plain.get("skipped", ()))
            if isinstance(one, dict)
        ]
        found = []
        for number, token in enumerate(self.article.numbers):
            if token.kind == "period":
                continue
            holding = [
                (place, one)
                for place, one, at in records
                if at and at[0] <= token.start and token.end <= at[1]
            ]
            own = (
                tuple(place for place, _ in holding)
                if token.kind in ("number", "range") and span(token) is None
                else ()
            )
            if own:
                several = [plain["records"][place] for place in own]
                none = all("skip" in one for one in several)
                state: State = (
                    "none"
                    if none
                    else "open"
                    if any(is_open(one) and "skip" not in one for one in several)
                    else "figure"
                )
                found.append(Number(number, token, state, own))
                continue
            left = next(
                (
                    place
                    for place, _, at in skips
                    if at and at[0] <= token.start and token.end <= at[1]
                ),
                None,
            )
            held = (
                left is not None
                or holding
                or any(self._holds(one.get("context"), token) for _, one, _ in records)
            )
            found.append(Number(number, token, "none" if held else "open", (), left))
        return found

    def _at(self, one: Mapping[str, Any]) -> tuple[int, int] | None:
        words = one.get("quote")
        places = (
            self.article.find(words, one.get("prefix"), one.get("suffix"))
            if isinstance(words, str) and words != OPEN
            else []
        )
        return places[0] if len(places) == 1 else None

    def _holds(self, words: object, token: Token) -> bool:
        places = self.article.find(words) if isinstance(words, str) else []
        return len(places) == 1 and places[0][0] <= token.start and token.end <= places[0][1]

    def decide(self, text: str) -> None:
        """Write the draft as it is after a decision."""
        self.back.append(self.path.read_bytes())
        del self.back[:-_MOST_BACK]
        files.write(self.path, text.encode())

    def undo(self) -> bool:
        """Take the last decision back; whether there was one."""
        if not self.back:
            return False
        files.write(self.path, self.back.pop())
        return True

    def answers(self, now: Now, fields: Mapping[str, Any]) -> tuple[Answer, ...]:
        """What the checks say of a record of these fields, as far as they can be asked; raises
        :class:`ValueError` where they make none.
        """
        metrics = now.metrics()
        if fields.get("metric") not in metrics or any(
            fields.get(part, OPEN) == OPEN for part in ("value", "period", "quote")
        ):
            return ()
        made = sketching.made(fields)
        sources = {**now.dataset.sources, self.name: now.source}
        alone = replace(
            now.dataset,
            metrics=metrics,
            sources=sources,
            records=(made,),
            lines=(1,),
            files=("draft",),
        )
        (found,) = evidence.verify(alone, {self.name: self.article})
        return found.answers

    def with_record(self, now: Now, fields: Mapping[str, Any]) -> tuple[Dataset, Record] | None:
        """The data as they would be with this figure, for its chart; nothing where it
        is too open.
        """
        if (
            is_open(
                {part: fields.get(part, OPEN) for part in ("metric", "value", "period", "area")}
            )
            or fields["metric"] not in now.metrics()
        ):
            return None
        try:
            made = sketching.made({**fields, "id": "draft-figure"})
        except ValueError:
            return None
        others = tuple(record for record in now.dataset.records if record.id != fields.get("id"))
        sources = {**now.dataset.sources, self.name: now.source}
        titled = {
            **now.metrics(),
            **{name: _titled(name, known) for name, known in now.plain.get("metrics", {}).items()},
        }
        lines, names = (1,) * (len(others) + 1), ("draft",) * (len(others) + 1)
        return replace(
            now.dataset,
            metrics=titled,
            sources=sources,
            records=(*others, made),
            lines=lines,
            files=names,
        ), made

    def outcome(self, today: date) -> adding.Added:
        """What writing the draft into the data would change, by the code of ``kzstats add``."""
        return adding.added(self.data, self.path.read_bytes(), str(self.path), today)

    def figure_of(self, now: Now, number: Number) -> str:
        """The draft with a number that was left out as a figure that is yet to be chosen."""
        text = now.text
        words = self.article.words(number.token)
        left = (
            now.plain["skipped"][number.skipped]["quote"] if number.skipped is not None else words
        )
        if number.skipped is not None:
            text = amending.without(text, "skipped", number.skipped)
        entry = {
            "id": f"{self.name}-n{number.place}", "metric": OPEN, "period": OPEN, "value": OPEN,
            "area": OPEN,
            "source": self.name, "said_by": OPEN, "quote": left,
        }  # fmt: skip
        return amending.put(text, "records", entry)


def _titled(name: str, known: Mapping[str, Any]) -> Metric:
    """A sketched metric with its title as far as it has one."""
    title = {lang: words for lang, words in known.get("title", {}).items() if words != OPEN}
    title.setdefault("en", name)
    rest = {part: value for part, value in known.items() if part not in ("title", "definition")}
    return Metric.model_validate({"title": title, "definition": title, **rest})


def begun(data: Path, archive: Path, name: str, path: Path) -> Session:
    """The work on a source's draft, which is made where there is none yet."""
    if not path.exists():
        _, content = desk.begin(validation.load(data), archive, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write(path, content)
    return Session(data, archive, name, path, texts.parse(files.read(archive / f"{name}.txt")))
