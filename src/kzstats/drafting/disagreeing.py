"""How a figure of an article stands to those on record of the same: one more source of it, or a
disagreement.
"""

from __future__ import annotations

from typing import Any

from kzstats.drafting.candidates import OPEN, Work
from kzstats.values.notes import noted


def beside_others(
    work: Work, fields: dict[str, Any], notes: dict[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """A candidate with what the figures on record say of the same: the same, or otherwise, which
    a person is to give the reason of.
    """
    same = [
        record
        for record in work.dataset.records
        if (record.metric, record.area, str(record.period))
        == (fields["metric"], fields["area"], fields["period"])
        and (record.label.en if record.label else None)
        == (fields["label"]["en"] if "label" in fields else None)
    ]
    others = [record for record in same if str(record.value) != str(fields["value"])]
    if same and not others:
        notes["id"] = noted(
            "the same as {name}, told by another article: one figure with two sources",
            name=same[0].id,
        )
    if others and fields["value"] != OPEN:
        told = work.dataset.sources[others[0].source]
        newer = work.source.published.start > told.published.end
        if newer and told.publisher == work.source.publisher:
            fields["rank"] = "preferred"
            notes["rank"] = noted(
                "the same publisher’s newer word; {name} is superseded", name=others[0].id
            )
        fields["reason"] = {"en": OPEN}
        notes["reason"] = noted(
            "disagrees with {name}: {publisher} of {day} says {value}; why may both be so?",
            name=others[0].id,
            publisher=told.publisher,
            day=str(told.published),
            value=str(others[0].value),
        )
    return fields, notes
