"""Units have names in three languages, or are refused."""

import re

import make
import pytest

from kzstats.dataset import vocabulary
from kzstats.dataset.complaints import DataError
from kzstats.language import quantities


def test_a_unit_without_a_name_is_refused_with_what_may_have_been_meant():
    with pytest.raises(DataError, match=r"unit: the unit 'centres' has no name") as refused:
        make.dataset(metrics={"offences": {"unit": "centres"}})
    assert "did you mean centre?" in str(refused.value)


@pytest.mark.parametrize("unit", vocabulary.UNITS)
def test_every_other_unit_has_one_in_three_languages(unit):
    assert quantities.unit_name("en", unit, 1)
    for lang in ("ru", "kk"):
        assert re.search("[а-яё]", quantities.unit_name(lang, unit, 5))
