"""From the name of a source to its draft in a file: what the command and the page begin with."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kzstats import files
from kzstats.checks import archive as texts
from kzstats.dataset.complaints import DataError, Problem
from kzstats.dataset.model import Dataset, Source
from kzstats.dataset.yaml import Plain, decoded
from kzstats.drafting import drafts, writing
from kzstats.drafting.candidates import OPEN
from kzstats.drafting.drafts import Draft, Proposer
from kzstats.values.notes import noted

FOLDER: Final = "drafts"
"""The folder beside the data in which drafts are kept."""


def path_of(data: Path, source: str) -> Path:
    """Where the draft of a source is kept: beside the data, and no part of them."""
    return data.parent / FOLDER / f"{source}.yaml"


def begin(
    dataset: Dataset,
    archive: Path,
    name: str,
    proposer: Proposer | None = None,
    say: writing.Say = str,
) -> tuple[Draft, bytes]:
    """The draft of a source whose text is in the archive, and its file; raises :class:`DataError`
    where there is none to be had.
    """
    path = archive / f"{name}.txt"
    try:
        article = texts.parse(files.read(path))
    except (OSError, UnicodeDecodeError) as error:
        what = getattr(error, "strerror", None) or error
        raise _refused(
            path,
            "text",
            noted("cannot be read: {what} (kzstats fetch keeps it there, as UTF-8)", what=what),
        ) from None
    source, entry = source_of(dataset, archive, name)
    if source.text_sha256 is None:
        raise _refused(
            path,
            name,
            noted(
                "the source has no text on record (add text_sha256: {hash})", hash=article.sha256
            ),
        )
    if source.text_sha256 != article.sha256:
        raise _refused(
            path,
            name,
            noted("is not the text on record (its SHA-256 is {hash})", hash=article.sha256),
        )
    draft = drafts.drafted(dataset, name, source, article, proposer)
    return draft, writing.draft_text(draft, source, entry, say).encode()


def source_of(
    dataset: Dataset, archive: Path, name: str
) -> tuple[Source, Mapping[str, Any] | None]:
    """The source's entry in the data, or the one that was fetched with the text, which the draft
    then brings along.
    """
    if name in dataset.sources:
        return dataset.sources[name], None
    path = archive / f"{name}.yaml"
    try:
        content = files.read(path)
    except OSError:
        raise _refused(
            path,
            name,
            noted(
                "is no source of the data, and none that was fetched (kzstats fetch URL --archive "
                "DIR)"
            ),
        ) from None
    plain = Plain(decoded(content, str(path)), str(path)).value()
    return source_in(
        plain.get("sources", {}).get(name) if isinstance(plain, dict) else None, path, name
    )


def source_in(entry: Any, path: Path, name: str) -> tuple[Source, Mapping[str, Any]]:
    """A source from its entry, which may still be open in parts."""
    if not isinstance(entry, dict):
        raise _refused(path, name, noted("holds no source of this name: {name}", name=name))
    known = {part: value for part, value in entry.items() if value != OPEN}
    try:
        return Source.model_validate({**_UNTIL_CHOSEN, **known}), entry
    except ValueError as error:
        raise _refused(
            path,
            name,
            noted("is not a source yet: {what} (fill in what is open)", what=_first(error)),
        ) from None


_UNTIL_CHOSEN: Final = {
    "publisher": OPEN,
    "publisher_class": "media",
    "title": OPEN,
    "url": "https://example.org/",
    "language": "en",
}
"""What stands for what is still open of a source while its article is read; without its day no
period can be told.
"""


def _first(error: ValueError) -> str:
    lines = str(error).splitlines()
    return " ".join(line.strip() for line in lines[1:3]) or lines[0]


def proposer_of(named: str) -> Proposer:
    """The function that a name leads to, ``module:function``; raises :class:`ValueError` where
    there is none.
    """
    module, colon, function = named.partition(":")
    if not colon:
        raise ValueError(f"{named!r} is not a module and a function (try mine:propose)")
    try:
        found = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise ValueError(
            f"{named!r} leads nowhere: {error} (is its folder on PYTHONPATH?)"
        ) from None
    proposer: Proposer = found
    return proposer


def _refused(path: Path, where: str, what: str) -> DataError:
    return DataError([Problem(str(path), 1, where, what)])
