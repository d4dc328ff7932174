"""Answers as Markdown: what stands below the text, where its links lead, and where its numbers stand."""

import pytest

from assistant.channels.markdown import address_of, answer_to_markdown, below, marks, plain, without_below
from assistant.core.types import AnswerKind, CourseSuggestion, Notice
from knowledge.types import CourseStatus
from prompts.wording import Wording
from tests.assistant.channels.answers import make_answer, make_citation

WORDING = Wording.load()
SERVICE = "http://127.0.0.1:8000/"
PLACE = "http://127.0.0.1:8000/texts/9f2c?start=10&end=20#quote"


def test_the_sources_stand_below_a_rule_each_with_its_number_and_address() -> None:
    shown = answer_to_markdown(make_answer(), WORDING, SERVICE)
    assert shown == (
        "Ifølge **COK**:\n\n- »54 procent« [1]\n\n---\n\n**Kilder**\n\n"
        f"- [1] [Rundspørge til ledere]({PLACE}), COK, 17. august 2016, side 3, Svarene"
    )


def test_a_source_on_the_web_is_read_there_and_its_quotation_here() -> None:
    answer = make_answer(citations=(make_citation(url="https://cok.example/a b(1).pdf"),), language="en")
    shown = below(answer, WORDING, SERVICE)
    assert "**Sources**" in shown
    assert "[Rundspørge til ledere](https://cok.example/a%20b%281%29.pdf), COK, 17 August 2016" in shown
    assert shown.endswith(f"[the quotation in its place]({PLACE})")


def test_without_a_service_a_source_without_an_address_has_no_link() -> None:
    assert "- [1] Rundspørge til ledere, COK" in below(make_answer(), WORDING, None)


def test_a_source_without_a_date_is_said_to_have_none() -> None:
    answer = make_answer(citations=(make_citation(date=None, page=None, section=""),))
    assert below(answer, WORDING, None).endswith("- [1] Rundspørge til ledere, COK, uden dato")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", None])
def test_a_link_leads_to_the_web_or_to_the_service_only(url: str | None) -> None:
    assert address_of(make_citation(url=url), SERVICE) == PLACE
    assert address_of(make_citation(url=url), None) is None


def test_a_title_is_shown_as_it_is() -> None:
    assert plain("A *b* [c](d)\n<e> | `f`") == "A \\*b\\* \\[c\\](d) \\<e\\> \\| \\`f\\`"


def test_courses_and_notices_stand_before_the_sources() -> None:
    course = CourseSuggestion("f", "Facilitering", "Nordlys", "Du øver dig", (), (1,), CourseStatus.EXPIRED, False)
    answer = make_answer(courses=(course,), notices=(Notice("old_source", "Kilden er fra 2016."),))
    shown = below(answer, WORDING, None)
    heading, notice, sources = (shown.index(part) for part in ("**Kurser", "> Bemærk: Kilden", "**Kilder**"))
    assert heading < notice < sources
    assert "- **Facilitering** (Nordlys) (udløbet): »Du øver dig« [1]" in shown
    assert "**Kurser" not in below(make_answer(courses=(course,), kind=AnswerKind.COURSES), WORDING, None)


def test_an_answer_without_anything_below_is_its_text() -> None:
    answer = make_answer("Det står der ikke.", citations=())
    assert answer_to_markdown(answer, WORDING, SERVICE) == "Det står der ikke."


def test_what_stands_below_is_taken_off_again() -> None:
    answer = make_answer()
    assert without_below(answer_to_markdown(answer, WORDING, SERVICE)) == answer.text
    assert without_below("Kun tekst") == "Kun tekst"


def test_every_place_that_names_a_source_is_marked_in_code_points() -> None:
    answer = make_answer("🎓 »a« [1] og »b« [1]", citations=(make_citation(), make_citation(2)))
    content = answer_to_markdown(answer, WORDING, SERVICE)
    found = [(citation.number, content[start:end]) for citation, start, end in marks(answer, content)]
    assert found == [(1, "[1]"), (1, "[1]"), (2, "[2]")]
    starts = [start for _, start, _ in marks(answer, content)]
    assert starts[:2] == [6, 17]
    assert starts[2] > len(answer.text)
