"""The periods that words state, in three languages: days, months, quarters, "the first nine months", "since", "last year".

Each is read where it begins, by the patterns of its language, the longest kinds first. A part of a year is a span of its own and
never the year; a year that is not said is left open, to be taken from the article or from other words of the record.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from kzstats.numerals import english, kazakh, russian
from kzstats.numerals.dated import When, when

_S = r"[\s\u00a0\u202f]"


@cache
def _reading(
    code: str,
) -> tuple[
    frozenset[str], re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...], dict[str, int]
]:
    """The words that a period may begin with, what fits wherever a pattern does, the patterns with what each is, and the months."""
    months = {"en": english, "ru": russian, "kk": kazakh}[code].lexicon().months
    month = (
        "(?:" + "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True)) + r")\b"
    )
    number = {
        "en": "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve",
        "ru": "дв[ае]|два|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать|двенадцать|двух|трех|трёх",
        "kk": "екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|он бір",
    }[code]
    compiled = []
    for line in _PATTERNS[code].strip().splitlines():
        kind, _, pattern = line.partition(":: ")
        pattern = re.sub(
            r"<M(\d)>",
            lambda found: rf"(?P<m{found[1]}>{month})(?:\.(?= ?\d))?",
            pattern.replace("⟂", r"(?!\w)"),
        )
        pattern = re.sub(r"<dD(\d)D>", lambda found: rf"(?P<d{found[1]}>\d{{1,2}})(?!\d)", pattern)
        pattern = re.sub(
            r"<N(\d?)N?>", lambda found: rf"(?P<n{found[1]}>\d{{1,2}}|{number})(?!\w)", pattern
        )
        compiled.append((re.compile(pattern.replace(" ", _S), re.IGNORECASE), kind))
    # One pattern of them all without its names, so that a place is asked once whether one fits, and which is the first.
    nameless = "|".join(
        f"(?P<k{order}>{re.sub(r'[(][?]P<[a-z0-9]+>', '(?:', pattern.pattern)})"
        for order, (pattern, _) in enumerate(compiled)
    )
    return (
        _BEGIN[code] | frozenset(months),
        re.compile(nameless, re.IGNORECASE),
        tuple(compiled),
        months,
    )


_BEGIN: Final = {
    "en": frozenset(
        ["yesterday", "next", "following", "coming", "same", "corresponding", "comparable", "analogous", "over", "during", "within", "preceding", "first", "second", "third", "fourth", "last", "final", "past", "previous", "the", "this", "current", "since", "from", "between", "end", "beginning", "start", "at", "by", "so", "year", "fiscal", "financial", "academic", "now", "currently", "today", "nine", "six", "two", "three", "four", "five", "seven", "eight", "ten", "eleven", "twelve", "fy", "a", "one", "in", "this", "whole", "entire", "full"]
    ),
    "ru": frozenset(
        ["вчера", "следующий", "следующем", "следующего", "следующему", "будущий", "будущем", "будущего", "будущему", "аналогичный", "аналогичном", "аналогичного", "аналогичным", "аналогичному", "соответствующий", "соответствующем", "соответствующего", "соответствующим", "тот", "том", "того", "тем", "это", "эти", "те", "минувшую", "прошлую", "прошлой", "с", "со", "за", "в", "во", "на", "к", "по", "первый", "первая", "первое", "первой", "первом", "первого", "первую", "втором", "второй", "второе", "второго", "третий", "третьем", "третьего", "третьей", "четвертый", "четвертом", "четвертого", "i", "ii", "iii", "iv", "начиная", "прошлом", "прошлого", "прошлый", "прошлым", "прошлому", "минувшем", "минувшего", "минувший", "предыдущем", "предыдущего", "этом", "этого", "текущем", "текущего", "нынешнем", "нынешнего", "годом", "сейчас", "сегодня", "ныне", "конец", "конце", "концу", "конца", "начало", "начале", "началу", "начала", "итогам", "течение", "всего", "десятилетие", "десять", "год", "месяц", "два", "три", "пять", "первые", "первых", "первую", "между", "истекшем"]
    ),
    "kk": frozenset(
        ["кеше", "келесі", "алдағы", "былтыр", "былтырғы", "өткен", "биыл", "биылғы", "осы", "ағымдағы", "алдыңғы", "жыл", "жылдың", "алғашқы", "бірінші", "екінші", "үшінші", "төртінші", "i", "ii", "iii", "iv", "қазір", "бүгінде", "бүгінгі", "қазіргі", "бүгін", "тоғыз", "алты", "үш", "екі", "төрт", "бес", "жеті", "сегіз", "он", "толық", "бүкіл", "тұтас", "бір"]
    ),
}  # fmt: skip

# One pattern a line: what it is, then how it is written. A space is any space, ⟂ the end of a word; the first that fits is taken.
_PATTERNS: Final = {
    "en": r"""
same:: (?:(?:in|over|during|for|of|from|with) )?(?:the )?(?:same|corresponding|comparable|analogous) (?:(?:first |second |third |fourth |last )?(?:period|quarter|half|months?|time frame|time)|<N> months)(?:(?:,? (?:of|in|for))?(?: the)? (?P<y>\d{4}|(?:last|previous|preceding|prior|past) year)|,? a year (?:earlier|before|ago))⟂
todate:: since (?:the )?(?:beginning|start) of (?:the|this)(?: current)? year⟂|so far this year⟂|(?:this )?year to date⟂|since (?:the )?new year⟂
since:: since (?:it|they|the [a-z]+|its [a-z]+)(?: was| were| has been| first)? (?:beg[au]n|start(?:ed)?|opened|launch(?:ed)?|found(?:ed|ing)|establish(?:ed|ment)|inception|creat(?:ed|ion)|set up) in (?:<M5> )?(?P<y5>\d{4})⟂
since:: since (?:early|(?:the )?(?:beginning|start) of) (?:the year )?(?P<y4>\d{4})⟂
since:: since (?:<dD1D>(?:st|nd|rd|th)? )?(?:<M1> )?(?:(?<=[a-z.] )<dD2D>(?:st|nd|rd|th)?,? ?)?(?P<y>\d{4})(?![\d,.]\d|\d)|since <M2> <dD3D>(?!\d)|since <M3>(?! \d)(?!, \d{4})
months_to:: (?:the )?<N> months (?:to|ended|ending|through|up to)(?: the end of| end of)? <M1> (?P<y>\d{4})
months:: (?:the )?first <N> months(?: of)? (?P<y>\d{4}|(?:this|last|the current|the previous) year|the year)⟂|(?:the )?first <N2N> months⟂|<N3N> months of (?P<y2>\d{4}|(?:this|last) year)⟂
quarter:: (?:the )?(?P<q>first|second|third|fourth|last|final|1st|2nd|3rd|4th)(?: |-)quarter(?:,?(?: of)? (?P<y>\d{4}|(?:this|last|the current|the previous) year))?⟂|Q(?P<q2>[1-4])(?:,?(?: of)? (?P<y2>\d{4}))?⟂
half:: (?:the )?(?P<h>first|second|1st|2nd|last)(?: |-)half(?: of)? (?P<y>\d{4}|(?:this|last|the current|the previous) year|the year)⟂|H(?P<h2>[12])(?:,?(?: of)? (?P<y2>\d{4}))?⟂|(?P<h3>first|second) half⟂(?! (?:of|an|a)⟂)
edge:: (?:(?:at|by|as of|from) )?(?:the )?(?P<edge>end|beginning|start) of (?:the )?(?:<M1> )?(?P<y>\d{4}|(?:(?:this|last|the previous|previous) )?year)⟂(?! \d)
edge:: (?:(?:at|by|as of) )?(?P<y>year)(?: |-)(?P<edge>end)⟂
edge:: (?:(?:at|by|as of|from) )?(?:the )?(?P<edge>end|beginning|start) of <M1>(?! \d)(?!, \d{4})
season:: (?:the )?(?P<season>fiscal|financial|academic|school)(?: year)? (?P<y>\d{4})(?:[/–-]\d{2,4})?⟂|FY ?(?P<y3>\d{4})(?:[/–-]\d{2,4})?⟂|(?:the )?(?P<y4>\d{4})[/–-]\d{2,4} (?:fiscal|financial|academic|school) year⟂
span:: (?:between |from )?<M1>(?: (?P<y>\d{4}))? ?(?:[-–]|to|and|until|through) ?<M2>,? (?P<y2>\d{4})(?!\w)
span:: <M1> (?:to|until|through) <M2>,? (?:of )?(?P<y>(?:this|last|the current|the previous) year)(?!\w)
span:: (?:between |from )<M1> (?:to|and|until|through) <M2>(?:,? (?:of )?(?P<y>(?:this|last|the current|the previous) year)(?!\w)|(?! \d)(?!, \d{4}))
span:: <M1> ?[-–] ?<M2>(?:,? (?:of )?(?P<y>(?:this|last|the current|the previous) year)(?!\w)|(?! \d)(?!, \d{4}))
pair:: <M1> and <M2>(?:,? (?:of )?(?P<y>\d{4}|(?:this|last|the current|the previous) year)(?!\w)|(?! \d)(?!\w))
days:: <dD1D>(?:st|nd|rd|th)? <M1>(?: (?P<y>\d{4}))? ?(?:[-–]|to|and) ?<dD2D>(?:st|nd|rd|th)? <M2>(?:,? (?P<y2>\d{4}))?(?!\w)
days:: <M1> <dD1D>(?:st|nd|rd|th)? ?(?:[-–]|to|and) ?<M2> <dD2D>(?:st|nd|rd|th)?(?:,? (?P<y2>\d{4}))?(?!\w)
firstdays:: (?:the )?first <dD1D> days of <M1>(?:,? (?P<y>\d{4}|this year|last year))?(?!\w)
day:: <dD1D>(?:st|nd|rd|th)?(?: ?(?:[-–]|and|to) ?<dD2D>)?(?:st|nd|rd|th)?(?: of)? <M1>(?:,? (?P<y>\d{4}|this year|last year))?(?!\w)
day:: (?<!in )<M1> <dD1D>(?:st|nd|rd|th)?(?: ?(?:[-–]|and|to) ?<dD2D>(?! [a-z]+ (?:people|persons)))?(?:st|nd|rd|th)?(?:,? (?P<y>\d{4}))?(?!\w)
month:: <M1>,? (?:of )?(?P<y>\d{4}|(?:this|last|the current|the previous) year)(?!\w)
whole:: (?:the )?(?:whole|entire|full) year⟂(?! (?:of )?\d)|the (?:whole|entire|full) (?:twelve|12) months⟂
last:: (?:the )?(?:last|previous|past|preceding) (?:calendar )?year⟂(?!s)
this:: (?:this|the current|current) year⟂
lastmonth:: (?:the )?last month⟂
earlier:: yesterday⟂|(?:a|the|one) year (?:earlier|before|ago)⟂|the year before⟂|(?:a|one|two) decades? (?:ago|earlier)⟂|<N> (?:years|months|weeks) (?:ago|earlier)⟂|a (?:month|week) (?:ago|earlier)⟂|(?:the )?(?:last|past|previous) (?:month|week)⟂|(?:over|in|during|within) (?:the |a |one )?year⟂(?! \d)
later:: (?:the )?(?:next|following|coming) (?:year|month)⟂
now:: now⟂|currently⟂|at present⟂|as of today⟂|today⟂|at the moment⟂|this month⟂
month:: <M2>(?! \d{4})(?!\w)
""",
    "ru": r"""
same:: (?:(?:за|в|во|с|со|на|к) )?(?:аналогичн[а-я]+|соответствующ[а-я]+|т[а-я]{1,3} же|эт[а-я]{1,3} же|сопоставим[а-я]+) (?:самый |самом |самого )?(?:отч[её]тн[а-я]+ )?(?:период[а-я]*|квартал[а-я]*|полугоди[а-я]*|месяц[а-я]*|срок[а-я]*|врем[а-я]+)(?: (?P<y>\d{4}|(?:прошл|минувш|предыдущ|предшествующ|истекш)[а-я]+ год[а-я]*)(?:-го)?(?: год[а-я]*| г\.?)?|,? год[а-я]* (?:ранее|назад|раньше))(?!\w)
todate:: с (?:самого )?начала (?:этого |текущего |нынешнего )?года⟂|с начала (?P<y>\d{4})(?: года| г\.)⟂?
span:: с <M1>(?: (?P<y>\d{4})(?: года| г\.?)?)? по <M2> (?P<y2>\d{4}|(?:прошл|эт|текущ|нынешн)\w+ года)(?: года| г\.?|)
span:: с <M1> по <M2>(?! \d)
pair:: (?:в |за )?<M1> и <M2>(?: (?P<y>\d{4}|(?:прошл|эт|текущ|нынешн|минувш)[а-я]+ года)(?: года| г\.?)?(?!\w)|(?! \d)(?!\w))
days:: (?:с|со) <dD1D>(?: <M1>)?(?: (?P<y>\d{4})(?: года| г\.?)?)? по <dD2D> <M2>(?: (?P<y2>\d{4})(?: года| г\.?)?)?
years:: (?:с|за|в) (?P<y>\d{4})(?:-го)?(?: год[а-я]*)? (?:по|до) (?P<y2>\d{4})(?:-[а-я]{1,2})?(?: год[а-я]*| гг\.?)?(?!\w)
years:: (?:в |за |на )?(?P<y>\d{4}) ?[-–—] ?(?P<y2>\d{4}) (?:год[а-я]*|гг\.?)(?!\w)
years:: (?:в|за) (?P<y>\d{4})(?:-м)? и (?P<y2>\d{4})(?:-м)? год[а-я]*⟂
season:: (?:в |за |на )?(?P<y>\d{4})[/–-]\d{2,4} (?P<season>учебн|финансов)[а-я]+ год[а-я]*⟂
since:: (?:начиная )?со? (?P<y>\d{4})(?:-го)?(?: года?| г\.?)?⟂|(?:начиная )?с <M1> (?P<y2>\d{4})(?: года| г\.?)?⟂|с <dD1D> <M2>(?: (?P<y3>\d{4})(?: года| г\.?)?)?⟂|(?:начиная )?с <M4>(?! \d)(?! по\b)
months:: (?:за |по итогам |в течение )?(?:перв[а-я]+ )?<N> месяц[а-я]*,? (?P<y>\d{4}|(?:прошл|эт|текущ|нынешн|минувш|предыдущ)[а-я]+)(?:-го)?(?: год[а-я]*| г\.?)?(?!\w)|(?:за |в )?перв[а-я]+ <N2N> месяц[а-я]*⟂
quarter:: (?:за |в |во |на |по итогам )?(?P<q>перв[а-я]+|втор[а-я]+|трет[а-я]+|четв[её]рт[а-я]+|IV|III|II|I|[1-4](?:-[а-я]{1,2})?) квартал[а-я]*(?: (?P<y>\d{4}|(?:прошл|эт|текущ|нынешн|минувш|предыдущ)[а-я]+)(?:-го)?(?: год[а-я]*| г\.?)?)?(?!\w)
half:: (?:за |в |во |на |по итогам )?(?P<h>перв[а-я]+|втор[а-я]+|II|I|[12](?:-[а-я]{1,2})?) (?:полугоди[а-я]*|половин[а-я]+(?= \d{4}| (?:прошл|эт|текущ)))(?: (?P<y>\d{4}|(?:прошл|эт|текущ|нынешн|минувш|предыдущ)[а-я]+)(?:-го)?(?: год[а-я]*| г\.?)?)?(?!\w)
edge:: (?:на |в |к |по состоянию на )?(?P<edge>кон[а-я]+|начал[а-я]+) (?:<M1> )?(?P<y>\d{4}|(?:прошл|эт|текущ|нынешн|минувш|предыдущ)[а-я]+)(?:-го)?(?: год[а-я]*| г\.?)?(?!\w)
edge:: (?:на |в |к |по состоянию на )?(?P<edge>кон[а-я]+|начал[а-я]+) <M1>(?! \d)
edge:: (?:на |в |к |по состоянию на |до )?(?P<edge>кон[а-я]+|начал[а-я]+) (?P<y>года)(?! \d)(?!\w)
days:: <dD1D> <M1>(?: (?P<y>\d{4})(?: года| г\.?)?)? ?[-–—] ?<dD2D> <M2>(?: (?P<y2>\d{4})(?: года| г\.?)?)?(?!\w)
span:: (?:в |за )?<M1> ?[-–—] ?<M2> (?P<y2>\d{4}|(?:прошл|эт|текущ|нынешн)[а-я]+ года)(?: года| г\.?)?(?!\w)
span:: (?:в |за )?<M1> ?[-–—] ?<M2>(?! \d)
firstdays:: (?:за |в )?перв[а-я]+ <dD1D> (?:дн[а-я]+|суток) <M1>(?: (?P<y>\d{4}|(?:прошл|эт|текущ|нынешн)[а-я]+ года)(?: года| г\.?)?)?(?!\w)
day:: <dD1D>(?:-го)?(?: ?(?:[-–—]|и) ?<dD2D>)? <M1>(?: (?P<y>\d{4}|(?:прошл|эт|текущ|нынешн)[а-я]+ года)(?: года| г\.?)?)?(?!\w)
month:: (?:в |за |на |к )?<M1> (?P<y>\d{4}|(?:прошл|эт|текущ|нынешн|минувш)[а-я]+ года)(?: года| г\.?)?(?!\w)
lastmonth:: (?:в |за )?(?:прошл|минувш)[а-я]+ месяц[а-я]*⟂
earlier:: вчера⟂|(?:десятилетие|десять лет|<N> (?:лет|года|месяцев|месяца)|год|месяц) (?:назад|тому назад)⟂|годом (?:ранее|раньше)⟂|предыдущ[а-я]+ год[а-я]*⟂|позапрошл[а-я]+ год[а-я]*⟂|(?:в |на |за )?(?:прошл|минувш|предыдущ)[а-я]+ (?:месяц[а-я]*|недел[а-я]+)⟂|за год⟂
later:: (?:в |на |к )?(?:следующ|будущ)[а-я]+ (?:год|месяц)[а-я]*⟂
whole:: (?:за|в течение) (?:весь|целый|полный) (?:календарный )?год⟂|(?:в течение )?всего года⟂|за (?:все )?(?:двенадцать|12) месяцев⟂(?! \d)|по итогам (?:всего )?года⟂(?! \d)
last:: (?:в |за |на |по итогам )?(?:прошл|минувш|истекш)[а-я]+ год[а-я]*⟂
this:: (?:в |за |на )?(?:эт|текущ|нынешн)[а-я]+ год[а-я]*⟂
year:: (?:в|за) (?P<y>(?:19|20)\d\d)(?= [–—] (?!(?:19|20)\d\d(?!\d))\d|: )
year:: (?:в |за |на |к |по итогам )?(?P<y>\d{4})(?:-[а-я]{1,3})?,? (?:год[а-я]{0,2}|гг?\.?)(?!\w)|(?:в |за |на |к )?(?P<y2>(?:19|20)\d\d)-(?:м|й|го|му)⟂
now:: сейчас⟂|на сегодня[а-я]*(?: день)?⟂|в настоящее время⟂|на данный момент⟂|сегодня⟂|ныне⟂|на текущий момент⟂
month:: (?:в|за|на|с|по|к) <M1>(?! \d)(?!\w)|<M2>(?! \d)(?!\w)
""",
    "kk": r"""
same:: (?P<y>\d{4} жыл[а-яәғқңөұүһі]*|былтыр(?:ғы)?(?: жыл[а-яәғқңөұүһі]*)?|(?:өткен|алдыңғы) жыл[а-яәғқңөұүһі]*)(?: дәл)? (?:осы|сәйкес|сол|тиісті|ұқсас|осындай)(?: бір)? (?:кезең|мерзім|уақыт|тоқсан|жартыжылд|айлар|кез)[а-яәғқңөұүһі]*
todate:: (?:(?:биылғы|осы|ағымдағы) )?жыл басынан(?: бері| бастап)?⟂
years:: (?P<y>\d{4}) ?[-–—] ?(?P<y2>\d{4})(?: жылдар[а-яәғқңөұүһі]*| жж\.?)?⟂|(?P<y3>\d{4}) жылдан (?P<y4>\d{4}) жылға дейін⟂|(?P<y5>\d{4}) (?:мен|пен|бен) (?P<y6>\d{4}) жылдар[а-яәғқңөұүһі]*(?: аралығында| арасында)?⟂
since:: (?P<y4>\d{4}) жыл(?:дың|ғы) бас(?:ынан|талғаннан)(?: бері| бастап)?⟂
since:: (?P<y>\d{4}) жылдан (?:бері|бастап)⟂|(?P<y2>\d{4}) жылдан⟂(?! көп| аса| артық| астам| аз| кем)|(?P<y3>\d{4}) жылғы (?:<dD1D> )?<M1> (?:бері|бастап)⟂|<M2>(?: айынан)? (?:бері|бастап)⟂
season:: (?P<y>\d{4})[/–-]\d{2,4}(?: оқу)? (?P<season>оқу|қаржы) жыл[а-яәғқңөұүһі]*⟂
months:: (?P<y>\d{4} жыл[а-яәғқңөұүһі]*|биылғы|былтырғы|осы жылдың|өткен жылдың|ағымдағы жылдың|биыл|былтыр|жылдың)(?: алғашқы| бастапқы)? <N> (?:айда|айында|айы|айдың|ай ішінде|айға|ай)⟂|(?:алғашқы|бастапқы) <N2N> (?:айда|айында|ай ішінде|айы)⟂
quarter:: (?:(?P<y>\d{4} жыл[а-яәғқңөұүһі]*|биылғы|былтырғы|осы жылдың|өткен жылдың|ағымдағы жылдың) )?(?P<q>бірінші|екінші|үшінші|төртінші|IV|III|II|I|[1-4](?:-ші|-шы)?) тоқсан[а-яәғқңөұүһі]*⟂
half:: (?:(?P<y>\d{4} жыл[а-яәғқңөұүһі]*|биылғы|былтырғы|осы жылдың|өткен жылдың|ағымдағы жылдың) )?(?P<h>бірінші|екінші|алғашқы|II|I|[12](?:-ші|-шы)?) (?:жартыжылд[а-яәғқңөұүһі]*|жартысында)⟂
edge:: (?P<y>\d{4} жылдың|биылғы жылдың|өткен жылдың|былтырғы жылдың|осы жылдың) (?P<edge>соң|аяғ|бас)[а-яәғқңөұүһі]*⟂
edge:: (?P<y>жыл(?:дың)?) (?P<edge>соң|аяғ|бас)[а-яәғқңөұүһі]*⟂
edge:: <M1>(?: айының)? (?P<edge>соң|аяғ|бас)[а-яәғқңөұүһі]*⟂
span:: (?:(?P<y>\d{4} (?:жылғы|жылдың|жылы)|биылғы|былтырғы|өткен жылғы) )?<M1>(?: айынан)? <M2>(?: айына)? дейін⟂
span:: (?:(?P<y>\d{4} (?:жылғы|жылдың|жылы)|биылғы|былтырғы|өткен жылғы) )?<M1>(?: айы)? ?(?:[-–—]|мен|пен|бен) ?<M2>(?: ай[а-яәғқңөұүһі]*)?(?: аралығ[а-яәғқңөұүһі]*)?(?!\w)
firstdays:: (?:(?P<y>\d{4}) (?:жылғы|жылдың|жылы) )?<M1>(?: айының)? (?:алғашқы|бастапқы) <dD1D> күн[а-яәғқңөұүһі]*(?!\w)
days:: (?:(?P<y>\d{4}) (?:жылғы|жылдың|жылы) )?<M1> <dD1D>(?:-?[а-яәіңғүұқөһ]{1,4})? ?(?:[-–—]|мен|пен|бен) ?<dD2D>(?:-?[а-яәіңғүұқөһ]{1,4})? (?:аралығ|арас)[а-яәғқңөұүһі]*
days:: (?:(?P<y>\d{4}) (?:жылғы|жылдың|жылы) )?<M1> <dD1D>-?[иын][а-яәіңғүұқөһ]{1,4} <dD2D>-?[иінс][а-яәіңғүұқөһ]{1,4} дейін⟂
day:: <dD1D> <M1>,? (?P<y>\d{4})(?: жыл(?:ы|ғы|дың)?| ж\.?)?(?!\w)
day:: (?:(?P<y>\d{4}) (?:жылғы|жылдың|жылы) )?<dD1D>(?: ?(?:[-–—]|және|мен|пен) ?<dD2D>)?(?:-і|-сі|-ші|-ы)? <M1>(?: күні| айында)?(?!\w)
month:: (?P<y>\d{4} (?:жылғы|жылдың|жылы)|былтырғы|биылғы|былтыр|биыл|өткен жылғы|өткен жылдың) <M1>(?: айы[а-яәғқңөұүһі]*)?(?!\w)
whole:: (?:толық|бүкіл|тұтас) жыл (?:бойы|ішінде|бойынша)⟂|жыл бойы⟂|жылдың (?:толық )?қорытындысы бойынша⟂|(?:он екі|12) айда⟂
lastmonth:: өткен ай(?:да|дың|дағы)?⟂
earlier:: кеше⟂|(?:бір|<N>) (?:жыл|ай) бұрын⟂|он жыл бұрын⟂|бір жыл ерте⟂|(?:өткен|алдыңғы) (?:ай|апта)[а-яәғқңөұүһі]*⟂
later:: (?:келесі|алдағы) (?:жыл|ай)[а-яәғқңөұүһі]*⟂
last:: былтыр[а-яәғқңөұүһі]*⟂|(?:өткен|алдыңғы) жыл[а-яәғқңөұүһі]*⟂
this:: биыл[а-яәғқңөұүһі]*⟂|(?:осы|ағымдағы) жыл(?:ы|ғы|да|дың)⟂
year:: (?P<y>\d{4}) (?:жылы|жылғы|жылдың|жылда|жылмен|жылғыдан|жыл бойы|жылға|жыл|ж\.)⟂?(?!\w)|(?P<y2>\d{4}) жыл[а-яәғқңөұүһі]*⟂
now:: қазір⟂|бүгінде⟂|бүгінгі (?:таңда|күні|күнге)⟂|қазіргі (?:таңда|уақытта|кезде)⟂|бүгін⟂
month:: <M1>(?: айы[а-яәғқңөұүһі]*)?(?!\w)
""",
}

_COMPARED: Final = {
    "en": re.compile(
        r"(?:\bthan(?: in| at)?|\bas (?:\w+ )?as(?: in)?|\bcompared (?:with|to)(?: in)?|\bversus"
        r"|(?:%|percent|cent|up|down|more|less|fewer|higher|lower) (?:on|over"
        r"|from))(?: the(?: same| whole)?)?(?: \w+ of)?\s$",
        re.I,
    ),
    "ru": re.compile(
        r"(?:\bчем(?: во?| за)?|\b(?:уровн[яюе]|показател[а-я]+|(?:к|с) данны[а-я]+)"
        r"|сравнени[юи] со?|\bпротив|\bк уровню|\bк|относительно"
        r"|\bу (?:показател\w+))(?: \w+ом)?(?:\s(?:аналогичн\w+ период\w+))?\s$",
        re.I,
    ),
    "kk": re.compile(r"(?!)"),
}
_COMPARED_AFTER: Final = re.compile(
    r"(?<=ғыдан)|(?<=гіден)|\s(?:деңгей|көрсеткіш)[а-яәғқңөұүһі]*(?:н[ае]н|мен)\b"
    r"|\s(?:салыстырғанда|қарағанда|салыстырып)|(?<=дан)(?=\s\d)|(?<=ден)(?=\s\d)"
)
_LOOSE: Final = {
    "en": re.compile(
        r"(?:\b(?:before|after|by|until|till|early|late|mid|not in|than in|(?:half|quarter|part"
        r"|end|beginning|start|middle|months|weeks|days) of|Q[1-4])(?: the)?(?: year)?[\s-])$",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"(?:\b(?:до|после|не позднее|не в|середин[аеуы]|летом|зимой|весной|осенью|не ранее|более"
        r"|раньше|позднее|накануне)\s(?:в\s|за\s)?)$",
        re.I,
    ),
    "kk": re.compile(r"(?!)"),
}
_LOOSE_AFTER: Final = {
    "kk": re.compile(r"\s(?:дейін|кейін|ортасы|жазы|күзі|көктемі|қысы|бұрын|қарсаңы)"),
    "ru": re.compile(r"\s(?:включительно|не)\b"),
    "en": re.compile(r"(?!)"),
}


def compared(code: str, text: str, start: int, end: int) -> bool:
    """Whether a period is what another figure is compared with."""
    return _COMPARED[code].search(text, max(0, start - 40), start) is not None or (
        code == "kk" and _COMPARED_AFTER.match(text, end) is not None
    )


def until(code: str, text: str, start: int, end: int) -> bool:
    """Whether the words beside a day make it the last one of what they speak of."""
    if code == "kk":
        return _UNTIL_AFTER.match(text, end) is not None
    return _UNTIL.search(text[max(0, start - 10) : start]) is not None


_UNTIL: Final = re.compile(r"\b(?:by|up to|к|по)(?: the)?\s$", re.IGNORECASE)
_UNTIL_AFTER: Final = re.compile(r"\s(?:дейін|таман)\b")
_BY: Final = re.compile(r"\bby (?:the )?$", re.IGNORECASE)
_IN_DIGITS: Final = re.compile(r"\d\W|[a-z] \d{1,2}$", re.IGNORECASE)


def loose(code: str, text: str, start: int, end: int) -> bool:
    """Whether the words beside a date or a year ("before", "early") make it another period."""
    if (
        code == "en"
        and _IN_DIGITS.search(text, start, end)
        and _BY.search(text[max(0, start - 8) : start])
    ):
        return False  # "by September 30, 2018" is as of that day
    return (
        _LOOSE[code].search(text, max(0, start - 40), start) is not None
        or _LOOSE_AFTER[code].match(text, end) is not None
    )


def beginnings(code: str) -> frozenset[str]:
    """The words that a period may begin with."""
    return _reading(code)[0]


def read(code: str, text: str, start: int) -> When | None:
    """The period whose words begin at a place, the first kind that fits."""
    _, one_of, patterns, months = _reading(code)
    first = one_of.match(text, start)
    if first is None:
        return None
    for pattern, kind in patterns[int((first.lastgroup or "k0")[1:]) :]:
        match = pattern.match(text, start)
        if match is not None and (found := when(kind, match, months)) is not None:
            return found
    return None
