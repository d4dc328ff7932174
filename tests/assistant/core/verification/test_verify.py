import datetime

import pytest

from assistant.core.types import Language, Span
from assistant.core.verification import Evidence, Reason, SpanEvidence, Verdict, verify

SURVEY = "I en rundspørge blandt 42 ledere i 39 kommuner peger 54 % på samarbejdet med virksomhederne."
ADVICE = "Puljen bør have et større fokus på praksisnær læring, så teori og praksis bindes sammen."


def check(claim: str, quote: str, language: Language = "da", lead_in: str = "", **source: object) -> Verdict:
    text = f"{lead_in}\n{quote}\nNæste linje."
    start = len(lead_in) + 1
    item = SpanEvidence(
        Span("text", start, start + len(quote), quote),
        lead_in=Span("text", 0, len(lead_in), lead_in) if lead_in else None,
        **source,  # type: ignore[arg-type]
    )
    return verify(claim, Evidence((item,), {"text": text}), language)


@pytest.mark.parametrize(
    ("claim", "reason", "value"),
    [
        ("54 % af 42 ledere i 38 kommuner peger på samarbejdet med virksomhederne.", Reason.NUMBER, "38"),
        ("I 2016 pegede 54 % af lederne på samarbejdet med virksomhederne.", Reason.DATE, "2016"),
        ("STAR har spurgt 42 ledere om samarbejdet med virksomhederne.", Reason.NAME, "STAR"),
        ("54 % af lederne peger ikke på samarbejdet med virksomhederne.", Reason.NEGATION_ADDED, "ikke"),
        ("Lederne skal pege på samarbejdet med virksomhederne.", Reason.MODAL, "skal"),
        ("Alle 42 ledere peger på samarbejdet med virksomhederne.", Reason.QUANTIFIER, "Alle"),
        ("Hygiejne på plejehjem kræver mere personale om natten.", Reason.UNSUPPORTED, "0.00"),
        ("Mindst 54 % peger på samarbejdet med virksomhederne.", Reason.NUMBER, "54 %"),
        ("Se samarbejdet med virksomhederne på jobinfo.dk.", Reason.NAME, "jobinfo.dk"),
    ],
)
def test_a_miss_is_named_with_the_word_that_misses(claim: str, reason: Reason, value: str) -> None:
    verdict = check(claim, SURVEY)
    assert (verdict.ok, verdict.reason, verdict.value) == (False, reason, value)


@pytest.mark.parametrize(
    "claim",
    [
        "54 procent peger på virksomhedssamarbejdet.",
        "Over halvdelen peger på samarbejdet, nemlig 54 %.".replace("Over halvdelen", "Ledere"),
        "Ifølge COK (2016) peger 54 % af 42 ledere på samarbejdet med virksomhederne [1].",
        "COKs rundspørge omfatter 42 ledere.",
        "**42 ledere** fra 39 kommuner har svaret på rundspørgen [1, 2].",
    ],
)
def test_an_honest_paraphrase_passes(claim: str) -> None:
    verdict = check(claim, SURVEY, title="COK om ledernes behov", date=datetime.date(2016, 8, 17))
    assert verdict.ok, verdict.misses


def test_the_title_publisher_date_and_heading_bear_out_what_they_say() -> None:
    claim = "Ifølge Fremfærds rapport fra maj 2018 om kompetencer i jobcentret har hver medarbejder en basisprofil."
    quote = "Hver medarbejder har en basisprofil."
    known = {"title": "Kompetencer i jobcentret", "publisher": "Fremfærd", "section": "Rapport › Profiler"}
    assert check(claim, quote, date=datetime.date(2018, 5, 16), **known).ok
    assert check(claim, quote, date=datetime.date(2019, 5, 16), **known).reason is Reason.DATE


def test_a_list_item_is_borne_out_by_its_lead_in() -> None:
    claim = "Et af de mest udfordrende områder er virksomhedssamarbejdet (54 %)."
    assert check(claim, "1. Virksomhedssamarbejdet (54%)", lead_in="De mest udfordrende områder er:").ok
    assert check("De mindst udfordrende områder: samarbejde (54 %).", "1. Samarbejde (54%)", lead_in="De mest udfordrende områder er:").reason in {Reason.QUANTIFIER, Reason.OPPOSITE}  # fmt: skip # noqa: E501


def test_an_english_superlative_is_no_majority() -> None:
    quote = "De mest udfordrende områder er jura og økonomi."
    assert check("The most challenging areas are law and economy.", quote, "en").ok
    assert not check("Most managers mention law.", "Lederne nævner jura.", "en").ok


def test_a_number_of_another_list_item_is_misplaced() -> None:
    quote = "• Brancheforståelse (47 %)\n• Samtaleteknik (35 %)"
    assert check("Samtaleteknik nævnes af 47 procent.", quote).reason is Reason.NUMBER_MISPLACED
    assert check("Samtaleteknik nævnes af 35 procent og brancheforståelse af 47 %.", quote).ok


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("Puljen skal have et større fokus på praksisnær læring.", Reason.MODAL),
        ("Puljen har et større fokus på praksisnær læring.", Reason.MODAL_DROPPED),
        ("Puljen bør have et mindre fokus på praksisnær læring.", Reason.OPPOSITE),
        ("Puljen bør ikke have et større fokus på praksisnær læring.", Reason.NEGATION_ADDED),
    ],
)
def test_advice_stays_advice(claim: str, reason: Reason) -> None:
    assert check(claim, ADVICE).reason is reason


def test_advice_may_be_called_advice() -> None:
    assert check("Anbefalingen er et større fokus på praksisnær læring.", ADVICE).ok


def test_not_only_is_no_negation_and_only_is_no_addition() -> None:
    quote = "Man skal ikke kun se på, hvad man mangler, men også på det, man kan."
    assert check("Man skal ikke se på, hvad man mangler.", quote).reason is Reason.NEGATION_ADDED
    assert check("Man skal kun se på, hvad man mangler.", quote).reason is Reason.QUANTIFIER


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("The fund should focus more on practice.", None),
        ("The fund must focus more on practice.", Reason.MODAL),
        ("The fund should not focus more on practice.", Reason.NEGATION_ADDED),
        ("In 2017 the fund should focus more on practice.", Reason.DATE),
        ("The fund should focus less on practice.", Reason.OPPOSITE),
        ("The Danish Agency for Labour Market and Recruitment says that the fund should focus on practice.", None),
        ("Deloitte says that the fund should focus more on practice.", Reason.NAME),
        ("All of the fund should focus more on practice.", Reason.QUANTIFIER),
    ],
)
def test_english_claims_keep_every_check_of_facts(claim: str, reason: Reason | None) -> None:
    publisher = "Styrelsen for Arbejdsmarked og Rekruttering"
    verdict = check(claim, ADVICE, "en", publisher=publisher, date=datetime.date(2018, 11, 27))
    assert verdict.reason is reason
    assert verdict.support is None


def test_an_english_claim_may_not_lose_the_only_negation() -> None:
    quote = "Det overblik har jobcentrene ikke i dag."
    assert check("The job centres have that overview today.", quote, "en").reason is Reason.NEGATION_DROPPED
    assert check("The job centres do not have that overview today.", quote, "en").ok


def test_a_citation_that_does_not_stand_in_its_text_fails_the_claim() -> None:
    good = SpanEvidence(Span("text", 0, len(SURVEY), SURVEY))
    moved = SpanEvidence(Span("text", 1, len(SURVEY) + 1, SURVEY))
    elsewhere = SpanEvidence(Span("other", 0, len(SURVEY), SURVEY))
    texts = {"text": SURVEY + " "}
    assert verify(SURVEY, Evidence((good,), texts), "da").ok
    for wrong in (moved, elsewhere):
        assert verify(SURVEY, Evidence((good, wrong), texts), "da").reason is Reason.SPAN_NOT_IN_TEXT


def test_nothing_said_and_nothing_cited_fail() -> None:
    assert check(" [1].", SURVEY).reason is Reason.EMPTY_CLAIM
    assert verify("54 % peger på det.", Evidence((), {}), "da").reason is Reason.NO_EVIDENCE


def test_two_spans_bear_out_one_claim_together() -> None:
    text = "Der er 14 projekter. Seks af dem er for unge."
    spans = (SpanEvidence(Span("t", 0, 20, text[:20])), SpanEvidence(Span("t", 21, len(text), text[21:])))
    claim = "6 af de 14 projekter er for unge."
    assert verify(claim, Evidence(spans, {"t": text}), "da").ok
    assert not verify(claim, Evidence(spans[:1], {"t": text}), "da").ok


@pytest.mark.parametrize(
    ("claim", "ok"),
    [
        ("39 ledere i 42 kommuner peger på samarbejdet med virksomhederne.", False),
        ("42 ledere i 39 kommuner peger på samarbejdet med virksomhederne.", True),
        ("I 39 kommuner er 42 blevet spurgt i rundspørgen om samarbejdet med virksomhederne.", True),
    ],
)
def test_a_number_counts_what_it_counts_in_the_evidence(claim: str, ok: bool) -> None:
    assert check(claim, SURVEY).ok is ok


def test_a_part_counts_what_the_whole_after_it_counts() -> None:
    assert check("16 ledere ønsker mere tid.", "16 af de 42 ledere ønsker mere tid.").ok
