"""Data files damaged in every way that was thought of, each of any length."""

import json
import math
from collections.abc import Callable

import make

HEAD = make.yaml_text([]).partition("records:\n")[0]


def repeated(
    entry: Callable[[int], str], size: int, before: str = HEAD + "records:\n", after: str = ""
) -> bytes:
    """Entries between two pieces of text, as many as fit."""
    count = size // len(entry(99_999))
    return (before + "".join(map(entry, range(count))) + after).encode()


def record(place: int, **changed: object) -> str:
    entry = {"id": f"r{place}", "metric": "offences", "period": "2014", "value": 100, "area": "KZ", "source": "press", "said_by": "An office",
             "quote": "so many in a year", **changed}  # fmt: skip
    return f"  - {json.dumps(entry)}\n"


def source(place: int) -> str:
    return f"  press-{place:06}: {json.dumps(make.SOURCES['press'])}\n"


def with_many_sources(size: int, said: Callable[[int], str]) -> bytes:
    count = size // 2 // len(source(1))
    sources = HEAD.replace("sources:\n", "sources:\n" + "".join(map(source, range(count))), 1)
    return repeated(
        lambda place: record(place, source=said(place)), size // 2, sources + "records:\n"
    )


def with_records(after: Callable[[int], str], size: int, key: str) -> bytes:
    valid = repeated(record, size // 2).decode()
    return repeated(after, size // 2, f"{valid}{key}:\n")


BREAKS = (
    HEAD.replace("metrics:\n", "metrics:\n  one: {breaks: [", 1).partition("one: {breaks: [")[0]
    + "one: {breaks: ["
)
DAMAGE: dict[str, Callable[[int], bytes]] = {
    "zeros, as after a power cut": bytes,
    "half of it zeros": lambda size: repeated(record, size // 2) + bytes(size // 2),
    "UTF-16 without its mark": lambda size: repeated(record, size // 2).decode().encode("utf-16-le"),
    "hidden characters in many lines": lambda size: repeated(lambda place: record(place).replace("office", "off\u200bice"), size),
    "a bit turned": lambda size: repeated(record, size)[: size // 2] + b"\xff" + repeated(record, size)[size // 2 :],
    "cut": lambda size: repeated(record, size)[:-30],
    "one source misspelt everywhere": lambda size: repeated(lambda place: record(place, source="pres"), size),
    "every source misspelt in its way": lambda size: with_many_sources(size, lambda place: f"prss-{place:06}"),
    "half the sources missing": lambda size: with_many_sources(size, lambda place: f"press-{place * 2:06}"),
    "every metric unknown": lambda size: repeated(lambda place: record(place, metric=f"offence_{place}x"), size),
    "dangling corrections": lambda size: with_records(
        lambda place: f'  - {{record: r{place}x, date: "2017-01-01", was: "1", reason: {{en: a}}}}\n', size, "corrections"
    ),
    "names of nobody": lambda size: with_records(lambda place: f"  The Press {place}: {{ru: a, kk: b}}\n", size, "names"),
    "one id for all": lambda size: repeated(lambda place: record(0), size),
    "one number skipped everywhere": lambda size: with_records(lambda place: "  - {source: press, quote: in all, reason: page}\n", size, "skipped"),
    "repeated keys in one mapping": lambda size: repeated(lambda place: "  press: {a: b}\n", size, "sources:\n"),
    "repeated keys in each": lambda size: repeated(lambda place: record(place).replace("}", ', "id": "a"}'), size),
    "anchors": lambda size: repeated(lambda place: record(place).replace('"An office"', f"&a{place} An office"), size),
    "aliases": lambda size: repeated(lambda place: record(place).replace('"An office"', "*a"), size),
    "traps in every line": lambda size: repeated(lambda place: record(place).replace('"An office"', "no"), size),
    "nothing in every line": lambda size: repeated(lambda place: record(place).replace('"press"', ""), size),
    "a wrong value everywhere": lambda size: repeated(lambda place: record(place, value="30 or so"), size),
    "everything wrong everywhere": lambda size: repeated(lambda place: f"  - {{a{place}: 1, value: x, period: y, area: z}}\n", size),
    "words for records": lambda size: repeated(lambda place: "  - word\n", size),
    "a list in one line": lambda size: repeated(lambda place: "a,", size, HEAD + "records: [", "a]\n"),
    "unknown keys at the top": lambda size: repeated(lambda place: f"key{place}: 1\n", size, ""),
    "unknown keys in one record": lambda size: repeated(lambda place: f" key{place}: 1,", size, HEAD + "records:\n  - {id: a,", "}\n"),
    "many entries within an entry": lambda size: repeated(lambda place: "{date: x},", size, BREAKS, "]}\n"),
    "deep nesting": lambda size: b"[" * size,
    "deep nesting in the middle": lambda size: repeated(record, size // 2) + b"  - " + b"{a: " * (size // 8),
    "deep indentation": lambda size: "".join(f"{' ' * depth}a:\n" for depth in range(math.isqrt(2 * size))).encode(),
    "unclosed quotes": lambda size: repeated(record, size // 2) + b'  - {id: "' + b"a b: c\n" * (size // 14),
    "an unclosed bracket": lambda size: repeated(record, size // 2) + b"  - [" + b"a, b: c,\n" * (size // 18),
    "one long line": lambda size: b"sources: " + b"a b: c " * (size // 7),
    "one long number": lambda size: b"sources: " + b"1" * size,
    "one long date": lambda size: b"sources: 2015-01-01T" + b"1 " * (size // 2),
    "one long value": lambda size: (HEAD + "records:\n" + record(0, value=">" + "1" * size)).encode(),
    "one long period": lambda size: (HEAD + "records:\n" + record(0, period="2014-" * (size // 5))).encode(),
    "one long id": lambda size: (HEAD + "records:\n" + record(0, id="a-" * (size // 2))).encode(),
    "one long quote": lambda size: (HEAD + "records:\n" + record(0, quote="a " * (size // 2))).encode(),
    "one long key": lambda size: (HEAD + "records:\n  - {" + "k" * size + ": 1}\n").encode(),
    "one long source": lambda size: (HEAD + "records:\n" + record(0, source="a" * size)).encode(),
    "colons": lambda size: b"a" + b": " * (size // 2),
    "quotes and colons": lambda size: b"a: \"b\" c: 'd' " * (size // 15),
    "tabs": lambda size: b"sources:\n" + b"\ta: b\n" * (size // 6),
    "percent signs": lambda size: b"%a b\n" * (size // 5),
    "question marks": lambda size: b"? " * (size // 2),
    "an empty line a byte": lambda size: b"\n" * size,
    "carriage returns": lambda size: b"a: b\r" * (size // 5),
}  # fmt: skip
