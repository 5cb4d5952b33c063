"""What a draft proposes for a metric, an area and a speaker: by the words that govern the number,
and open where they may mean two things.
"""

from dataclasses import replace
from functools import cache

import pytest
from begun import ROOT

import kzstats
from kzstats.checks import archive
from kzstats.dataset.model import Source
from kzstats.drafting import drafts
from kzstats.drafting.candidates import OPEN
from kzstats.drafting.voices import voices

NEW = "new"
CONVICTED, PROSECUTED, SENT = "convicted_persons", "prosecuted_persons", "persons_sent_to_court"
REGISTERED, PREVENTED = "registered_offences", "prevented_attacks"


@cache
def collection():
    """The metrics of the whole collection, and none of its figures."""
    data = kzstats.load(ROOT / "data" / "metrics.yaml")
    nothing = dict.fromkeys(
        ("records", "skipped", "unstated", "corrections", "additions", "lines", "files"), ()
    )
    return replace(data, **nothing)


@cache
def drafted(language, text, published="2018-05-03"):
    article = archive.parse(text.encode())
    source = Source.model_validate(
        {
            "publisher": "Press", "publisher_class": "media", "title": "T",
            "published": published, "url": "https://example.org/", "language": language,
            "text_sha256": article.sha256,
        }
    )  # fmt: skip
    return drafts.drafted(collection(), "press", source, article)


def metrics(draft):
    """What is proposed for the metric of each number: one of the data, a new one, or nothing."""
    return [
        NEW if (name := one.fields["metric"]) in draft.metrics else name for one in draft.candidates
    ]


@pytest.mark.parametrize(
    ("language", "text", "metric"),
    [
        ("en", "Prosecutor General's Office said that courts convicted 30 people of terrorism "
         "in 2017.", CONVICTED),
        ("en", "The prosecutors reported that 45 people were convicted of extremism in 2017.",
         CONVICTED),
        ("en", "Courts sentenced 61 people on charges of extremism in 2017.", CONVICTED),
        ("en", "In 2017, 61 people were prosecuted for extremism, the Supreme Court said.",
         PROSECUTED),
        ("en", "In 2017, prosecutors sent 28 people to court over terrorism.", SENT),
        ("en", "The court heard that 140 offences related to terrorism were registered in 2017.",
         REGISTERED),
        ("en", "In 2017 courts acquitted 12 people accused of terrorism.", NEW),
        ("en", "In 2017 courts convicted 412 people of corruption.", NEW),
        ("en", "Police detained 45 people in 2017 on suspicion of terrorism.", NEW),
        ("en", "In 2017 the state prevented 11 terrorist attacks, the Prosecutor General's Office "
         "said.", PREVENTED),
        ("ru", "По данным Генеральной прокуратуры, в 2017 году за терроризм осуждено 30 человек.",
         CONVICTED),
        ("ru", "За терроризм в 2017 году осуждено 45 лиц, сообщили в прокуратуре.", CONVICTED),
        ("ru", "В 2017 году суды осудили за терроризм 61 человека.", CONVICTED),
        ("ru", "В 2017 году за экстремизм к уголовной ответственности привлечены 62 человека, "
         "сообщили в Верховном суде.", PROSECUTED),
        ("ru", "В 2017 году в суд направлены дела в отношении 28 человек, обвиняемых в "
         "терроризме.", SENT),
        ("ru", "В 2017 году зарегистрировано 140 правонарушений, связанных с экстремизмом, "
         "сообщает Верховный суд.", REGISTERED),
        ("ru", "В 2017 году за коррупцию осуждено 412 человек.", NEW),
        ("ru", "В 2017 году оправдано 12 человек, обвинявшихся в терроризме.", NEW),
        ("ru", "Число осуждённых за экстремизм в 2017 году составило 114 человек.", CONVICTED),
        ("ru", "КНБ предотвратил в 2017 году 11 терактов, сообщили в прокуратуре.", PREVENTED),
        ("kk", "Бас прокуратураның мәліметінше, 2017 жылы терроризм үшін 30 адам сотталды.",
         CONVICTED),
        ("kk", "2017 жылы терроризм үшін 45 адам сотталған, деп хабарлады Бас прокуратура.",
         CONVICTED),
        ("kk", "2017 жылы терроризм үшін 62 адам қылмыстық жауаптылыққа тартылды, деп хабарлады "
         "Жоғарғы сот.", PROSECUTED),
        ("kk", "2017 жылы терроризм бойынша 28 адамның ісі сотқа жолданды.", SENT),
        ("kk", "2017 жылы экстремизмге байланысты 140 қылмыстық құқық бұзушылық тіркелді.",
         REGISTERED),
        ("kk", "2017 жылы сыбайлас жемқорлық үшін 412 адам сотталды.", NEW),
        ("kk", "2017 жылы 12 адам ақталды, олар терроризм үшін айыпталған.", NEW),
        ("kk", "Соттар 2017 жылы терроризм үшін 61 адамды соттады.", CONVICTED),
        ("kk", "2017 жылы 11 лаңкестік шабуылдың алды алынды, деп хабарлады прокуратура.",
         PREVENTED),
    ],
)  # fmt: skip
def test_a_metric_is_told_by_what_was_done_and_not_by_who_says_so(language, text, metric):
    assert metrics(drafted(language, text)) == [metric]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In 2017, 33 people detained over terrorism were convicted."),
        ("en", "In 2017 some 35 people were prosecuted and convicted of terrorism."),
        ("ru", "В 2017 году за терроризм осуждены 33 ранее задержанных человека."),
        ("kk", "2017 жылы терроризм үшін ұсталған 33 адам сотталды."),
    ],
)
def test_a_metric_is_open_where_the_words_tell_of_two_deeds(language, text):
    (one,) = drafted(language, text).candidates
    assert one.fields["metric"] == OPEN
    assert {"metric": CONVICTED} in one.choices["metric"]
    assert len(one.choices["metric"]) > 1


@pytest.mark.parametrize(
    ("language", "text", "areas"),
    [
        ("ru", "В Актюбинской области в 2017 году осуждено 30 человек.", ["KZ-15"]),
        ("ru", "В городе Алматы в 2017 году осуждено 30 человек.", ["KZ-75"]),
        ("ru", "В Западно-Казахстанской области в 2017 году осуждено 12 человек.", ["KZ-27"]),
        ("ru", "В 2017 году в Атырауской области осуждено 30 человек, в Мангистауской – 12.",
         ["KZ-23", "KZ-47"]),
        ("ru", "В 2017 году в ЗКО осуждено 30 человек.", ["KZ-27"]),
        ("ru", "В 2017 году в Казахстане осуждено 30 человек, сообщил прокурор Актюбинской "
         "области Омаров.", ["KZ"]),
        ("kk", "Ақтөбе облысында 2017 жылы 30 адам сотталды.", ["KZ-15"]),
        ("kk", "Алматы қаласында 2017 жылы 30 адам сотталды.", ["KZ-75"]),
        ("kk", "2017 жылы Батыс Қазақстан облысында 30 адам сотталды.", ["KZ-27"]),
        ("kk", "2017 жылы Қазақстанда 30 адам сотталды.", ["KZ"]),
        ("en", "In 2017, 30 people were convicted in Aqtobe Region.", ["KZ-15"]),
        ("en", "In Kazakhstan’s Qaraghandy Region, 30 people were convicted in 2017.", ["KZ-35"]),
        ("en", "Some 30 members of East Turkestan were convicted in Kazakhstan in 2017.", ["KZ"]),
    ],
)  # fmt: skip
def test_a_region_is_read_in_its_cases_and_is_no_country(language, text, areas):
    assert [one.fields["area"] for one in drafted(language, text).candidates] == areas


def test_a_town_where_something_may_only_have_been_said_is_left_to_a_person():
    (one,) = drafted("en", "In 2017, 30 people were convicted in Astana.").candidates
    assert (one.fields["area"], one.choices["area"][0]) == (OPEN, {"area": "KZ-71"})


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [
        ("ru", "Об этом сообщил на брифинге официальный представитель Генеральной прокуратуры "
         "Ерлан Омаров.", "официальный представитель Генеральной прокуратуры Ерлан Омаров"),
        ("ru", "По данным Генеральной прокуратуры, осуждено 30 человек.",
         "Генеральная прокуратура"),
        ("ru", "Зарегистрировано 30 дел по данным Комитета по правовой статистике и специальным "
         "учётам.", "Комитет по правовой статистике и специальным учётам"),
        ("ru", "Осуждено 30 человек, сообщили в Верховном суде.", "Верховный суд"),
        ("ru", "Всего осуждено 58 человек, рассказал в кулуарах Мажилиса министр юстиции Марат "
         "Бекетаев.", "министр юстиции Марат Бекетаев"),
        ("ru", "Официальный представитель Генеральной прокуратуры Айгуль Сатыбалдина сообщила, "
         "что осуждено 30.", "Официальный представитель Генеральной прокуратуры Айгуль "
         "Сатыбалдина"),
        ("kk", "Бас прокуратураның мәліметінше, 30 адам сотталды.", "Бас прокуратура"),
        ("kk", "30 адам сотталды, деп хабарлады Бас прокуратураның өкілі Ерлан Омаров.",
         "Бас прокуратураның өкілі Ерлан Омаров"),
        ("kk", "Ұлттық қауіпсіздік комитетінің төрағасы Ермек Сағымбаев брифингте айтты",
         "Ұлттық қауіпсіздік комитетінің төрағасы Ермек Сағымбаев"),
        ("en", "According to the Supreme Court, 30 people were convicted.", "Supreme Court"),
        ("en", "The Supreme Court on Thursday published its figures for 2017.", "Supreme Court"),
    ],
)  # fmt: skip
def test_who_speaks_is_named_whole_and_without_where_it_was_said(language, text, who):
    assert next(voice.who for voice in voices(language, text)) == who


@pytest.mark.parametrize(
    ("language", "text", "reasons"),
    [
        ("ru", "Самому младшему осуждённому 19 лет, самому старшему – 57 лет.", ["age", "age"]),
        ("en", "The youngest of the convicted was 19, the oldest 57.", ["age", "not_expressible"]),
        ("kk", "Ең жас сотталған 19 жаста, ең үлкені 57 жаста.", ["age", "age"]),
        ("ru", "Возраст осуждённых – 19/57 лет.", ["not_expressible"]),
        ("en", "Those detained were aged 19 and 57.", ["age", "not_expressible"]),
    ],
)
def test_ages_are_no_lengths_of_time_and_no_figures(language, text, reasons):
    draft = drafted(language, text)
    assert draft.candidates == ()
    assert [one.reason for one in draft.left] == reasons


def test_the_number_of_an_article_of_law_is_left_out_with_the_word_that_says_so():
    draft = drafted("en", "It was under Article 174 of the Criminal Code.")
    assert [(one.quote, one.reason) for one in draft.left] == [("Article 174", "name")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "В Казахстане в 2017 году за терроризм осуждено 412 человек. Годом ранее их было "
         "388."),
        ("en", "In Kazakhstan in 2017 some 412 people were convicted of terrorism. A year earlier "
         "there were 388."),
        ("kk", "Қазақстанда 2017 жылы терроризм үшін 412 адам сотталды. Бір жыл бұрын олар 388 "
         "болды."),
    ],
)  # fmt: skip
def test_what_it_was_a_year_earlier_is_of_the_same_metric_and_the_year_before_is_offered_first(
    language, text
):
    _, one = drafted(language, text).candidates
    assert (one.fields["metric"], one.fields["period"]) == (CONVICTED, OPEN)
    assert one.choices["period"][0]["period"] == "2016"


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        ("ru", "В 2017 году удалено 412 ссылок.", "internet"),
        ("en", "In 2017 they held 36 seminars.", "cooperation"),
        ("en", "In 2017 some 40 citizens were evacuated from Syria.", "returns"),
        ("kk", "2017 жылы 12 адам ақталды.", "cases"),
    ],
)
def test_the_topic_of_a_new_metric_is_that_of_those_that_count_the_like(language, text, topic):
    draft = drafted(language, text)
    assert [sketch["topic"] for sketch in draft.metrics.values()] == [topic]


def test_a_speaker_whom_the_data_name_in_the_language_of_the_article_is_called_as_they_do():
    (one,) = drafted("ru", "В 2017 году осуждено 30 человек, сообщили в Генеральной прокуратуре."
                     ).candidates  # fmt: skip
    assert one.fields["said_by"] == "Prosecutor General’s Office of Kazakhstan"


def test_an_office_that_is_named_again_without_its_name_is_the_last_one_that_was():
    (one,) = drafted("en", "The Supreme Court on Thursday published its report. According to the "
                     "office, 30 people were convicted in 2017.").candidates  # fmt: skip
    assert one.fields["said_by"] == "Supreme Court"


def test_what_one_dials_is_no_figure():
    draft = drafted("ru", "Телефон доверия: 114. На учёте состоят 210 человек.")
    assert [one.fields["value"] for one in draft.candidates] == [210]
