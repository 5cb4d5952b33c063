"""How much of an article a draft gets right, on articles whose truth is known.

    .venv/bin/python tests/drafting.py [FOLDER]

The folder holds texts with ``ground_truth.json``, as ``tests/articles`` does.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import reading
from thirteen import DATA

import kzstats
from kzstats.checks.archive import Article
from kzstats.dataset.model import Dataset, Source
from kzstats.drafting import drafts
from kzstats.drafting.candidates import OPEN, Candidate, is_open

MONTHS = 12
CHANGES = ("change_percent", "change_points", "change_absolute", "ratio", "margin")


@cache
def empty() -> Dataset:
    """The collection with its metrics, and without a figure."""
    return replace(
        kzstats.load(DATA),
        records=(),
        skipped=(),
        unstated=(),
        corrections=(),
        additions=(),
        lines=(),
        files=(),
    )


def long_text() -> str:
    """Twenty pages of paragraphs that are alike, each with numbers of its own."""
    lines = [
        line
        for text in reading.load().values()
        for line in text.article.text.split("\n")
        if len(line) > 80
    ]
    copies = (
        re.sub(
            r"(?<![\d.,])[1-9]\d{1,2}(?![\d.,])",
            lambda found, n=n: str(int(found.group()) + n),
            line,
        )
        for n in range(12)
        for line in lines
    )
    return "\n".join(copies)[:60_000]


@dataclass(frozen=True)
class Measured:
    """What a draft of one article came to, against its truth."""

    right: list[str]
    wrong: list[str]
    periods: Counter[str]
    wrong_periods: list[str]
    left_right: list[str]
    left_wrong: list[str]
    missing: list[str]
    typed: list[str]
    """The lines that a person writes letter by letter, to enter the article whole."""
    decisions: int
    most: int
    """How many decisions there may be: one a figure, and one a number with anything open."""
    figures: int


def draft_of(text: reading.Text) -> drafts.Draft:
    """The draft of an article of known truth."""
    truth = text.truth
    said = {
        part: truth[part]
        for part in ("publisher", "publisher_class", "title", "published", "url", "author")
        if truth.get(part)
    }
    source = Source.model_validate(
        {**said, "language": truth["language"][:3], "text_sha256": text.article.sha256}
    )
    return drafts.drafted(empty(), truth["id"], source, text.article)


def measured(text: reading.Text) -> Measured:
    """The draft of an article held against its truth, figure by figure and number by number."""
    draft, article = draft_of(text), text.article
    right, wrong, wrong_periods, periods = [], [], [], Counter[str]()
    for figure in text.truth["figures"]:
        if not reading.expressible(figure):
            continue
        found = next(
            (one for one in draft.candidates if _stands(article, figure, one) and _is(figure, one)),
            None,
        )
        told = (
            f"{figure['id']} {figure['comparator']} "
            f"{figure['value'] or (figure['low'], figure['high'])} {figure['unit']} | "
            f"{figure['quote']}"
        )
        noted = {"superseded": "superseded", "a norm": "norm"}.get(
            figure.get("note") or ""
        )  # what is a reason to leave a figure out
        if found is None and noted and _left_as(article, draft, figure["quote"], noted):
            right.append(told)
            continue
        if found is None:
            near = [
                f"{one.fields['value']} {one.unit}"
                for one in draft.candidates
                if _stands(article, figure, one)
            ]
            wrong.append(f"{told}: {near}")
            continue
        right.append(told)
        said = found.fields["period"]
        how = (
            "open"
            if said == OPEN
            else "right"
            if _same_period(said, figure["period"], text.truth["published"])
            else "wrong"
        )
        periods[how] += 1
        if how == "wrong":
            wrong_periods.append(f"{told}: {said}, not {figure['period']}")
    left_right, left_wrong = _none(text, draft)
    return Measured(
        right,
        wrong,
        periods,
        wrong_periods,
        left_right,
        left_wrong,
        missing(article, draft),
        *_typed(text, draft),
        len(draft.candidates),
    )


def _typed(text: reading.Text, draft: drafts.Draft) -> tuple[list[str], int, int]:
    """What a person must write letter by letter to enter an article whole, and how often one
    decides.

    A line is typed where nothing is offered for what is open, or where what is known of the article
    is not among the periods and speakers that are. Whether a title that is offered reads well is
    not measured. A figure is kept, or has its speaker changed, with one decision, and with it all
    that is proposed alone or first; one more is to take one of several, or to write what is not
    offered, or to change the speaker of a figure that is open.
    """
    lines, opened, picked = [], 0, 0
    for one in draft.candidates:
        figure = next(
            (known for known in text.truth["figures"] if _stands(text.article, known, one)), None
        )
        open_parts = [part for part, value in one.fields.items() if is_open(value)]
        opened += bool(open_parts)
        picked += sum(
            len(one.choices.get(part, ())) != 1 and part not in ("area", "label", "said_by")
            for part in open_parts
        )
        told = f"{one.fields['id']} {one.fields['value']}"
        for part in open_parts:
            offered = [str(each.get(part)) for each in one.choices.get(part, ())]
            known = figure["period"] if figure is not None and part == "period" else None
            if not offered or (
                known is not None
                and not any(_same_period(each, known, text.truth["published"]) for each in offered)
            ):
                lines.append(f"{told} {part}: {known or '-'} of {offered}")
        names = [
            one.fields["said_by"],
            *(each["said_by"] for each in one.choices.get("said_by", ())),
        ]
        names = [name for name in names if name != OPEN]
        spoken = [_same_name(name, figure["said_by"]) for name in names] if figure else [True]
        picked += not spoken[0] and bool(open_parts)  # to say that another one speaks of it
        if figure is not None and not any(spoken):
            lines.append(f"{told} said_by: {figure['said_by']} of {names}")
    lines += [f"{name} title" for name in draft.metrics if name not in draft.titles]
    lines += ["a phrase of what is left out" for one in draft.left if one.quote == OPEN]
    return lines, len(draft.candidates) + picked, len(draft.candidates) + opened


def _same_name(said: str, known: str) -> bool:
    """Whether two names share a word that is one of a name."""
    names = [name.lower().replace("комитет", "committee") for name in (said, known)]
    words = [{word[:6] for word in re.findall(r"\w{4,}", name)} for name in names]
    return bool(words[0] & words[1])


def _spans(article: Article, figure: dict[str, Any]) -> Iterator[tuple[int, int]]:
    for phrase in (figure["quote"], *(figure.get("also_at") or ())):
        said = re.sub(r"[ \t]+", " ", phrase)
        yield from (
            (match.start(), match.end()) for match in re.finditer(re.escape(said), article.text)
        )


def _stands(article: Article, figure: dict[str, Any], one: Candidate) -> bool:
    return any(start <= one.start and one.end <= end + 1 for start, end in _spans(article, figure))


def _is(figure: dict[str, Any], one: Candidate) -> bool:
    """Whether value, comparator and unit are right; years are months times twelve."""
    value = str(one.fields["value"])
    if one.unit is None:
        return False
    same = one.unit.replace("-", "_") == figure["unit"] or (
        _is_thing(one.unit) and _is_thing(figure["unit"])
    )
    if same and value in {*reading.values(figure), *_rounded(figure)}:
        return True
    if (one.unit, figure["unit"]) == ("year", "month"):
        return _times(value) in reading.values(figure)
    return False


def _is_thing(unit: str) -> bool:
    """Whether a unit is a word of one's own, which the format leaves free: a web page or a website,
    a centre or an institution.
    """
    return unit.islower() and unit not in (
        "person",
        "case",
        "offence",
        "event",
        "percent",
        "month",
        "year",
        "day",
        "week",
        "hour",
        "minute",
    )


def _rounded(figure: dict[str, Any]) -> list[str]:
    """A third, as records write it."""
    return (
        [f"{figure['value']:.1f}"]
        if figure["unit"] == "percent" and figure["value"] and figure["comparator"] == "="
        else []
    )


def _times(value: str) -> str:
    return re.sub(r"\d+", lambda found: str(int(found.group()) * MONTHS), value)


def _same_period(said: str, known: str, published: str) -> bool:
    return (
        said == known
        or (said.endswith("/..") and known == f"{said[:-2]}{published}")
        or said.replace("~", "") == known.replace("~", "")
    )


def _none(text: reading.Text, draft: drafts.Draft) -> tuple[list[str], list[str]]:
    """The numbers of an article that are no figures, and those figures that no record can hold:
    which have the right reason, and which have not.
    """
    right, wrong = [], []
    for place, reasons, told in _known(text):
        found = _reason_at(text.article, draft, place, held="date" in reasons)
        (right if found in reasons else wrong).append(
            f"{told}: {found}, known: {', '.join(sorted(reasons))}"
        )
    return right, wrong


def _known(text: reading.Text) -> Iterator[tuple[int, set[str], str]]:
    """Each number that is none: its place, the reasons that are right, and its words."""
    article = text.article
    for entry in text.truth["not_figures"]:
        quote = re.sub(r"[ \t]+", " ", entry["quote"]).strip()
        start = article.text.find(quote)
        if start < 0:
            continue
        numbers = [number.strip() for number in entry.get("numbers", [])]
        places = [article.text.find(number, start, start + len(quote)) for number in numbers] or [
            start
        ]
        seen = set()
        for place in places:
            inside = (
                token
                for token in article.numbers
                if token.kind != "period" and token.start < start + len(quote)
            )
            token = next((token for token in inside if token.end > max(place, start)), None)
            if place >= 0 and token is not None and token.start not in seen:
                seen.add(token.start)
                yield (
                    token.start,
                    _allowed(entry["reason"]),
                    f"{article.text[token.start : token.end]} | {quote}",
                )
    for figure in text.truth["figures"]:
        if reading.expressible(figure) or figure["kind"] in reading.KINDS:
            continue
        reason = "change" if figure["kind"] in CHANGES else "not_expressible"
        for start, end in list(_spans(article, figure))[:1]:
            value = abs(figure["value"] or 0)
            inside = [
                token
                for token in article.numbers
                if start <= token.start and token.end <= end and token.kind in ("number", "range")
            ]
            token = next((token for token in inside if float(token.low) == value), None)
            token = token or next(
                (token for token in inside if token.role not in ("level", "share")), None
            )
            if token is not None:
                yield (
                    token.start,
                    {reason},
                    f"{article.text[token.start : token.end]} | {figure['quote']}",
                )


def _allowed(reason: str) -> set[str]:
    if reason == "none_fits":
        return {"age", "not_expressible", "norm", "span"}
    if reason.startswith("part of"):
        return {"not_expressible", "figure"}
    return {"date", "span"} if reason in ("date", "span") else {reason}


def _reason_at(article: Article, draft: drafts.Draft, place: int, held: bool) -> str:
    if any(one.start <= place < one.end for one in draft.candidates):
        return "figure"
    for one in draft.left:
        if one.start <= place < one.end and one.quote != OPEN:
            return one.reason
    return (
        "date"
        if held
        and any(
            start <= place < end
            for one in draft.candidates
            for start, end in drafts.spans(article, one)
        )
        else "nothing"
    )


def _left_as(article: Article, draft: drafts.Draft, quote: str, reason: str) -> bool:
    start = article.text.find(re.sub(r"[ \t]+", " ", quote))
    return any(
        one.reason == reason and start <= one.start < start + len(quote) for one in draft.left
    )


def missing(article: Article, draft: drafts.Draft) -> list[str]:
    """The numbers of an article that are nowhere in its draft."""
    held = [(one.start, one.end) for one in (*draft.candidates, *draft.left)]
    held += [span for one in draft.candidates for span in drafts.spans(article, one)]
    return [
        article.text[token.start : token.end]
        for token in article.numbers
        if token.kind != "period"
        and not any(start <= token.start and token.end <= end for start, end in held)
    ]


def filled_in(draft: str) -> str:
    """A draft as somebody in a hurry leaves it: the first of what is proposed for a title, a label,
    an area or a part is taken, and figures of which anything else is open are left out.
    """
    lines: list[str] = []
    offered: dict[str, int] = {}
    for number, line in enumerate(draft.split("\n")):
        choice = re.match(r"    # choose (title|label|area|dimensions|said_by): ", line)
        if choice:
            offered.setdefault(choice[1], len(lines))
        part = re.match(r"(?:    |  - )(\w+): (.*)", line)
        place = offered.pop(part[1], None) if part else None
        if part and place is not None and '"?"' in part[2]:
            lines[place] = lines[place].replace("# choose", "choose", 1)
            lines.append(line)
            continue
        lines.append(re.sub(r'(title|label): \{en: "\?"', rf"\1: {{en: Words {number}", line))
        if re.match(r'    (metric|period|value|area): "\?"', line) and not any(
            "skip:" in before for before in lines[-5:]
        ):
            lines.append("    skip: not_expressible")
    return "\n".join(lines)


def main(folder: Path) -> None:
    """Print the tables."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    several: list[int] = []
    for name, text in reading.load(folder).items():
        found = measured(text)
        total = sums[text.truth["language"]]
        total += Counter(
            figures=len(found.right) + len(found.wrong), right=len(found.right), **{f"period "
                f"{how}": n for how, n in found.periods.items()},
            none=len(found.left_right) + len(found.left_wrong), left=len(found.left_right),
            missing=len(found.missing), articles=1, typed=len(found.typed),
        )  # fmt: skip
        sums[text.truth["language"]] = total
        print(
            f"{name}: {len(found.typed)} lines to type, {found.decisions} decisions for "
            f"{found.figures} figures (at most {found.most})"
        )
        several.append(len(found.typed))
        for words, lines in (
            ("WRONG", found.wrong),
            ("PERIOD", found.wrong_periods),
            ("REASON", found.left_wrong),
            ("MISSING", found.missing),
            ("TYPED", found.typed),
        ):
            for line in lines:
                print(f"  {words} {line}")
    print(f"lines to type, the median: {median(several):g}")
    for language, counts in sorted(sums.items()):
        dated = sum(counts[f"period {how}"] for how in ("right", "open", "wrong")) or 1
        print(
            f"{language}: value, mark and unit right {counts['right'] / counts['figures']:.1%} of "
            f"{counts['figures']}; "
            f"periods right {counts['period right'] / dated:.1%}, open "
            f"{counts['period open'] / dated:.1%}, "
            f"wrong {counts['period wrong'] / dated:.1%}; "
            f"no figures, with their reason {counts['left'] / counts['none']:.1%} of "
            f"{counts['none']}; missing {counts['missing']}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else reading.ARTICLES)
