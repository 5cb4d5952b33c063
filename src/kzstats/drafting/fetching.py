"""An article as the archive keeps it: the page as it came, its text, and what is known of the
source.

What a page says of itself is read by trafilatura and htmldate, the text of a PDF by pypdf; they are
loaded here and by nobody who serves figures.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from kzstats import files
from kzstats.checks import archive as texts
from kzstats.checks.spans import span
from kzstats.dataset.model import Dataset
from kzstats.drafting import web, writing
from kzstats.drafting.candidates import OPEN
from kzstats.drafting.web import FetchError, Page
from kzstats.numerals.scan import sentences
from kzstats.values.notes import noted

WEB_ARCHIVE: Final = "https://archive.org/wayback/available?url="
"""Where a public web archive is asked whether it holds a page."""
_ORDER: Final = (
    "publisher",
    "publisher_class",
    "title",
    "author",
    "published",
    "inferred",
    "url",
    "language",
    "text_sha256",
    "accessed",
    "archived_url",
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What of an article is kept: its id, its text, the page as it came with the ending of its
    file, and the source's entry with its notes.
    """

    name: str
    text: str
    kept: bytes
    ending: str
    entry: Mapping[str, Any]
    notes: Mapping[str, str]
    headers: tuple[tuple[str, str], ...] = ()


def of_page(page: Page, dataset: Dataset, today: date) -> Fetched:
    """What a page of the web makes as a source."""
    pdf = page.body.startswith(b"%PDF-") or "application/pdf" in page.header("content-type")
    known = {"url": page.url, "accessed": today.isoformat()}
    return _fetched(page.body, "pdf" if pdf else "html", known, dataset, page.headers)


def of_file(content: bytes, name: str, known: Mapping[str, str], dataset: Dataset) -> Fetched:
    """What a saved page, a PDF or a mere text makes as a source; what it does not say itself is
    left open.
    """
    head = content[:1000].lstrip().lower()
    ending = (
        "pdf"
        if head.startswith(b"%pdf-")
        else "html"
        if name.lower().endswith((".html", ".htm")) or head.startswith((b"<!doctype", b"<html"))
        else "txt"
    )
    return _fetched(content, ending, known, dataset, (), name)


def _fetched(
    content: bytes,
    ending: str,
    known: Mapping[str, str],
    dataset: Dataset,
    headers: tuple[tuple[str, str], ...],
    name: str = "",
) -> Fetched:
    url = known.get("url", OPEN)
    reader = {"html": _of_html, "pdf": _of_pdf, "txt": _of_text}[ending]
    try:
        said, notes = reader(content, url)
    except FetchError as error:
        raise FetchError(noted("{file}: {what}", file=name or url, what=error.told)) from None
    text = said.pop("text").strip() + "\n"
    if not text.strip():
        raise FetchError(
            noted(
                "{file}: no text is found in it (save the text yourself, and give the file)",
                file=name or url,
            )
        )
    said = {**said, **{part: value for part, value in known.items() if value}}
    _publisher(said, notes, url, dataset, given="publisher" in known)
    if said.get("language") not in ("en", "ru", "kk"):
        said["language"] = said.get("language") or _language(text)
    said["text_sha256"] = hashlib.sha256(text.encode()).hexdigest()
    said.setdefault("title", OPEN)
    said.setdefault("published", OPEN)
    said.setdefault("url", OPEN)
    notes = {part: note for part, note in notes.items() if part in said}
    entry = {part: said[part] for part in _ORDER if said.get(part)}
    return Fetched(_name(said, url, dataset), text, content, ending, entry, notes, headers)


def _of_html(content: bytes, url: str) -> tuple[dict[str, Any], dict[str, str]]:
    try:
        import trafilatura  # noqa: PLC0415 - for those who fetch, not for those who check or serve
        from htmldate import find_date  # noqa: PLC0415
    except ImportError:
        raise _lacking() from None
    address = url if url != OPEN else None
    found = trafilatura.bare_extraction(
        content, url=address, include_comments=False, include_tables=True, with_metadata=True
    )
    if found is None:
        return {"text": ""}, {}
    read = found.as_dict() if hasattr(found, "as_dict") else dict(found)
    title, text = _line(read.get("title")), str(read.get("text") or "")
    said: dict[str, Any] = {
        "title": title,
        "author": _line(read.get("author")),
        "publisher": _line(read.get("sitename")),
    }
    marked = re.search(rb"<html[^>]*\slang=[\"']?([A-Za-z]{2})", content[:5000])
    said["language"] = marked[1].decode().lower() if marked else None
    notes = {}
    day = find_date(content, url=None, original_date=True, extensive_search=False)
    inside = re.search(r"/(20\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?:/|-|\b)", url)
    if day:
        said["published"], notes["published"] = str(day), "by the marks of the page"
    elif inside:
        said["published"] = "-".join(part.zfill(2) for part in inside.groups() if part)
        said["inferred"], notes["published"] = {"published": "address"}, "by the address alone"
    elif guess := find_date(content, url=address, original_date=True, extensive_search=True):
        said["published"], notes["published"] = (
            OPEN,
            f"the page does not mark its day; its words may mean {guess}",
        )
    said["text"] = text if not title or text.startswith(title) else f"{title}\n\n{text}"
    return said, notes


def _lacking() -> FetchError:
    return FetchError(
        noted(
            "what reads web pages is not installed (make entry, or pip install --require-hashes -r "
            "requirements-entry.txt)"
        )
    )


def _of_pdf(content: bytes, url: str) -> tuple[dict[str, Any], dict[str, str]]:
    try:
        from pypdf import PdfReader  # noqa: PLC0415 - as above
        from pypdf.errors import PyPdfError  # noqa: PLC0415
    except ImportError:
        raise _lacking() from None
    try:
        reader = PdfReader(io.BytesIO(content))
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        about = reader.metadata
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise FetchError(noted("is a PDF that cannot be read: {why}", why=str(error))) from None
    said: dict[str, Any] = {
        "text": text,
        "title": _line(about.title if about else None) or _line(text.strip().split("\n")[0]),
    }
    said["author"] = _line(about.author if about else None)
    made = about.creation_date if about else None
    return said, {
        "published": f"a PDF does not say; it was made on {made:%Y-%m-%d}"
    } if made else {}


def _of_text(content: bytes, url: str) -> tuple[dict[str, Any], dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FetchError(noted("is not UTF-8 (save it as UTF-8)")) from None
    notes = {"title": "its first line"}
    if (day := _dateline(text)) is not None:
        notes["published"] = f"a text does not mark its day; its words may mean {day}"
    return {"text": text, "title": _line(text.strip().split("\n")[0])}, notes


_HEAD: Final = 600
"""In how many letters at its beginning a text says of which day it is."""


def _dateline(text: str) -> date | None:
    """The first day that the beginning of a text names with its year."""
    for token in texts.parse(text[:_HEAD].encode()).numbers:
        days = span(token) if token.year_said else None
        if days is not None and days[0] == days[1]:
            return days[0]
    return None


def _line(said: object) -> str | None:
    """Words in one line of at most 1000 letters, or nothing."""
    words = re.sub(r"\s+", " ", str(said or "")).strip()[:1000]
    return words or None


def _publisher(
    said: dict[str, Any], notes: dict[str, str], url: str, dataset: Dataset, given: bool
) -> None:
    """The publisher as the data know one of this host or of this name, else as the page says; its
    class is not guessed.
    """
    host = _host(url)
    for source in dataset.sources.values():
        same = host and _host(source.url) == host and not given
        if same or source.publisher == said.get("publisher"):
            said["publisher"], said["publisher_class"] = source.publisher, source.publisher_class
            notes["publisher"] = "as the data call it"
            return
    said["publisher"] = said.get("publisher") or host or OPEN
    said.setdefault("publisher_class", OPEN)
    notes["publisher_class"] = "state, court, igo, donor, ngo or media"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _language(text: str) -> str:
    """The language of most of a text's sentences, as the reader takes them."""
    counts = Counter(sentence.code for sentence in sentences(text[:20_000]))
    return counts.most_common(1)[0][0] if counts else OPEN


def _name(said: Mapping[str, Any], url: str, dataset: Dataset) -> str:
    """An id of publisher and day, one that no source has; of the first words of the title where no
    publisher is known.
    """
    same = [
        name
        for name, source in dataset.sources.items()
        if source.url == said.get("url") or source.text_sha256 == said.get("text_sha256")
    ]
    if same:
        return same[0]
    title = " ".join(str(said.get("title", "")).split()[:5])
    named = (_in_latin(str(said.get("publisher", ""))), _host(url).split(".")[0], _in_latin(title))
    base = next((one for one in named if len(one) > 2), f"text-{said['text_sha256'][:8]}")
    day = said.get("published", OPEN)
    base = base[:50].strip("-") + (f"-{day}" if day != OPEN else "")
    base = re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9-]", "", base.lower())).strip("-")
    return next(
        name
        for n in range(1, 1000)
        if (name := base if n == 1 else f"{base}-{n}") not in dataset.sources
    )


_LATIN: Final = {
    **dict(
        zip("абвгдезийклмнопрстуфыэәғқңөұүһі", "abvgdeziyklmnoprstufyeagqnouuhi", strict=True)
    ),
    "ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu",
    "я": "ya", "ъ": "", "ь": "",
}  # fmt: skip


def _in_latin(words: str) -> str:
    """Words as an id has them, Cyrillic ones by Latin letters."""
    said = "".join(_LATIN.get(letter, letter) for letter in words.lower())
    return re.sub(r"[^a-z0-9]+", "-", said).strip("-")


def archived(url: str, service: str, private: bool = False) -> str | None:
    """Where a public web archive holds a page, if it answers within ten seconds."""
    try:
        told = json.loads(web.page(service + quote(url, safe=""), private, 200_000, 10).body)
        found = told["archived_snapshots"]["closest"]["url"]
    except (FetchError, ValueError, KeyError, TypeError):
        return None
    return (
        str(found).replace("http://web.", "https://web.", 1)
        if re.fullmatch(r"https?://[\w./:%?=&-]+", str(found))
        else None
    )


def keep(found: Fetched, archive: Path) -> list[Path]:
    """Write what is kept of an article into the archive; raises :class:`FetchError` where another
    text of this name is kept already.
    """
    place = archive / f"{found.name}.txt"
    if place.exists() and files.read(place) != found.text.encode():
        raise FetchError(
            noted(
                "{file}: is there already, with another text (the page has changed? keep both "
                "under two names)",
                file=str(place),
            )
        )
    entry = found.entry
    lines = ["sources:", f"  {found.name}:"]
    for part, value in entry.items():
        note = found.notes.get(part, "")
        lines.append(f"    {part}: {writing.flow(value)}" + (f"  # {note}" if note else ""))
    writes = {place: found.text.encode()}
    entry_place = archive / f"{found.name}.yaml"
    if not entry_place.exists():  # else a person may have filled it in
        writes[entry_place] = ("\n".join(lines) + "\n").encode()
    if found.ending != "txt":
        writes[archive / f"{found.name}.{found.ending}"] = found.kept
    if found.headers:
        about = {
            "url": entry.get("url"),
            "accessed": entry.get("accessed"),
            "headers": [list(pair) for pair in found.headers],
        }
        writes[archive / f"{found.name}.headers.json"] = (
            json.dumps(about, ensure_ascii=False, indent=1) + "\n"
        ).encode()
    for path, content in writes.items():
        files.write(path, content)
    return list(writes)
