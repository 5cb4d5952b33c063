"""A draft taken into the data: all of it or nothing, each entry sorted in, every other line as it
was.

What is published already is only changed with a reason, and what it was is kept among the
corrections.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import Any, Final

from kzstats import files
from kzstats.dataset import validation
from kzstats.dataset.complaints import DataError, Problem
from kzstats.dataset.lines import Steps, lines_of
from kzstats.dataset.yaml import Plain, decoded
from kzstats.drafting import choosing, ids, putting, writing
from kzstats.values.notes import noted

KEYS: Final = (
    "sources", "topics", "dimensions", "metrics", "names", "records", "skipped", "unstated",
    "corrections",
)  # fmt: skip
"""What a draft may bring, in the order in which data files have it; ``draft`` and ``text_sha256``
say of which text it is.
"""
_LISTS: Final = ("records", "skipped", "unstated", "corrections")


@dataclass(frozen=True, slots=True)
class Added:
    """The data files as they were read and as they would be, and what that changes; nothing is
    written yet.
    """

    before: Mapping[Path, bytes]
    after: Mapping[Path, bytes]
    records: tuple[str, ...] = ()
    """The ids of the figures that are new."""
    corrected: tuple[str, ...] = ()
    left: tuple[Mapping[str, Any], ...] = ()
    """The numbers that are left out."""
    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The figures that are new or corrected, by their ids."""
    metrics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def skipped(self) -> int:
        """How many numbers are left out."""
        return len(self.left)

    @property
    def difference(self) -> str:
        """What changes, as programs that compare files show it."""
        told: list[str] = []
        for path, content in self.after.items():
            old = self.before.get(path, b"").decode().splitlines(keepends=True)
            told += unified_diff(
                old, content.decode().splitlines(keepends=True), str(path), str(path), n=1
            )
        return "".join(told)


@dataclass
class _Draft:
    """A draft as it was read, with what names its places for those who mend it."""

    name: str
    text: str
    plain: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def complain(self, steps: Steps, what: str) -> None:
        line = lines_of(self.text, [steps])[steps]
        self.problems.append(Problem(self.name, line, self.called(steps), what))

    def called(self, steps: Steps) -> str:
        if len(steps) > 1 and isinstance(steps[1], int):
            entry = self.plain[str(steps[0])][steps[1]]
            called = (
                entry.get("id") or entry.get("record") or steps[1] + 1
                if isinstance(entry, dict)
                else steps[1] + 1
            )
            return ".".join(map(str, (steps[0], called, *steps[2:])))
        return ".".join(map(str, steps)) or "file"


def added(data: Path, content: bytes, name: str, today: date, into: str | None = None) -> Added:
    """What a draft (its content, and what messages call it) makes of the data; raises
    :class:`DataError` with all that is in the way.

    ``into`` names a further file, ``articles/INTO.yaml``, that gets what is new.
    """
    draft = _read(content, name)
    before = {path: _bytes(path) for path in validation.paths(data)}
    known = validation.read_all([(str(path), content) for path, content in before.items()])
    target = data if into is None else data.parent / validation.FOLDER / f"{into}.yaml"
    texts = {path: decoded(content, str(path)) for path, content in before.items()}
    texts.setdefault(target, "")
    plain = {path: Plain(text, str(path)).value() if text else {} for path, text in texts.items()}
    brought = _brought(draft, plain, known.sources)
    if draft.problems:
        raise DataError(draft.problems)
    if not any(brought.values()):
        return Added(before, {})
    new = tuple(str(record["id"]) for record in brought["records"])
    changed = tuple(str(one["record"]) for one in brought["corrections"])
    for path, text in texts.items():
        texts[path] = putting.corrected(text, plain[path], brought["changed"])
    kept = {"corrections": [{**one, "date": today.isoformat()} for one in brought["corrections"]]}
    order = [str(name) for name in (*known.sources, *brought["sources"])]
    texts[target] = putting.put_in(
        texts[target],
        {key: brought[key] for key in KEYS if key != "corrections"},
        plain[target],
        sorted(order),
    )
    texts[data] = putting.put_in(texts[data], kept, plain[data], [])
    if new:
        texts[data] = putting.put_in(
            texts[data],
            {"additions": [{"date": today.isoformat(), "records": list(new)}]},
            plain[data],
            [],
        )
    texts[data] = putting.dated(texts[data], today)
    after = {
        path: text.encode()
        for path, text in texts.items()
        if text.encode() != before.get(path, b"")
    }
    _valid(draft, {**before, **after})
    return Added(
        before,
        after,
        new,
        changed,
        tuple(brought["skipped"]),
        {str(one["id"]): one for one in (*brought["records"], *brought["changed"].values())},
        tuple(brought["metrics"]),
        tuple(brought["sources"]),
    )


def write(found: Added) -> None:
    """Write what a draft changes, where no file has changed since it was read; raises
    :class:`OSError`, and has then changed nothing.
    """
    for path in found.after:
        now = path.read_bytes() if path.exists() else b""
        if now != found.before.get(path, b""):
            raise OSError(
                0, noted("was changed by somebody else meanwhile (do it again)"), str(path)
            )
    done: list[Path] = []
    try:
        for path, content in reversed(
            list(found.after.items())
        ):  # the main file, which names the day, comes last
            path.parent.mkdir(parents=True, exist_ok=True)
            files.write(path, content)
            done.append(path)
    except OSError:
        for path in done:
            if path in found.before:
                files.write(path, found.before[path])
            else:
                path.unlink()
        raise


def _bytes(path: Path) -> bytes:
    try:
        return files.read(path)
    except OSError as error:
        what = f"cannot be read: {error.strerror or error} (check the path)"
        raise DataError([Problem(str(path), 1, "file", what)]) from None


def _read(content: bytes, name: str) -> _Draft:
    """A draft with what is wrong with its form: what is open, and keys that it must not have."""
    text = decoded(content, name)
    document = Plain(text, name)
    plain = document.value()
    if document.complaints.count:
        raise document.complaints.error()
    if not isinstance(plain, dict):
        raise DataError(
            [Problem(name, 1, "file", noted("is not a draft (it has records: and skipped:)"))]
        )
    plain = choosing.settled(plain)
    draft = _Draft(name, text, plain)
    for key, value in plain.items():
        if key not in (*KEYS, "draft", "text_sha256"):
            draft.complain(
                (key,), noted("is not what a draft brings ({keys})", keys=", ".join(KEYS))
            )
        elif key in KEYS and not isinstance(value, list if key in _LISTS else dict):
            draft.complain(
                (key,), noted("is not a list") if key in _LISTS else noted("is not a mapping")
            )
        if isinstance(value, list):
            for place, one in enumerate(value):
                if not isinstance(one, dict):
                    draft.complain((key, place), noted("is not a mapping"))
    if draft.problems:
        raise DataError(draft.problems)
    for steps in writing.opened(plain):
        if not _left_out(plain, steps):
            draft.complain(
                steps,
                noted(
                    "is open (take the # from a line above that begins with choose, or write what "
                    "belongs here; or leave the figure out with skip: REASON)"
                ),
            )
    return draft


def _left_out(plain: Mapping[str, Any], steps: Steps) -> bool:
    """Whether what is open is of a figure that is left out, or of a metric that no figure needs."""
    if steps[0] == "records" and isinstance(steps[1], int):
        return bool("skip" in plain["records"][steps[1]] and steps[-1] != "quote")
    return steps[0] == "metrics" and not _needed(plain, str(steps[1]))


def _needed(plain: Mapping[str, Any], metric: str) -> bool:
    entries = (*plain.get("records", ()), *plain.get("unstated", ()))
    return any(
        isinstance(one, dict) and one.get("metric") == metric and "skip" not in one
        for one in entries
    )


def _brought(
    draft: _Draft, plain: Mapping[Path, dict[str, Any]], sources: Mapping[str, Any]
) -> dict[str, Any]:
    """What of a draft the data have not yet; ``changed`` are the records on file that it changes,
    by their ids.
    """
    given = draft.plain
    name, sha = str(given.get("draft")), given.get("text_sha256")
    if name in sources and sha is not None and sources[name].text_sha256 != sha:
        draft.complain(
            ("text_sha256",), noted("is not that of the text on record (draft the article again)")
        )
    have: dict[str, Any] = {
        key: {} for key in ("sources", "topics", "dimensions", "metrics", "names")
    }
    listed: dict[str, list[Any]] = {key: [] for key in _LISTS}
    for one in plain.values():
        for key in have:
            have[key] |= one.get(key, {})
        for key in listed:
            listed[key] += one.get(key, [])
    brought: dict[str, Any] = {key: {} for key in have}
    for key, there in have.items():
        for entry, value in given.get(key, {}).items():
            whole = (
                {"definition": value["title"], **value}
                if key == "metrics" and isinstance(value, dict) and "title" in value
                else value
            )
            if key == "metrics" and not _needed(given, entry):
                continue
            if entry not in there:
                brought[key][entry] = _ordered(whole)
            elif there[entry] != whole:
                draft.complain(
                    (key, entry),
                    noted(
                        "stands in the data already, and otherwise (take it out of the draft, or "
                        "give it another name)"
                    ),
                )
    records = {one["id"]: one for one in listed["records"]}
    entries = [one for one in given.get("records", ()) if isinstance(one, dict)]
    ids.follow(entries, records, [*have["metrics"], *given.get("metrics", {})])
    brought |= {"records": [], "skipped": [], "changed": {}, "unstated": [], "corrections": []}
    _take_records(draft, records, brought)
    kept = [(one["source"], one["quote"]) for one in listed["skipped"]]
    for one in (*_skips(given), *given.get("skipped", ())):
        if isinstance(one, dict) and (said := (one.get("source"), one.get("quote"))) not in kept:
            brought["skipped"].append(one)
            kept.append(said)
    brought["unstated"] = [
        one for one in given.get("unstated", ()) if one not in listed["unstated"]
    ]
    return brought


def _ordered(entry: Any) -> Any:
    """A metric with its definition behind its title."""
    if isinstance(entry, dict) and {"title", "definition"} <= set(entry):
        return {
            "title": entry["title"],
            **{key: value for key, value in entry.items() if key != "title"},
        }
    return entry


def _skips(given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The figures of a draft that are left out, as the data have such numbers."""
    for one in given.get("records", ()):
        if isinstance(one, dict) and "skip" in one:
            yield {"source": one.get("source"), "quote": one.get("quote"), "reason": one["skip"]}


def _take_records(
    draft: _Draft, records: Mapping[str, dict[str, Any]], brought: dict[str, Any]
) -> None:
    """The records that are new, and those that change one on file, which needs a reason."""
    given = draft.plain
    reasons = {
        one.get("record"): one for one in given.get("corrections", ()) if isinstance(one, dict)
    }
    for place, one in enumerate(given.get("records", ())):
        if not isinstance(one, dict) or "skip" in one:
            continue
        name = str(one.get("id"))
        if name not in records:
            brought["records"].append(one)
            continue
        old = records[name]
        other = {part: value for part, value in one.items() if old.get(part) != value}
        if not other:
            continue
        if name not in reasons:
            was = writing.flow({part: old[part] for part in other if part in old}) or "nothing"
            say = f"corrections: [{{record: {name}, reason: {{en: …}}}}]"
            draft.complain(
                ("records", place),
                noted(
                    "is published already, with {was} (to change it say why: {say}; else choose "
                    "another id)",
                    was=was,
                    say=say,
                ),
            )
            continue
        was = "; ".join(
            f"{part}: {writing.flow(old[part]) if part in old else 'none'}" for part in other
        )
        brought["changed"][name] = {**old, **other}
        brought["corrections"].append(
            {"record": name, "date": "", "was": was, "reason": reasons[name].get("reason")}
        )
    for place, one in enumerate(given.get("corrections", ())):
        if isinstance(one, dict) and one.get("record") not in records:
            draft.complain(
                ("corrections", place), noted("is of nothing that is published (take it out)")
            )


def _valid(draft: _Draft, contents: Mapping[Path, bytes]) -> None:
    """Check the data as they would be; what is wrong with them is said at its line of the draft."""
    try:
        validation.read_all([(str(path), content) for path, content in contents.items()])
    except DataError as error:
        raise DataError(
            [_in_draft(draft, problem) for problem in error.problems], error.count
        ) from None


def _in_draft(draft: _Draft, problem: Problem) -> Problem:
    key, _, rest = problem.where.partition(".")
    entries: Iterable[Any] = draft.plain.get(key, ())
    steps: Steps | None = None
    if isinstance(entries, dict):
        steps = next(
            ((key, name) for name in entries if rest == name or rest.startswith(f"{name}.")), None
        )
    elif isinstance(entries, list):
        steps = next(
            (
                (key, place)
                for place, one in enumerate(entries)
                if isinstance(one, dict) and rest.split(".")[0] == one.get("id")
            ),
            None,
        )
    if steps is None:
        return problem
    field_name, entry = rest.rpartition(".")[2], draft.plain[key][steps[1]]
    steps = (*steps, field_name) if isinstance(entry, dict) and field_name in entry else steps
    return Problem(draft.name, lines_of(draft.text, [steps])[steps], problem.where, problem.what)
