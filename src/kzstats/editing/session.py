"""A draft while a person works on it: the numbers of the article with what holds each, what the
checks say, and each decision in the file at once.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from kzstats import files
from kzstats.checks import archive as texts
from kzstats.checks import evidence
from kzstats.checks.archive import Article
from kzstats.checks.finding import Answer
from kzstats.checks.spans import span
from kzstats.dataset import validation
from kzstats.dataset.complaints import DataError, Problem
from kzstats.dataset.model import Dataset, Dimension, Metric, Record, Source
from kzstats.dataset.yaml import Plain, decoded
from kzstats.drafting import adding, amending, choosing, desk, sketching
from kzstats.drafting.candidates import OPEN, is_open
from kzstats.language import noting
from kzstats.numerals import Token
from kzstats.values.notes import noted

State = Literal["figure", "none", "open"]
PARTS: Final = ("metric", "period", "value", "area", "said_by", "producer", "quote", "context")
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

    def dimensions(self) -> dict[str, Dimension]:
        """The dimensions of the data, and those that the draft declares."""
        declared = {
            name: Dimension.model_validate(known)
            for name, known in self.plain.get("dimensions", {}).items()
        }
        return {**self.dataset.dimensions, **declared}


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
    drafted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the draft says of the parts of its records, by their ids, in whatever language."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> Now:
        """The work as it stands; raises :class:`kzstats.dataset.yaml.DataError` where the draft or
        the data cannot be read.
        """
        dataset = validation.load(self.data)
        text = decoded(files.read(self.path), str(self.path))
        plain = choosing.settled(Plain(text, str(self.path)).value())
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
                    if any(_undecided(plain, one) and "skip" not in one for one in several)
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

    def remarks(
        self, one: Mapping[str, Any], notes: Mapping[str, str], lang: str
    ) -> dict[str, str]:
        """What is said of the parts of a record, in a language: as the article would be drafted
        now, for each part of which the file still says something.
        """
        known = self.drafted.get(str(one.get("id")), {})
        return {part: noting.said(lang, known.get(part, words)) for part, words in notes.items()}

    def decide(self, text: str) -> None:
        """Write the draft as it is after a decision, and keep how it was before: the name of what
        is kept tells which draft it goes with.
        """
        after = text.encode()
        kept = self._kept()
        number = int(kept[-1].name.split("-")[0]) + 1 if kept else 1
        self._back.mkdir(exist_ok=True)
        files.write(self._back / f"{number:06}-{_known_by(after)}", files.read(self.path))
        for old in kept[: max(0, len(kept) + 1 - _MOST_BACK)]:
            old.unlink()
        files.write(self.path, after)

    @property
    def _back(self) -> Path:
        """The folder of how the draft was before each decision."""
        return self.path.with_suffix(".undo")

    def _kept(self) -> list[Path]:
        return sorted(self._back.glob("[0-9]*-*")) if self._back.is_dir() else []

    @property
    def undoable(self) -> bool:
        """Whether the last decision can be taken back: the draft is as it left it."""
        now = _known_by(files.read(self.path))
        return any(one.name.endswith(now) for one in self._kept()[-2:])

    def undo(self) -> bool:
        """Take the last decision back, whichever process took it; whether there was one, and nobody
        has changed the draft since.
        """
        now, kept = _known_by(files.read(self.path)), self._kept()
        for place in range(len(kept) - 1, max(-1, len(kept) - 3), -1):
            if kept[place].name.endswith(now):
                files.write(self.path, files.read(kept[place]))
                for done in kept[place:]:  # with what a process kept that died before it wrote
                    done.unlink()
                return True
        return False

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
            dimensions=now.dimensions(),
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


def _undecided(plain: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Whether something of a record is open, or the title of its new metric is."""
    sketch = plain.get("metrics", {}).get(one.get("metric"), {})
    return is_open(one) or is_open(sketch.get("title"))


def _known_by(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _titled(name: str, known: Mapping[str, Any]) -> Metric:
    """A sketched metric with its title as far as it has one."""
    title = {lang: words for lang, words in known.get("title", {}).items() if words != OPEN}
    title.setdefault("en", name)
    rest = {part: value for part, value in known.items() if part not in ("title", "definition")}
    return Metric.model_validate({"title": title, "definition": title, **rest})


def begun(data: Path, archive: Path, name: str, path: Path, lang: str = "en") -> Session:
    """The work on a source's draft, which is made where there is none yet, in a language."""
    known: dict[str, Mapping[str, str]] = {}
    try:
        said = partial(noting.said, lang)
        draft, content = desk.begin(validation.load(data), archive, name, say=said)
        known = {str(one.fields["id"]): one.notes for one in draft.candidates}
    except DataError:
        if not path.exists():  # else the draft itself says what is the matter with it
            raise
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write(path, content)
    if not files.claim(path.with_suffix(".lock")):
        what = noted("is open at another desk (end that one first)")
        raise DataError([Problem(str(path), 1, "file", what)])
    article = texts.parse(files.read(archive / f"{name}.txt"))
    return Session(data, archive, name, path, article, known)
