"""What Slack shows besides answers: Home, failures, private words, reasons, quotations in place, answers handed on."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.channels.slack.blocks import limits, names
from assistant.channels.slack.blocks.excerpts import Excerpt, sources_view
from assistant.channels.slack.blocks.handing_on import colleague_request, shared, solved
from assistant.channels.slack.blocks.home import Asked, Home, Known, home_view
from assistant.channels.slack.blocks.modals import feedback_view, given_reason
from assistant.channels.slack.blocks.states import (
    PrivateWord,
    Trouble,
    failure,
    private_word,
    suggested_prompts,
    title_of,
    waiting,
)
from assistant.core.types import Answer
from knowledge.types import Learner
from prompts.wording import LANGUAGES
from tests.assistant.channels.answers import make_answer, make_citation
from tests.assistant.channels.slack.hostile_answers import SHOW, answers, bare, long_answer, phrases, seen, seen_in
from tests.slack.block_rules import faults
from tests.slack.showing import buttons_in, links_in, mentions_in
from tests.slack.view_rules import check_view

TODAY = datetime.date(2026, 11, 22)
KNOWN = Known({"report": 23, "profile": 1}, TODAY, datetime.date(2012, 1, 1), TODAY, 2)
SENTENCE_ENDS = (".", "?")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trouble", Trouble)
def test_each_failure_says_what_happened_and_what_to_do(trouble: Trouble, language: str) -> None:
    message = failure(trouble, replace(SHOW, language=language), "Hvad?")
    assert list(faults(message.blocks, "message")) == []
    told = message.blocks[0]["text"]["text"]
    assert told.endswith(SENTENCE_ENDS)
    assert sum(told.count(end) for end in SENTENCE_ENDS) >= 2


def test_a_question_worth_asking_again_can_be() -> None:
    (again,) = buttons_in(failure(Trouble.BROKEN, SHOW, "Hvad?").blocks)
    assert (again.action_id, again.value) == (names.TRY_AGAIN, "Hvad?")
    assert buttons_in(failure(Trouble.NOT_HERE, SHOW, "Hvad?").blocks) == []
    assert buttons_in(failure(Trouble.BROKEN, SHOW).blocks) == []
    assert buttons_in(failure(Trouble.BROKEN, SHOW, "x" * 2001).blocks) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_private_words_and_waiting_are_said_in_both_languages(language: str) -> None:
    show = replace(SHOW, language=language)
    for word in PrivateWord:
        assert list(faults(private_word(word, show).blocks, "message")) == []
    status, messages = waiting(show)
    assert status
    assert len(messages) == len(set(messages)) == 3
    prompts = suggested_prompts(show)
    assert len(prompts) <= limits.SUGGESTED_PROMPTS


def test_a_thread_is_called_by_its_first_question() -> None:
    assert title_of("Hvad er\n svært?") == "Hvad er svært?"
    assert len(title_of("ord " * 200)) <= limits.SESSION_TITLE


@given(st.lists(phrases, max_size=15), st.sampled_from([None, *Learner]), st.sampled_from([None, "da", "en"]))
@settings(max_examples=30)
def test_slack_takes_a_home_whatever_was_asked(asked: list[str], learner: Learner | None, language: str | None) -> None:
    history = [Asked(question, TODAY, "https://x.slack.com/archives/C1/p1") for question in asked]
    check_view(home_view(Home(KNOWN, history, learner, language), SHOW), ("home",))  # type: ignore[arg-type]


def test_home_tells_what_is_known_and_how_fresh() -> None:
    view = home_view(Home(KNOWN, [Asked("Hvad er svært?", TODAY, "https://x.slack.com/p1")]), SHOW)
    told = seen(view["blocks"])
    assert bare("23 rapporter, 1 profil") in told
    assert bare("Sidst opdateret 22. november 2026. Kilderne er fra 1. januar 2012 til 22. november 2026.") in told
    assert ("Hvad er svært?", "https://x.slack.com/p1") in links_in("", view["blocks"], "")
    assert "Videnbasenertom" in seen(home_view(Home(Known()), SHOW)["blocks"])


def test_home_shows_what_was_chosen() -> None:
    blocks = home_view(Home(KNOWN, learner=Learner.MANAGER), SHOW)["blocks"]
    chosen = {
        block["accessory"]["action_id"]: block["accessory"]["initial_option"]["value"]
        for block in blocks
        if "accessory" in block
    }
    assert chosen == {names.SET_LEARNER: "manager", names.SET_LANGUAGE: names.AS_ASKED}


@pytest.mark.parametrize("verdict", ["up", "down"])
def test_a_reason_comes_back_with_what_it_is_about(verdict: str) -> None:
    view = feedback_view("ans_1", verdict, SHOW)
    check_view(view, ("modal",))
    sent = {**view, "state": {"values": {"reason": {"reason": {"type": "plain_text_input", "value": "Mangler 2024"}}}}}
    assert given_reason(sent) == (verdict, "ans_1", "Mangler 2024")


def excerpt_of(source_text: str, quote: str, number: int = 1, text_id: str = "t") -> Excerpt:
    start = source_text.index(quote)
    cited = make_citation(number, quote=quote, start=start, end=start + len(quote), text_id=text_id)
    return Excerpt(cited, source_text)


def test_a_quotation_is_shown_in_bold_in_its_place() -> None:
    text = "Før. " * 200 + "Citatet her." + " Efter." * 200
    view = sources_view([excerpt_of(text, "Citatet her.")], SHOW)
    check_view(view, ("modal",))
    before, quote, after = view["blocks"][1]["elements"][0]["elements"]
    assert quote == {"type": "text", "text": "Citatet her.", "style": {"bold": True}}
    assert before["text"].startswith("…Før.")
    assert after["text"].endswith("Efter.…")


def test_quotations_near_each_other_stand_together() -> None:
    text = "Første. Midten. Anden." + " Langt." * 200 + " Tredje."
    shown = [excerpt_of(text, quote, number) for number, quote in enumerate(("Tredje.", "Første.", "Anden."), 1)]
    blocks = sources_view(shown, SHOW)["blocks"]
    assert [block["text"]["text"][:6] for block in blocks if block["type"] == "header"] == ["[1] Ru", "[2][3]"]


def test_many_long_quotations_are_as_many_as_a_view_holds() -> None:
    text = " ".join(f"Citat nummer {number}. " + "ord " * 900 for number in range(100))
    shown = [excerpt_of(text, f"Citat nummer {number}.", number) for number in range(1, 100)]
    view = sources_view(shown, SHOW)
    check_view(view, ("modal",))
    assert limits.size(view["blocks"]) <= limits.MESSAGE_SIZE + 200
    assert "citatertil." in seen(view["blocks"])


def test_sources_that_are_gone_are_said_to_be() -> None:
    assert "Spørgigen" in seen(sources_view([], SHOW)["blocks"])


@given(answers())
@settings(max_examples=15)
def test_an_answer_handed_on_keeps_every_limit_and_calls_only_who_asked(answer: Answer) -> None:
    for messages in (shared(answer, SHOW, "U1"), colleague_request(answer, SHOW, "U1", "https://x.slack.com/p1")):
        for message in messages:
            assert list(faults(message.blocks, "message")) == []
            assert limits.size(message.blocks) <= limits.MESSAGE_SIZE
        assert {who for one in messages for who in mentions_in("", one.blocks, one.text)} == {"U1"}


def test_a_long_answer_is_handed_on_whole() -> None:
    answer = long_answer(60, "Kompetencer er vigtige. " * 9, question="Hvad? " * 1500)
    told = seen_in(shared(answer, SHOW, "U1"))
    assert bare(answer.question) in told
    assert bare(answer.citations[-1].quote) in told


def test_colleagues_see_who_asks_and_where_and_no_thumbs() -> None:
    (message,) = colleague_request(make_answer(), SHOW, "U1", "https://x.slack.com/p1")
    assert ("Gå til tråden", "https://x.slack.com/p1") in links_in("", message.blocks, "")
    assert [button.action_id for button in buttons_in(message.blocks)] == [names.SOLVED]
    assert bare("Hvor mange?") in seen(message.blocks)


def test_who_found_an_answer_is_named() -> None:
    assert set(mentions_in("", solved("U1", SHOW).blocks, "")) == {"U1"}
