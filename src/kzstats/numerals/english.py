"""The words in and beside numbers in English."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from kzstats.numerals.tables import (
    Class,
    Lexicon,
    Tense,
    currencies,
    months,
    phrases,
    spread,
    words,
)

_ONES = words(
    "zero:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13 fourteen:14 fifteen:15 "
    "sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40 fifty:50 sixty:60 seventy:70 eighty:80 ninety:90 hundred:100"
)
_SCALES = {
    "dozen": 12, "thousand": 1_000, "thousands": 1_000, "thd": 1_000, "k": 1_000,
    "million": 10**6, "millions": 10**6, "mln": 10**6, "mn": 10**6, "mio": 10**6, "mil": 10**6, "m": 10**6,
    "billion": 10**9, "billions": 10**9, "bln": 10**9, "bn": 10**9, "trillion": 10**12, "trillions": 10**12, "trn": 10**12, "tn": 10**12,
}  # fmt: skip
_BEFORE = phrases({
    ">": "more than, over, above, exceeding, greater than, in excess of, exceeds, exceed, exceeded, surpassed, surpasses, surpassing, topped, tops, "
         "just over, just above, well over, slightly over, slightly more than, a little more than, a little over, far more than, well above",
    ">=": "at least, no fewer than, no less than, not less than, not fewer than, a minimum of, not below, not under, upwards of, minimum, "
          "a total of at least, as few as, as little as",
    "<": "less than, fewer than, under, below, just under, just below, slightly less than, slightly under, a little less than, a little under",
    "<=": "up to, at most, no more than, not more than, a maximum of, as many as, as much as, not exceeding, no greater than, not greater than, not over, "
          "not above, not in excess of, maximum",
    "~": "some, about, around, approximately, nearly, almost, roughly, close to, an estimated, estimated, circa, c., ca., perhaps, maybe, possibly, "
         "approx., approx, in the region of, in the order of, on the order of, an average of some, near",
})  # fmt: skip
_SIGNS = phrases({">": ">", ">=": "≥", "<": "<", "<=": "≤", "~": "~, ≈"})
_AFTER = phrases({
    ">=": "or more, and more, or over, or above, and over, and above, or higher, at least, at a minimum, or better",
    "<=": "or less, or fewer, or under, at most, or lower, at the most, at a maximum, and under",
    ">": "odd, plus change, and counting", "~": "or so, approximately, or thereabouts, roughly, give or take",
})  # fmt: skip
# Words that say nothing of a number behind them, so that what stands before them is looked at too.
_THROUGH = words(
    "altogether the a an all its his her their our my other another further additional total these those such also only exactly precisely alone just already now "
    "currently officially today still since then there here who which that recently previously respectively combined overall whole some "
    "first last next new remaining same planned later earlier previous i e g"
)  # fmt: skip
# What ends the words that could modify a number.
_ANCHOR = words(
    "of in on at by for with and or from to into against among between within without during after before under through as than but while when where "
    "were was are is be been being had has have having will would could should may might can did do does said says that it they he she we you "
    "took takes take held holds hold spent spends gave gives give got gets made makes make saw sees see won lost sold bought brought brings "
    "put cut set paid pays pay cost costs met left led leads found finds kept sent heard hears read reads ran runs run became become came comes come "
    "went goes drew drawn won caught built taught thought told shut hit stood stands stand sat spoke wrote written grew fell rose "
    "following lasted whereas aside including include includes covering covers compared versus plus per minus not no nor neither both either about "
    "contains contain counts count employs employ lists list serves serve remain remains number numbers total totals reach reaches reached reaching "
    "averages averaged allows allow permits requires require because so upon via worth equals equal back out across throughout outside inside toward towards amid hold house employ operate run train serve include feature cover detain arrest convict try jail release return register open close publish block remove handle receive join leave support teach study visit involve see have get pay cost use send anywhere somewhere like unlike per except since until till monday tuesday wednesday thursday friday saturday sunday whom them us me him those everyone people "
    "last lasts lasting stay stays stayed offer offers shelter shelters support supports fund funds train trains teach teaches treat treats unite unites link links "
    "show shows shown indicate indicates reveal reveals confirm confirms state states note notes add adds explain explains stress stresses averaging "
    "monitor monitors supervise supervises oversee oversees manage manages maintain maintains own owns enrol enrols enroll enrolls host hosts attract attracts "
    "gather gathers bring collect collects produce produces publishes provide provides deliver delivers distribute distributes share shares spend lend lends "
    "owe owes earn earns lose loses win wins sell sells buy buys build builds opens closes blocks detains arrests convicts tries registers records record reports "
    "sends receives helps help assist assists consult consults examine examines inspect inspects seize seizes confiscate find kill kills injure injures "
    "wound wounds free frees pardon pardons sentence sentences fine fines bear bears house houses welcome welcomes draws feed feeds plan plans include shall "
    "viz namely aboard amongst beside besides onto "
)  # fmt: skip
_TURNS = words(
    "not, no, none, nor, never, half, half of, third of, quarter of, fraction of, thirds of, quarters of, twice, thrice, double, triple, times, minus, per, every, "
    "each, out of, without, neither, hardly, barely, scarcely, none of the, shy of, short of, north of, south of, than, twofold, doubled, tripled, halved, "
    "missed, anything but, all but, everything but, instead of, fewer, less, more, another half, dozens of, hundreds of, tens of, thousands of, "
    "ten times, half the, half as many as, more like, something like, nothing like"
)  # fmt: skip
_NOT_AFTER = words(
    "times, time, fold, odd, per, out, shy, short, minus, squared, each, apiece, plus, less, fewer, more, higher, lower, ish, something, extra"
)  # fmt: skip


def _ends(word: str) -> bool:
    """Whether a word behind a number is none that could modify it: any but those known to, and adverbs."""
    return word not in _NOT_AFTER and (not word.endswith("ly") or word in _LY)


_LY = words(
    "family only july elderly early supply assembly italy friendly respectively officially recently annually monthly daily weekly quarterly yearly"
)
_BARE = words("people persons men women children families cases offences crimes")


HEDGES = words(
    "supposed alleged reported claimed presumed purported projected expected anticipated predicted assumed planned targeted promised rounded imagined rumoured "
    "rumored suggested proposed intended guaranteed combined nearing approaching pushing topping surpassing exceeding crossing passing doubling tripling halving "
    "bordering hovering missing lacking wanting nudging touching trailing undercutting outnumbering fluctuating varying limited capped reduced increased"
)
"""Participles that may say how much, or how sure it is, so that none of them is passed over unread."""
_VERBS = words(
    "abandon abolish absorb accept access accompany account accuse achieve acquire acquit act adapt add address administer admit adopt advise affect aid aim air "
    "allocate allot amend analyse analyze announce annul answer appeal appear apply appoint apprehend approve arm arrange arrest arrive ask assemble assess assign "
    "assist associate attach attack attend attract audit authorise authorize award ban bar base believe benefit block board book brief broadcast bury call cancel "
    "capture care carry cause cease celebrate certify chair change charge check circulate cite claim clear close collect comb combat commence comment commit compare "
    "compensate compile complain complete comprise conclude condemn conduct confirm confiscate connect consider consist construct consult consume contact contain "
    "contribute convene convert convey convict coordinate correct counsel count cover create cure damage decide declare decline dedicate defeat defend define delay "
    "delete deliver demand demolish deny depart deploy deport deprive describe design destroy detail detain detect determine develop die direct disarm disband discharge "
    "disclose discover discuss dismantle dismiss dispatch display dispute disrupt distribute divide document donate draft drill drive earn educate eliminate embrace employ "
    "enable enact encompass encourage end endorse engage enlist enrol enroll ensure enter equip escape establish evacuate evaluate examine exchange execute exempt expel "
    "experience explain export expose extend extradite facilitate face fail fake feature file fill finance find fine finish fire flee follow forward found free fulfil fulfill "
    "fund furnish gain gather generate grade graduate grant greet guard guide handle hand happen harm help hire honour honor host house identify implement import impose "
    "imprison improve include incorporate indicate indict infect inform initiate injure insert inspect inspire instal install institute instruct insure integrate intercept interest "
    "interrogate interview introduce invade invest investigate invite involve issue jail join judge kidnap kill label launch leave lecture liberate license lift link liquidate list "
    "listen live load loan locate lodge loot love maintain manage manufacture mark marry measure mediate meet mention mentor modernise modernize monitor mount move murder "
    "name nominate note notify number observe obtain occupy occur offer open operate oppose order organise organize oversee own pardon park participate pay perform permit "
    "persecute persuade place plant play plead post practise practice prepare present preserve prevent print process procure produce prohibit promote prosecute protect prove provide "
    "publish punish purchase qualify question raid rate reach reappear rebuild recall receive recognise recognize recommend record recover recruit recycle refer "
    "refurbish refuse regard register rehabilitate reintegrate reject release relocate remain remand remove renew renounce renovate repair repatriate repay repeat replace "
    "reply report represent request require rescue research reserve resettle reside resign resolve respond restore restrict result resume retain retire retrain retrieve "
    "return reveal reverse review revise revoke reward sanction save scan schedule score screen search seat secure seize select send sentence separate serve settle shelter ship "
    "shoot show sign silence smuggle solve sort source specialise specialize sponsor staff stage start state station steal stop store strengthen study stud submit subscribe "
    "succeed sue suffer supervise supply support suppress survey survive suspect suspend sustain tackle target teach terminate test thwart total train transfer translate transport travel treat "
    "trial try unblock uncover undergo unite update upgrade upload urge use vaccinate vacate value verify view visit voice volunteer vote wage wait warn watch welcome withdraw "
    "pledge range subsidise partner poll foil avert bust crack interdict neutralise neutralize dissolve disburse remit wire inject channel earmark budget "
    "underwrite vow surround sell transform flag probe quiz summon summons caution "
    "witness work wound yield combine relate concern regard respect accord depend belong own contest view base"
)
"""Verbs whose regular forms say nothing of how many there are of what stands behind them."""


def _regular(verb: str) -> set[str]:
    """The forms of a regular verb in -ed and -ing."""
    if verb.endswith("e"):
        return {verb + "d", verb[:-1] + "ing", verb + "ing"}
    if verb.endswith("y") and verb[-2] not in "aeou":
        return {verb[:-1] + "ied", verb + "ing"}
    return {verb + "ed", verb + "ing", verb + verb[-1] + "ed", verb + verb[-1] + "ing"}


_REGULAR = frozenset(form for verb in _VERBS for form in _regular(verb))
_PARTICIPLES = words(
    "taken given driven risen fallen written chosen broken stolen proven beaten hidden frozen spoken forgotten shaken overtaken undertaken"
)


@cache
def _classify(word: str) -> Class:
    if word in _TURNS:
        return "turns"
    if word in _THROUGH:
        return "through"
    if word in _ANCHOR or word in _LY or word in _BARE:
        return "anchor"
    if word.endswith("ly") or word in HEDGES:
        return "unknown"
    return (
        "anchor" if word in _REGULAR or word.endswith("'s") or word in _PARTICIPLES else "unknown"
    )


_ALSO_PERSONS = words(
    "servants mentors candidates farmers drivers tourists doctors nurses cadets conscripts "
    "veterans witnesses ministers scientists engineers pilgrims tutors lecturers professors "
    "adolescents sailors rescuers firefighters smugglers priests mullahs authors debtors "
    "senators mayors governors brothers sisters sons daughters "
)
_PRESENT = words(
    "is are has have lasts last takes live lives remain remains work works hold holds serve serves operate operates stand stands employ employs run runs include includes "
    "keep keeps contain contains exist exists believe believes study studies account accounts consist consists cover covers cost costs"
)
_PAST = words(
    "was were had did got took gave made went came began held sent brought found rose fell grew won lost met saw spent ran"
)


def _tense(word: str) -> Tense:
    return "present" if word in _PRESENT else "past" if word in _PAST else ""


def lexicon() -> Lexicon:
    """The table of English."""
    numbers = {word: Decimal(value) for word, value in (pair.split(":") for pair in _ONES)}
    money = currencies("en")
    bare = spread({
        "USD": "dollar, dollars, us$, us dollars, u.s. dollars, u.s. dollar, american dollars", "EUR": "euros", "KZT": "tenge, tenges", "GBP": "pounds sterling, pounds",
        "RUB": "ruble, rubles, rouble, roubles, rur", "CNY": "yuan", "JPY": "yen", "CHF": "swiss francs",
    })  # fmt: skip
    units = spread({
        "percent": "%, percent, per cent, pct, pc", "points": "percentage points, percentage point, % points, pp, p.p., basis points",
        "day": "day, days", "week": "week, weeks", "month": "month, months", "year": "year, years", "hour": "hour, hours", "minute": "minute, minutes",
    })  # fmt: skip
    return Lexicon(
        code="en",
        numbers=numbers,
        scales={word: Decimal(value) for word, value in _SCALES.items()},
        hundreds=frozenset({"hundred"}),
        half="and a half",
        shares={
            "half": Decimal(50), "a third": Decimal(100) / 3, "one third": Decimal(100) / 3, "two thirds": Decimal(200) / 3, "a quarter": Decimal(25),
            "one quarter": Decimal(25), "three quarters": Decimal(75), "a fifth": Decimal(20), "one fifth": Decimal(20), "two fifths": Decimal(40),
            "three fifths": Decimal(60), "four fifths": Decimal(80), "a tenth": Decimal(10), "one tenth": Decimal(10), "a sixth": Decimal(100) / 6,
            "one sixth": Decimal(100) / 6, "an eighth": Decimal("12.5"), "one eighth": Decimal("12.5"),
        },
        ratios=words("twice, thrice, double, triple, doubled, tripled, quadrupled, halved, twofold, threefold"),
        vague=words("hundreds thousands millions billions dozens tens scores"),
        before=_BEFORE | _SIGNS,
        after=_AFTER,
        skip=words("the all another further additional other"),
        units=money | bare | units,
        times=words("times, time, fold, -fold"),
        change=words("more less fewer higher lower up down increase decrease rise fall drop growth decline reduction jump cut longer shorter larger smaller above below"),
        changes=words("rose risen rising rises rise grew grown growing grows grow increased increase increases increasing fell fallen falling falls fall dropped "
                      "drop drops dropping decreased decrease decreases decreasing declined decline declines declining jumped jump jumps reduced reduction "
                      "growth shrank shrunk soared plunged climbed slid doubled halved slipped surged widened narrowed edged changed exceeded"),
        rates=words("per, in every, for every, for each, in each, out of every, of every, a head, each, apiece, a day, a week, a month, a year, daily, to one, to every"),
        names=words("article, articles, art, section, sections, paragraph, para, part, chapter, rule, no, number, resolution, table, figure, page, form, room, item, "
                    "order, decree, law, code, clause, annex, version, phase, protocol, convention, building, house, school, apartment, flat, route, channel, "
                    "point, type, category, level, stage, step, volume, issue, chart, box, act, regulation, directive, ext, extension, tel, fax"),
        names_after=words("pages page comments comment views shares likes characters max readers"),
        ages=words("age, aged, ages, average age, median age, mean age, age of, aged between, aged over, aged under, older than, younger than, old"),
        months=months("en") | {"sept": 9},
        classify=_classify,
        tense=_tense,
        modifies=lambda word: False,
        names_thing=lambda word: False,
        ends=_ends,
        counted={
            "person": ("people", "person*", "man", "men", "woman", "women", "child", "children", "participant*", "representative*", "practitioner*", "judge*",
                       "individual*", "militant*", "terrorist*", "expert*", "official*", "convict", "convicts", "prisoner*", "attendee*", "delegate*", "specialist*",
                       "guest*", "suspect", "suspects", "prosecutor*", "citizen*", "resident*", "inmate*", "defendant*", "offender*", "victim*", "lawyer*", "officer*",
                       "student*", "teacher*", "imam*", "theologian*", "psychologist*", "adult*", "minor", "minors", "girl*", "boy*", "fighter*", "member*", "relative*",
                       "employee*", "worker*", "staff", "believer*", "extremist*", "foreigner*", "national", "nationals", "user*", "viewer*", "trainee*", "detainee*",
                       "returnee*", "widow*", "mother*", "father*", "parent*", "respondent*", "graduate*", "volunteer*", "mediator*", "advocate*", "juror*",
                       "investigator*", "policemen", "soldier*", "servicemen", "journalist*", "recruit", "recruits", "follower*", "supporter*", "preacher*", "youths",
                       "youngsters", "teenager*", "accused", "persons", "passenger*", "trainer*", "manager*", "leader*", "professional*", "personnel", "patient*",
                       "visitor*", "entrepreneur*", "counsellor*", "counselor*", "translator*", "cleric*", "adviser*", "advisor*", "activist*", "blogger*", "scholar*", "diplomat*", "guard", "guards", "jurist*", "kazakhs", "kazakhstanis", "russians", "uzbeks", "hostage*", "survivor*", "orphan*", "perpetrator*", "accomplice*", "organiser*", "organizer*", "adherent*", "jihadist*", "mercenaries", "combatant*", "wives", "husbands", "youth", "pensioner*", "instructor*", "coordinator*", "educator*", "researcher*", "analyst*", "inspector*", "detective*", "clerk*", "operator*", "deportee*", "warder*", "suspect*", "refugee*", "migrant*", "applicant*", "pupil*", "civilian*", "bailiff*", "notaries", *_ALSO_PERSONS),
            "case": ("case*", "lawsuit*", "verdict*", "ruling*", "trial*", "proceeding*", "judgment*"),
            "offence": ("offence*", "offense*", "crime*", "violation*", "infringement*"),
            "event": ("event*", "seminar*", "conference*", "meeting*", "training*", "workshop*", "roundtable*", "lecture*", "course", "courses", "session*", "forum*", "briefing*", "webinar*", "congress*", "hearing*"),
        },
    )  # fmt: skip
