"""YAML to a valid :class:`~kzstats.dataset.model.Dataset`, or one
:class:`~kzstats.dataset.complaints.DataError` with all that is wrong.

Lines of the model's complaints are looked up only when there are any.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, get_origin

from pydantic import TypeAdapter, ValidationError

from kzstats import files
from kzstats.dataset import refusals
from kzstats.dataset.complaints import Complaints, DataError, Problem
from kzstats.dataset.lines import Steps, Written, lines_of, where
from kzstats.dataset.linking import complain_of_ids, linked
from kzstats.dataset.model import Dataset, Document
from kzstats.dataset.yaml import Plain, decoded
from kzstats.files import LARGEST

FOLDER: Final = "articles"
"""The folder beside the data file that may hold further ones."""
_PIECE = 100


def load(path: str | Path) -> Dataset:
    """Read and check a data file, and those of the articles beside it.

    Raises :class:`DataError` with all problems at once; nothing of a file that has one is used.
    """
    found = paths(Path(path))
    contents: list[tuple[str, bytes]] = []
    for one in found:
        name = str(path) if one == found[0] else str(one)
        try:
            contents.append(
                (name, files.read(one, LARGEST - sum(len(content) for _, content in contents)))
            )
        except OSError as error:
            raise DataError(
                [
                    Problem(
                        name,
                        1,
                        "file",
                        f"cannot be read: {error.strerror or error} (check the path and its "
                        f"permissions)",
                    )
                ]
            ) from None
    return read_all(contents)


def paths(data: Path) -> tuple[Path, ...]:
    """A data file, and ``articles/*.yaml`` beside it in the order of their names: all are read as
    one document.
    """
    try:
        further = sorted(
            one
            for one in (data.parent / FOLDER).iterdir()
            if one.suffix == ".yaml" and not one.name.startswith(".")
        )
    except OSError:
        further = []  # there is no such folder
    return data, *further


def read(content: bytes, name: str = "metrics.yaml") -> Dataset:
    """Check the content of a data file; ``name`` is what the problems call it."""
    return read_all([(name, content)])


def read_all(contents: list[tuple[str, bytes]]) -> Dataset:
    """Check the contents of some files as one document; each stands behind what the problems call
    it. The list is empty after that: what was read is held no longer.
    """
    collecting = gc.isenabled()
    # nothing here makes cycles, and the collector's passes make a long file cost more than its
    # length
    gc.disable()
    try:
        readings, broken = _readings(contents)
        if broken:
            raise DataError(
                [problem for error in broken for problem in error.problems],
                sum(error.count for error in broken),
            )
        plain, written = (readings[0][1], None) if len(readings) == 1 else _merged(readings)
        complaints = readings[0][0].complaints if written is None else Complaints("", "", written)
        document = _document(plain, complaints)
        if document is None or complaints.count:
            raise complaints.error()
    finally:
        if collecting:
            gc.enable()
    places = tuple(
        (reading.name, line)
        for reading, one in readings
        if one.get("records")
        for line in reading.entries[id(one["records"])]
    )
    name, text = readings[0][0].name, readings[0][0].text
    del plain, readings  # else they stand beside all that is made of them, the most that is held
    return linked(document, Complaints(name, text, written), places)


def _readings(
    contents: list[tuple[str, bytes]],
) -> tuple[list[tuple[Plain, Any]], list[DataError]]:
    """Each file with its plain value, and what is wrong with the writing of those that are only
    further ones.
    """
    found: list[tuple[Plain, Any]] = []
    broken: list[DataError] = []
    several = len(contents) > 1
    while contents:
        name, content = contents.pop(0)
        try:
            reading = Plain(decoded(content, name), name)
            plain = reading.value()
            if several and (reading.complaints.count or not isinstance(plain, dict)):
                what = "is not a mapping (write keys and values)"
                raise (
                    reading.complaints.error()
                    if reading.complaints.count
                    else DataError([Problem(name, 1, "file", what)])
                )
        except DataError as error:
            broken.append(
                DataError(error.problems, error.count)
            )  # the one that was raised holds all that was at work, itself too
        else:
            found.append((reading, plain))
    return found, broken


def _merged(readings: Sequence[tuple[Plain, dict[str, Any]]]) -> tuple[dict[str, Any], Written]:
    """The files as one document: their lists behind each other, their mappings together, in which
    nothing may stand twice.
    """
    whole: dict[str, Any] = {}
    starts: dict[str, list[tuple[int, int]]] = {}
    owners: dict[str, dict[str, int]] = {}
    problems: list[Problem] = []

    def complain(place: int, steps: Steps, what: str) -> None:
        reading, plain = readings[place]
        problems.append(
            Problem(reading.name, lines_of(reading.text, [steps])[steps], where(steps, plain), what)
        )

    first = readings[0][0].name
    for place, (_, plain) in enumerate(readings):
        for key, value in plain.items():
            if key not in whole and (isinstance(value, list | dict) or place == 0):
                whole[key] = (
                    list(value)
                    if isinstance(value, list)
                    else dict(value)
                    if isinstance(value, dict)
                    else value
                )
                owners[key] = (
                    dict.fromkeys(value, place) if isinstance(value, dict) else {"": place}
                )
                starts |= {key: [(0, place)]} if isinstance(value, list) else {}
            elif isinstance(value, list) and isinstance(whole.get(key), list):
                starts[key].append((len(whole[key]), place))
                whole[key] += value
            elif isinstance(value, dict) and isinstance(whole.get(key), dict):
                for name, entry in value.items():
                    if name not in whole[key]:
                        owners[key][name], whole[key][name] = place, entry
                    elif key != "names" or whole[key][name] != entry:
                        there = readings[owners[key][name]][0].name
                        complain(
                            place,
                            (key, name),
                            f"stands in {there} too (keep one; an id is of one entry in all files)",
                        )
            else:
                complain(
                    place,
                    (key,),
                    f"belongs into {first} alone, or is written otherwise there (remove it, or "
                    f"write it the same way)",
                )
    if problems:
        raise DataError(problems)
    written = Written(
        tuple((reading.name, reading.text) for reading, _ in readings),
        {key: tuple(places) for key, places in starts.items()},
        owners,
    )
    return whole, written


def _document(plain: Any, complaints: Complaints) -> Document | None:
    """The plain values as models, long lists and mappings piece by piece: the model keeps all that
    it finds wrong at once.
    """
    given, found = dict(plain) if isinstance(plain, dict) else plain, complaints.count
    for key, kind in _long(plain).items():
        whole = plain[key]
        good: list[Any] = []
        for start in range(0, len(whole), _PIECE):
            piece = (
                whole[start : start + _PIECE]
                if isinstance(whole, list)
                else dict(islice(whole.items(), start, start + _PIECE))
            )
            try:
                good.append(kind.validate_python(piece))
            except ValidationError as error:
                refusals.complain(
                    error, plain, complaints, (key,), start if isinstance(whole, list) else 0
                )
        if complaints.count > found:
            good = []
        given[key] = (
            [*chain.from_iterable(good)]
            if isinstance(whole, list)
            else dict(chain.from_iterable(piece.items() for piece in good))
        )
    document = None
    try:
        document = Document.model_validate(given)
    except ValidationError as error:
        refusals.complain(error, plain, complaints, told=_long(plain))
    if complaints.count > found:
        complain_of_ids(plain, complaints)
    return document


def _long(plain: Any) -> dict[str, TypeAdapter[Any]]:
    """The lists and mappings at the top that are longer than a piece, with what reads one."""
    fields = Document.model_fields
    entries = plain.items() if isinstance(plain, dict) else ()
    long = [
        key
        for key, value in entries
        if key in fields and isinstance(value, list | dict) and len(value) > _PIECE
    ]
    return {
        key: _pieces(key)
        for key in long
        if isinstance(plain[key], list) == (get_origin(fields[key].annotation) is tuple)
    }


@cache
def _pieces(key: str) -> TypeAdapter[Any]:
    kind: Any = Document.model_fields[key].annotation
    return TypeAdapter(kind)


def schema() -> Mapping[str, Any]:
    """The JSON schema of a data file, for editors; what it cannot say, :func:`read`
    still checks.
    """
    described = _unwrapped(Document.model_json_schema())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kzstats data file",
        **described,
    }


def _unwrapped(said: Any) -> Any:
    """A schema whose descriptions are one line each, however the source that they stand in is
    wrapped.
    """
    if isinstance(said, list):
        return [_unwrapped(one) for one in said]
    if not isinstance(said, dict):
        return said
    return {
        key: " ".join(one.split())
        if key == "description" and isinstance(one, str)
        else _unwrapped(one)
        for key, one in said.items()
    }
