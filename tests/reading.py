"""How the reader does on articles whose truth is known: what it takes of the honest figures, and
what of the wrong ones.

.venv/bin/python tests/reading.py [FOLDER]

The folder holds texts with ``ground_truth.json`` and ``wrong_values.json``, as ``tests/articles``
does.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import make

from kzstats.checks import archive, evidence
from kzstats.checks.archive import Article
from kzstats.checks.finding import Finding
from kzstats.dataset.model import Dataset, Metric, Record
from kzstats.numerals import Token

ARTICLES = Path(__file__).parent / "articles"
KINDS = {
    "flow": "flow",
    "stock": "stock",
    "cumulative": "cumulative",
    "amount": "amount",
    "share": "share",
    "duration": "duration",
    "sample": "stock",
    "target": "stock",
}
INFERENCES = (
    None, "article_date", "article_year", "article_month", "months_before_article",
    "previous_year", "month_of_article_year", "since_year", "year_to_date",
)  # fmt: skip
NOTATIONS = {
    "=": ("",),
    ">": (">",),
    ">=": (">=",),
    "<": ("<",),
    "<=": ("<=",),
    "about": ("~",),
    "nearly": ("~",),
    "just_under": ("<", "~"),
    "just_over": (">", "~"),
}


@dataclass(frozen=True)
class Text:
    """One article with what is known of it."""

    truth: dict[str, Any]
    article: Article
    dataset: Dataset

    def finding(self, unit: str, kind: str, **record: Any) -> Finding:
        """What the checks of a record of this article come to."""
        metric = _metric(re.sub("[^A-Za-z]", "-", unit), kind)
        made = Record.model_validate(
            {
                "id": "r",
                "metric": "m",
                "area": "KZ",
                "source": "press",
                "said_by": "An office",
                **record,
            }
        )
        (found,) = evidence.verify(
            replace(self.dataset, metrics={"m": metric}, records=(made,)), {"press": self.article}
        )
        return found


@cache
def _metric(unit: str, kind: str) -> Metric:
    return Metric.model_validate(
        {
            "title": {"en": "M"},
            "definition": {"en": "M"},
            "topic": "cases",
            "kind": kind,
            "unit": unit,
        }
    )


def truths(folder: Path = ARTICLES) -> list[dict[str, Any]]:
    """What is true of the articles of a folder, none of which is read."""
    found: list[dict[str, Any]] = json.loads(
        (folder / "ground_truth.json").read_text(encoding="utf-8")
    )["articles"]
    return found


NAMES = sorted(truth["id"] for truth in truths())


def load(folder: Path = ARTICLES) -> dict[str, Text]:
    """The articles of a folder by their ids."""
    found = {}
    for truth in truths(folder):
        content = (folder / f"{truth['id']}.txt").read_bytes()
        source = {
            "published": truth["published"],
            "language": truth["language"][:3],
            "text_sha256": hashlib.sha256(content).hexdigest(),
        }
        found[truth["id"]] = Text(
            truth, archive.parse(content), make.dataset([{}], sources={"press": source})
        )
    return found


def wrong(texts: dict[str, Text], folder: Path = ARTICLES) -> Iterator[tuple[dict[str, Any], str]]:
    """Each wrong value that was tried, and the badge it gets."""
    for tried in json.loads((folder / "wrong_values.json").read_text(encoding="utf-8")):
        record = {
            "value": int(tried["value"]) if tried["value"].isdigit() else tried["value"],
            "period": tried["period"],
            "quote": tried["quote"],
        }
        record |= {"context": tried["context"]} if tried["context"] else {}
        record |= {"inferred": {"period": tried["inferred"]}} if tried["inferred"] else {}
        yield (
            tried,
            texts[tried["fid"].split(":")[0]].finding(tried["unit"], tried["kind"], **record).check,
        )


def expressible(figure: dict[str, Any]) -> bool:
    """Whether a record can hold a figure: no change, ratio, rank or rate, and a period in EDTF."""
    unit = figure["unit"]
    odd = (
        unit in ("percentage_point", "times", "rank", "score")
        or "_per_" in unit
        or unit.startswith("per_")
    )
    return (
        (figure["kind"] in KINDS or figure["kind"] == "average")
        and not odd
        and re.fullmatch(r"[\d/~.-]+", figure["period"] or "") is not None
    )


def values(figure: dict[str, Any]) -> list[str]:
    """How a record may write a figure's value."""

    def plain(number: float) -> str:
        return str(int(number)) if number == int(number) else repr(number)

    if figure["comparator"] == "range":
        return [f"{plain(figure['low'])}..{plain(figure['high'])}"]
    return [qualifier + plain(figure["value"]) for qualifier in NOTATIONS[figure["comparator"]]]


def honest(text: Text, figure: dict[str, Any]) -> tuple[str, str]:
    """The best badge that an honest record of a figure gets, over the phrases and inferences that
    could be tried, and why no better one.
    """
    kind = KINDS.get(figure["kind"]) or (
        "duration" if figure["unit"] in ("month", "year", "day") else "stock"
    )
    periods = [figure["period"]]
    if figure["period"].endswith("/" + text.truth["published"]) and not figure["period"].startswith(
        ".."
    ):
        periods.append(figure["period"].split("/")[0] + "/..")
    best: tuple[int, str, str] = (9, "refused", "")
    for quote in _quotes(text.article, figure["quote"]):
        for context in _contexts(text.article, figure.get("context")):
            for how in INFERENCES:
                for value in values(figure):
                    for period in periods:
                        if how == "article_date" and kind in ("flow", "event"):
                            continue
                        record = {
                            "value": int(value) if value.isdigit() else value,
                            "period": period,
                            "quote": quote,
                        }
                        record |= {"context": context} if context else {}
                        record |= {"inferred": {"period": how}} if how else {}
                        found = text.finding(figure["unit"], kind, **record)
                        if found.check == "matches source":
                            return found.check, ""
                        told = [
                            answer
                            for answer in found.answers
                            if answer.outcome in ("failed", "undecided")
                        ]
                        rank = sum(5 if answer.outcome == "failed" else 1 for answer in told)
                        if rank < best[0] or best[1] == "refused":
                            best = (
                                rank,
                                found.check,
                                "; ".join(
                                    f"{answer.question} {answer.outcome}: {answer.words}"
                                    for answer in told
                                )
                                + f" [{record}]",
                            )
    return best[1], best[2]


def _quotes(article: Article, phrase: str) -> list[str]:
    """The phrase of the truth, and shorter and longer ones around each number of it."""
    phrase = re.sub(r"[ \t]+", " ", phrase)
    start = article.text.find(phrase)
    found = [phrase] if len(article.find(phrase)) == 1 else []
    for token in article.numbers:
        if (
            start <= token.start
            and token.end <= start + len(phrase)
            and token.kind in ("number", "range")
        ):
            found += [
                words
                for words in _around(article, token, range(1, 7))
                if len(article.find(words)) == 1
            ]
    return list(dict.fromkeys(found))[:24]


def _around(article: Article, token: Token, sizes: range) -> Iterator[str]:
    line = article.text.rfind("\n", 0, token.start) + 1
    words = [
        (match.start() + line, match.end() + line)
        for match in re.finditer(r"\S+", article.text[line:].split("\n", 1)[0])
    ]
    inside = [
        place
        for place, (first, last) in enumerate(words)
        if last > token.start and first < token.end
    ]
    for size in sizes:
        for first in range(max(0, inside[-1] - size + 1), inside[0] + 1):
            if inside[-1] < first + size <= len(words):
                yield article.text[words[first][0] : words[first + size - 1][1]].strip(
                    " .,;:«»“”()–—\u00a0\u202f"
                )


def _contexts(article: Article, given: str | None) -> list[str | None]:
    """No context, the truth's, and the shortest phrases that state each period of the text."""
    found: list[str | None] = [None, given] if given else [None]
    for token in article.numbers:
        if token.kind in ("date", "period") or (
            token.kind == "number" and 1900 <= token.low <= 2100 and token.end - token.start == 4
        ):
            found += [
                words
                for words in _around(article, token, range(1, 9))
                if len(article.find(words)) == 1
            ][:1]
    return list(dict.fromkeys(found))


def found_numbers(text: Text) -> tuple[int, int, list[str], list[str]]:
    """How many numbers of the truth there are and how many tokens, and which of each
    have no match.
    """
    places: list[tuple[int, int]] = []
    for entry in text.truth["not_figures"]:
        for start in _starts(text.article.text, entry["quote"].strip()):
            for number in entry.get("numbers", []):
                at = text.article.text.find(number.strip(), start, start + len(entry["quote"]))
                if at >= 0:
                    places.append((at, at + len(number.strip())))
            if not entry.get("numbers"):
                places.append((start, start + len(entry["quote"].strip())))
    quotes = [(figure["quote"], figure) for figure in text.truth["figures"]]
    quotes += [
        (phrase, figure) for figure in text.truth["figures"] for phrase in figure.get("also_at", [])
    ]
    spans = [
        (start, start + len(quote))
        for quote, _ in quotes
        for start in _starts(text.article.text, re.sub(r"[ \t]+", " ", quote))
    ]
    tokens = [token for token in text.article.numbers if token.kind != "period"]
    missed = [
        text.article.text[a:b]
        for a, b in places
        if not any(token.start < b and token.end > a for token in tokens)
    ]
    missed += [
        text.article.text[a:b]
        for a, b in spans
        if not any(token.start < b and token.end > a for token in tokens)
    ]
    extra = [
        text.article.text[token.start : token.end] for token in tokens
        if not any(token.start < b and token.end > a for a, b in places + spans)
    ]  # fmt: skip
    return len(places) + len(spans), len(tokens), missed, extra


def _starts(text: str, phrase: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(phrase), text)]


def main(folder: Path) -> None:
    """Print the tables."""
    texts = load(folder)
    badges = Counter()
    taken = []
    for tried, check in wrong(texts, folder):
        badges[check] += 1
        if check == "matches source":
            taken.append(tried)
    print(f"wrong values: {sum(badges.values())}, {dict(badges)}")
    for tried in taken:
        print(
            "  ACCEPTED",
            tried["fid"],
            tried["type"],
            tried["value"],
            tried["unit"],
            tried["period"],
            "|",
            tried["quote"],
            "|",
            tried["context"],
        )
    by_language: dict[str, Counter[str]] = defaultdict(Counter)
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts.values():
        for figure in text.truth["figures"]:
            if not expressible(figure):
                by_language[text.truth["language"]]["not expressible"] += 1
                continue
            check, why = honest(text, figure)
            by_language[text.truth["language"]][check] += 1
            by_kind[figure["kind"]][check] += 1
            if check != "matches source":
                print(
                    "  ",
                    figure["id"],
                    figure["comparator"],
                    figure["value"],
                    figure["unit"],
                    figure["period"],
                    "|",
                    figure["quote"],
                    "\n      ",
                    check,
                    why,
                )
    for name, counts in [*sorted(by_language.items()), *sorted(by_kind.items())]:
        tried_here = sum(count for check, count in counts.items() if check != "not expressible")
        print(
            f"{name}: {counts['matches source'] / max(tried_here, 1):.1%} of {tried_here} "
            f"accepted, {dict(counts)}"
        )
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for text in texts.values():
        known, tokens, missed, extra = found_numbers(text)
        for place, count in enumerate((known, len(missed), tokens, len(extra))):
            totals[text.truth["language"]][place] += count
        print(f"{text.truth['id']}: missed {missed}, extra {extra}")
    for language, (known, missed_here, tokens, extra_here) in totals.items():
        print(
            f"{language}: recall {1 - missed_here / known:.3f} of {known}, precision "
            f"{1 - extra_here / tokens:.3f} of {tokens}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
