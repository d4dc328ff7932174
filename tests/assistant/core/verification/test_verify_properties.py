"""Whatever is changed in a sentence that stands in a source, the change is noticed; typography is no change."""

import datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.core.types import Span
from assistant.core.verification import Evidence, Reason, SpanEvidence, Verdict, verify

# Under coverage an example takes some 30 ms; the choices that matter (frame, name, modal) are few.
EXAMPLES = settings(max_examples=60)

YEARS = st.integers(1990, 2039)
COUNTS = st.integers(2, 99)
NAMES = st.sampled_from(
    ["COK", "HK Kommunal", "Karen Winther", "Analysehuset Nord", "Aarhus Kommune", "DISCUS A/S", "STAR", "Rambøll"]
)
MODALS = st.sampled_from(["skal", "bør", "kan", "må", "vil"])
FRAMES = [
    "I {year} svarede {count} ledere fra {name}, at {share} procent af medarbejderne {modal} styrke deres viden om job",
    "Ifølge {name} {modal} lederne i {year} følge op på de {count} kurser, som {share} % af deltagerne var glade for",
    "Deltagerne {modal} bruge {count} timer på metoden, når {name} i {year} har undervist {share} pct. af dem",
]


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    count, share = draw(st.lists(COUNTS, min_size=2, max_size=2, unique=True))
    values: dict[str, object] = {
        "year": draw(YEARS),
        "count": count,
        "share": share,
        "name": draw(NAMES),
        "modal": draw(MODALS),
    }
    return draw(st.sampled_from(FRAMES)), values


def check(claim: str, quote: str) -> Verdict:
    text = f"Før. {quote} Efter."
    span = Span("text", 5, 5 + len(quote), quote)
    return verify(claim, Evidence((SpanEvidence(span, title="En kilde"),), {"text": text}), "da")


def framed(sentence: str) -> str:
    """The same words, but no longer a verbatim quotation as a whole."""
    return f"Kilden siger: {sentence}"


@given(sentences())
@EXAMPLES
def test_a_verbatim_sentence_passes_alone_and_in_a_frame(made: tuple[str, dict[str, object]]) -> None:
    frame, values = made
    sentence = frame.format(**values)
    assert check(sentence, sentence).ok
    assert check(framed(sentence), sentence).ok


@given(sentences(), COUNTS)
@EXAMPLES
def test_another_number_fails(made: tuple[str, dict[str, object]], other: int) -> None:
    frame, values = made
    assume(other not in (values["count"], values["share"]))
    verdict = check(frame.format(**{**values, "count": other}), frame.format(**values))
    assert verdict.reason is Reason.NUMBER
    assert str(other) in verdict.value


@given(sentences(), COUNTS)
@EXAMPLES
def test_another_per_cent_fails(made: tuple[str, dict[str, object]], other: int) -> None:
    frame, values = made
    assume(other != values["share"])
    assert check(frame.format(**{**values, "share": other}), frame.format(**values)).reason is Reason.NUMBER


@given(sentences(), YEARS)
@EXAMPLES
def test_another_year_fails(made: tuple[str, dict[str, object]], other: int) -> None:
    frame, values = made
    assume(other != values["year"])
    assert check(frame.format(**{**values, "year": other}), frame.format(**values)).reason is Reason.DATE


@given(sentences(), MODALS)
@EXAMPLES
def test_another_modal_fails(made: tuple[str, dict[str, object]], other: str) -> None:
    frame, values = made
    assume(other != values["modal"])
    assert check(frame.format(**{**values, "modal": other}), frame.format(**values)).reason is Reason.MODAL


@given(sentences(), NAMES)
@EXAMPLES
def test_another_name_fails(made: tuple[str, dict[str, object]], other: str) -> None:
    frame, values = made
    assume(other != values["name"])
    assert check(frame.format(**{**values, "name": other}), frame.format(**values)).reason is Reason.NAME


@given(sentences(), st.integers(1, 10), st.sampled_from(["ikke", "aldrig", "ingen"]))
@EXAMPLES
def test_a_negation_put_anywhere_fails(made: tuple[str, dict[str, object]], place: int, word: str) -> None:
    frame, values = made
    sentence = frame.format(**values)
    parts = sentence.split(" ")
    negated = " ".join([*parts[:place], word, *parts[place:]])
    assert not check(negated, sentence).ok


@given(sentences(), st.sampled_from(["ikke", "aldrig"]))
@EXAMPLES
def test_a_negation_left_out_fails(made: tuple[str, dict[str, object]], word: str) -> None:
    frame, values = made
    sentence = frame.format(**values)
    negated = sentence.replace(f"{values['modal']} ", f"{values['modal']} {word} ", 1)
    assert check(sentence, negated).reason is Reason.NEGATION_DROPPED
    assert check(framed(negated), negated).ok


@given(sentences(), st.data())
@EXAMPLES
def test_typographic_variants_pass(made: tuple[str, dict[str, object]], data: st.DataObject) -> None:
    frame, values = made
    sentence = f'"{frame.format(**values)}" - kilden'
    spaces = data.draw(st.sampled_from([" ", "\u00a0", "  ", "\n", "\u00ad "]))
    quotes = data.draw(st.sampled_from(["”{}”", "“{}”", "»{}«", "„{}“"]))
    dash = data.draw(st.sampled_from(["–", "—", "-"]))
    variant = quotes.format(frame.format(**values)) + f" {dash} kilden"
    assert check(variant.replace(" ", spaces), sentence).ok


@given(YEARS, st.integers(1, 12), st.integers(1, 28), YEARS)
@EXAMPLES
def test_a_year_is_borne_out_by_the_date_of_the_source_only_when_it_is_its_year(
    year: int, month: int, day: int, asked: int
) -> None:
    quote = "Lederne ønsker mere viden om virksomheder."
    item = SpanEvidence(Span("text", 0, len(quote), quote), publisher="COK", date=datetime.date(year, month, day))
    claim = f"Ifølge COK ({asked}) ønsker lederne mere viden om virksomheder."
    assert verify(claim, Evidence((item,), {"text": quote}), "da").ok is (asked == year)


@given(st.text(max_size=80), st.text(max_size=80))
@EXAMPLES
def test_no_claim_makes_the_verifier_stumble(claim: str, quote: str) -> None:
    verdict = check(claim, quote)
    assert verdict.ok is (verdict.reason is None)
