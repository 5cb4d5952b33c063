"""What stands beside the pages of an edition, and beside the editions: style, lists, feeds, maps,
and what leads to the latest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kzstats import files
from kzstats.content import citation, differences, feed, published
from kzstats.content.filed import page_file
from kzstats.content.published import Edition
from kzstats.edition.work import Work
from kzstats.exports import export
from kzstats.exports.extracts import as_json
from kzstats.language import dates, languages
from kzstats.language.translation import translate
from kzstats.render import html
from kzstats.serve import assets

_LARGEST_SITEMAP: Final = 45_000
_MOST_ENTRIES: Final = 100
"""How many changes of an edition are entries of the feed; of more the edition alone is one."""


def around(work: Work) -> Iterator[tuple[str, bytes]]:
    """The files beside the pages: style, script, what is counted, the articles, the feed and the
    map of the edition.
    """
    snapshot = work.snapshot
    yield "style.css", assets.style().encode()
    yield "copy.js", assets.script().encode()
    yield "icon.png", html.icon_file()
    yield (
        "api/metrics.json",
        as_json(
            {
                "metrics": {
                    name: metric.model_dump(mode="json")
                    for name, metric in snapshot.dataset.metrics.items()
                }
            }
        ),
    )
    yield (
        "api/sources.json",
        as_json(
            {"sources": {name: export.source(snapshot, name) for name in snapshot.dataset.sources}}
        ),
    )
    yield "changes.atom", _feed(work)
    yield "README.txt", _readme(work).encode()


def _readme(work: Work) -> str:
    edition = work.edition
    return (
        f"kzstats, edition of {edition.day}\n\n"
        f"Address: {edition.address}\nData: SHA-256 {edition.data}, last changed "
        f"{edition.changed}, {edition.records} figures\n"
        f"Pages: index.html, ru/index.html, kk/index.html; all else: contents/index.html\n"
        f"To see that nothing was changed: sha256sum -c "
        f"SHA256SUMS\n\n{citation.collection_line(work.snapshot, edition.address, 'en')}\n"
    )


def _feed(work: Work) -> bytes:
    """The changes of this edition, or where they are very many, or it is the first, the edition
    alone.
    """
    edition, base_url, day = work.edition, work.base_url, date.fromisoformat(work.edition.day)
    page = f"{base_url}/{page_file('en', published.CHANGES)}"
    said = (
        differences.told("en", edition.count) if edition.before else f"{edition.records} figures."
    )
    whole = feed.Entry(
        base_url, page, translate("en", "Edition of {day}", day=dates.day("en", day)), said, day
    )
    before = f"{base_url.rpartition('/')[0]}/{edition.before}"

    def figure(record: str) -> str:
        gone = all(change.now or change.record != record for change in work.changes)
        return f"{base_url if gone else before}/figure/{quote(record)}/index.html"

    each = (
        differences.entries(work.snapshot, work.changes, day, figure, "en")
        if len(work.changes) <= _MOST_ENTRIES
        else []
    )
    return feed.atom(
        citation.collection_title("en"), f"{base_url}/changes.atom", page, [whole, *each], day, "en"
    )


def lead(folder: Path, url: str, known: Sequence[Edition]) -> None:
    """Write what stands beside the editions and leads to the latest, each file in one step and the
    first page last.
    """
    latest = known[0]
    target = f"{latest.name}/index.html"
    listed = as_json(
        [
            {key: value for key, value in asdict(edition).items() if key != "made_from"}
            for edition in known
        ]
    )
    links = "".join(
        f'<li><a href="{latest.name}/{page_file(lang, "")}" lang="{lang}" '
        f'hreflang="{lang}">{escape(name)}</a></li>'
        for lang, name in reversed(languages.LANGUAGES.items())
    )
    older = "".join(
        f'<li><a href="{edition.name}/index.html">{edition.name}</a></li>' for edition in known
    )
    look = (
        ":root { color-scheme: light dark; } body { font: 1.1rem/1.6 system-ui, sans-serif; "
        "max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }"
    )
    first = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="refresh" content="0; url={target}"><link rel="canonical" '
        f'href="{escape(url)}/{target}">'
        f'<link rel="alternate" type="application/atom+xml" '
        f'href="changes.atom"><title>kzstats</title>\n'
        f"<style>{look}</style></head>\n<body><main><h1>kzstats</h1><ul>{links}</ul><h2>Editions</"
        f"h2><ul>{older}</ul></main></body></html>\n"
    )
    replaced = {
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {url}/sitemap.xml\n".encode(),
        "editions.json": listed,
        "changes.atom": (folder / latest.name / "changes.atom").read_bytes(),
        **_sitemaps(folder / latest.name, latest, url),
        "index.html": first.encode(),
    }
    for name, content in replaced.items():
        if not (folder / name).exists() or (folder / name).read_bytes() != content:
            files.write(folder / name, content)


def _sitemaps(folder: Path, edition: Edition, url: str) -> dict[str, bytes]:
    """The map of the latest edition's pages, in several files where it is long, and then one that
    names them.
    """
    listed = (
        line.partition("  ")[2]
        for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    found = [name for name in listed if name.endswith(".html") and "embed/" not in name]
    parts = [
        found[at : at + _LARGEST_SITEMAP] for at in range(0, len(found), _LARGEST_SITEMAP)
    ] or [[]]
    head, space = (
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
    )
    written = {
        (f"sitemap-{place}.xml" if len(parts) > 1 else "sitemap.xml"): (
            f"{head}<urlset {space}>\n"
            + "".join(
                f"<url><loc>{escape(f'{edition.address}/{name}')}</loc><lastmod>{edition.day}</"
                f"lastmod></url>\n"
                for name in part
            )
            + "</urlset>\n"
        ).encode()
        for place, part in enumerate(parts, 1)
    }
    if len(parts) > 1:
        entries = "".join(
            f"<sitemap><loc>{escape(f'{url}/{name}')}</loc></sitemap>\n" for name in written
        )
        written["sitemap.xml"] = (
            f"{head}<sitemapindex {space}>\n{entries}</sitemapindex>\n".encode()
        )
    return written
