"""What a draft needs besides its numbers: new metrics, labels, and how a figure stands to those on
record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from kzstats.checks import evidence
from kzstats.checks.archive import Article
from kzstats.checks.counting import UNITS
from kzstats.checks.finding import Answer
from kzstats.dataset.model import Metric, Record
from kzstats.drafting import deeds, joining, matching, titling
from kzstats.drafting.candidates import OPEN, Candidate, Work, is_open
from kzstats.drafting.phrases import phrase
from kzstats.drafting.units import Counted, of_word
from kzstats.values.notes import noted

_CAPITALS: Final = re.compile(
    r"(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'-]*)(?: (?:of|for|the|and|[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'-]*|[а-яё]+ая"
    r"|облысы))*"
)


Titles = dict[str, tuple[dict[str, Any], ...]]


def sketched(
    work: Work, candidates: list[Candidate]
) -> tuple[list[Candidate], dict[str, dict[str, Any]], Titles]:
    """The candidates with a new metric where none fits, one for those that count the same; what is
    known of each, and what is proposed for its title.
    """
    sketches: dict[str, dict[str, Any]] = {}
    titles: Titles = {}
    of: dict[tuple[str, ...], str] = {}
    told: set[tuple[str, ...]] = set()
    found: list[Candidate] = []
    for before in candidates:
        one = joining.part_of(work, before, found, sketches)
        if one.fields["metric"] != OPEN or one.unit is None:
            found.append(one)
            continue
        if "metric" not in one.choices and joining.continues(
            work, one, found[-1] if found else None
        ):
            metric = str(found[-1].fields["metric"])
            told.add((metric, *joining.told_by(work, one)))
            notes = {**one.notes, "metric": noted("goes on with the figure before")}
            timed = joining.with_time(work, one, found[-1])
            found.append(replace(timed, fields={**timed.fields, "metric": metric}, notes=notes))
            continue
        token = work.article.numbers[work.article.order[one.start]]
        nouns = token.nouns if one.kind not in ("amount", "duration") else ()
        title = titling.title(work.article, token, one.unit, one.kind, joining.area_of(one))
        key = (one.unit, one.kind, *(matching.stem(word) for word in nouns[:2]))
        if title:
            key = (one.unit, one.kind, title["en"])
        alone = one.kind in ("share", "amount", "duration") and not nouns and not title
        name = of.get(key) if not alone else None
        if (
            name is None or (name, *joining.told_by(work, one)) in told
        ):  # two figures of one time count two things
            sketch = _sketch(work, one, nouns, title)
            name = _name(work, one, sketch, title, sketches)
            of.setdefault(key, name)
            sketches[name] = sketch
            proposed = _proposals(work, one, title, [*titles.values()])
            titles |= {name: proposed} if proposed else {}
        told.add((name, *joining.told_by(work, one)))
        found.append(_with_new(one, name))
    metrics = {
        **work.dataset.metrics,
        **{name: sketch_of(known) for name, known in sketches.items()},
    }
    return _borne_out(work, found, metrics), sketches, titles


def _with_new(one: Candidate, name: str) -> Candidate:
    """A candidate with a new metric; beside those that its words may mean, where they mean one of
    several.
    """
    if "metric" in one.choices:
        return replace(
            one,
            choices={**one.choices, "metric": (*one.choices["metric"], {"metric": name})},
        )
    notes = {**one.notes, "metric": noted("new; {other}", other=one.notes["metric"])}
    kin = tuple({"metric": known} for known in _near(one))
    return replace(
        one,
        fields={**one.fields, "metric": name},
        notes=notes,
        choices={**one.choices, "metric": kin} if kin else one.choices,
    )


def _proposals(
    work: Work, one: Candidate, title: Mapping[str, str], taken: list[tuple[dict[str, Any], ...]]
) -> tuple[dict[str, Any], ...]:
    """What is proposed for a title: in three languages by the words of the field, unless another
    metric of the draft is called so; and the words of the article as they stand.
    """
    found: list[dict[str, Any]] = []
    known = [each["title"] for several in taken for each in several]
    for said in (title, {lang: f"{words} ({one.unit})" for lang, words in title.items()}):
        if said and said not in known and (said is title or one.kind == "amount") and not found:
            found.append({"title": dict(said)})
    words = _words(work.article, one)
    if words and work.source.language == "en" and not found:
        found.append({"title": {"en": words}})
    return tuple(found)


def _name(
    work: Work,
    one: Candidate,
    sketch: Mapping[str, Any],
    title: Mapping[str, str],
    taken: Mapping[str, Any],
) -> str:
    """An id for a new metric that none has: its English words, or its unit and its kind with the
    name of the source.
    """
    said = title.get("en") or str(sketch["title"]["en"])
    words = [
        word
        for word in re.findall("[a-z]{3,}", said.lower())
        if word not in ("and", "kazakhstan", "related", "who", "among", "the")
    ][:5]
    plain = (
        "_".join(words)
        if len(words) > 1 or (words and title)
        else f"{one.unit}_{one.kind}_{work.name}"
    )
    base = re.sub("_+", "_", re.sub("[^a-z0-9]", "_", plain.lower()))[:52].strip("_")
    return next(
        name
        for n in range(1, 1000)
        if (name := base if n == 1 else f"{base}_{n}") not in taken
        and name not in work.dataset.metrics
    )


def sketch_of(known: Mapping[str, Any]) -> Metric:
    """A sketched metric as the checks may be asked of it."""
    return Metric.model_validate(
        {
            "title": {"en": "M"},
            "definition": {"en": "M"},
            **{part: known[part] for part in known if part != "title"},
        }
    )


def _sketch(
    work: Work, one: Candidate, nouns: tuple[str, ...], proposed: Mapping[str, str]
) -> dict[str, Any]:
    counted = Counted(one.unit, "", one.kind)
    near = _near(one)
    told = work.article.numbers[work.article.order[one.start]]
    done = deeds.governing(work.article, told)
    topic = matching.topic_of(work.dataset, near, counted, done)
    title: dict[str, Any] = {"en": OPEN}
    words = _words(work.article, one)
    if words and not proposed and work.source.language in ("ru", "kk"):
        title[work.source.language] = words
    sketch: dict[str, Any] = {"title": title, "topic": topic, "kind": one.kind, "unit": one.unit}
    if one.unit in UNITS:
        sketch["counting_unit"] = one.unit
    elif nouns and work.source.language in ("en", "ru", "kk"):
        sketch["counted_as"] = {
            "en": [],
            work.source.language: [f"{matching.stem(word)}*" for word in nouns[:2]],
        }
        token = work.article.numbers[work.article.order[one.start]]
        head = titling.noun(work.article, token, one.unit)
        for lang, stems in (head.stems() if head is not None else {}).items():
            sketch["counted_as"].setdefault(lang, [])
            if lang != work.source.language:
                sketch["counted_as"][lang] = stems
        sketch["counted_as"] = {
            lang: words for lang, words in sketch["counted_as"].items() if words
        }
    return sketch


def _near(one: Candidate) -> list[str]:
    """The metrics of the data that are near a candidate of which none is ahead."""
    told = one.notes["metric"]
    return told.removeprefix("near: ").split(", ") if told.startswith("near: ") else []


def _words(article: Article, one: Candidate) -> str:
    """What the article says of a number, without the number: the words to make a title of."""
    token = article.numbers[article.order[one.start]]
    behind = re.findall(r"[^\W\d_][\w’-]*", article.text[token.end : token.segment[1]])[:8]
    before = re.findall(r"[^\W\d_][\w’-]*", article.text[token.segment[0] : token.start])
    said = " ".join(behind if len(behind) > 1 else [*before[-6:], *behind])
    if one.unit == "percent":
        said = re.sub(r"^(?:of )?(?:the |all )?(.*)", r"\1, share", said)
    return said[:1].upper() + said[1:]


def label(
    article: Article, one: Candidate
) -> tuple[dict[str, str], str, tuple[dict[str, Any], ...]]:
    """A label to tell a figure from others of its metric and time: the name that stands before its
    bracket, or one to be chosen, and what is proposed for it.
    """
    begin = article.text.rfind("\n", 0, one.start) + 1
    before = article.text[max(begin, one.start - 80) : one.start]
    bracket = re.search(rf"({_CAPITALS.pattern})\s\($", before)
    if bracket and re.match(r"[A-Z]", bracket[1]):
        return {"en": bracket[1]}, noted("the name before the bracket"), ()
    said = f"{bracket[1]}?" if bracket else noted("which event, donor or group is it of?")
    token = article.numbers[article.order[one.start]]
    several = titling.whose if one.fields["period"] == OPEN else titling.label
    found = {words["en"]: {"label": words} for words in several(article, token)}
    proposed = tuple(found.values())[:4]
    return {"en": OPEN}, said, proposed


def refused(work: Work, fields: Mapping[str, Any]) -> str:
    """What the checks say against a record of these fields; nothing where they pass, or where it is
    too open to be asked.
    """
    if (metric := work.dataset.metrics.get(str(fields.get("metric")))) is None:
        return noted("no metric is called {name}", name=fields.get("metric"))
    if OPEN in (fields.get("value"), fields.get("period"), fields.get("quote")):
        return ""
    try:
        record = made(fields)
    except ValueError as error:
        return str(error).splitlines()[0]
    (answers,) = answers_of(work, (record,), {record.metric: metric})
    told = [answer for answer in answers if answer.outcome in ("failed", "undecided")]
    return _said(told)


def _borne_out(
    work: Work, candidates: list[Candidate], metrics: Mapping[str, Metric]
) -> list[Candidate]:
    """The candidates with what the checks say against them, and with the context that names what is
    counted where a quote does not.
    """
    asked = [
        one
        for one in candidates
        if one.fields["metric"] in metrics
        and OPEN not in (one.fields[part] for part in ("value", "quote", "period"))
    ]
    told = dict(
        zip(map(id, asked), _against(work, [one.fields for one in asked], metrics), strict=True)
    )
    found = []
    for one in candidates:
        fields, against = dict(one.fields), told.get(id(one), [])
        if any(answer.question == "Q4" for answer in against) and "context" not in fields:
            for context in _naming(work.article, one):
                (better,) = _against(work, [{**fields, "context": context}], metrics)
                if len(better) < len(against):
                    fields, against = {**fields, "context": context}, better
                    break
        said = _said(against)
        found.append(
            replace(
                one,
                fields=in_order(fields),
                notes={**one.notes, "check": said} if said else one.notes,
            )
        )
    return found


def _said(answers: Iterable[Answer]) -> str:
    """What checks say, one after the other; nothing where there is none."""
    told = tuple(
        noted(
            "{question} {outcome}: {why}",
            question=one.question,
            outcome=one.outcome,
            why=one.reason or "",
        )
        for one in answers
    )
    return noted("{remarks}", remarks=told) if told else ""


def _against(
    work: Work, several: list[Mapping[str, Any]], metrics: Mapping[str, Metric]
) -> list[list[Answer]]:
    """What the checks of some records do not pass; whether they disagree with others is not asked
    here.
    """
    records = tuple(
        made({**fields, "id": f"draft-{number}"}) for number, fields in enumerate(several)
    )
    answers = answers_of(work, records, metrics)
    return [
        [one for one in each if one.outcome in ("failed", "undecided") and one.question != "Q6"]
        for each in answers
    ]


def _naming(article: Article, one: Candidate) -> list[str]:
    """The phrases before a number, the nearest first, that name what it counts."""
    begins = article.text.rfind("\n", 0, max(article.text.rfind("\n", 0, one.start), 0)) + 1
    found = []
    for word in reversed(list(re.finditer(r"[^\W\d_]+", article.text[begins : one.start]))):
        if (
            one.unit is not None
            and of_word(
                article.numbers[article.order[one.start]].code,
                word.group().lower().replace("ё", "е"),
            )
            == one.unit
        ):
            start = begins + word.start()
            tail = re.match(r"[^\W\d_]+(?: [^\W\d_]+){0,5}", article.text[start:])
            context = phrase(article, (start, start + (tail.end() if tail else len(word.group()))))
            if context is not None and not context.prefix and not context.suffix:
                found.append(context.words)
    return found[:3]


_ORDER: Final = (
    "id", "metric", "label", "period", "value", "area", "dimensions", "source", "said_by",
    "producer", "quote", "prefix", "suffix", "counted",
    "context", "inferred", "confirmed", "status", "note", "translation", "rank", "reason",
)  # fmt: skip


def in_order(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record in the order in which the data have them."""
    return {
        part: fields[part]
        for part in sorted(
            fields, key=lambda part: _ORDER.index(part) if part in _ORDER else len(_ORDER)
        )
    }


def made(fields: Mapping[str, Any]) -> Record:
    """A record of the fields of a draft, as the checks may be asked of it; raises
    :class:`ValueError` where they make none.
    """
    known = {part: value for part, value in fields.items() if not is_open(value) and part != "skip"}
    return Record.model_validate({"id": "draft", "area": "unspecified", "said_by": "-", **known})


def answers_of(
    work: Work, records: tuple[Record, ...], metrics: Mapping[str, Metric]
) -> list[tuple[Answer, ...]]:
    """What the checks say of records of the article."""
    sources = {**work.dataset.sources, work.name: work.source}
    lines, names = (1,) * len(records), ("draft",) * len(records)
    alone = replace(
        work.dataset, metrics=metrics, sources=sources, records=records, lines=lines, files=names
    )
    return [found.answers for found in evidence.verify(alone, {work.name: work.article})]
