"""Answers in Slack: whatever they hold, the messages keep every limit, lose no quotation and show text as text."""

import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt

from assistant.channels.slack.blocks import limits, names
from assistant.channels.slack.blocks.answer import reply
from assistant.channels.slack.blocks.mrkdwn import clean, mrkdwn
from assistant.channels.slack.blocks.types import Message, Show
from assistant.core.composing import readable
from assistant.core.types import Answer, AnswerKind, Notice
from tests.assistant.channels.answers import make_answer, make_citation
from tests.assistant.channels.slack.hostile_answers import (
    SHOW,
    answers,
    bare,
    long_answer,
    phrases,
    planned,
    seen,
    seen_in,
)  # fmt: skip
from tests.slack.block_rules import faults
from tests.slack.showing import buttons_in, links_in, mentions_in, shown_text

TWENTY_THOUSAND = "Der står noget om kompetencer her. " * 572
MONSTERS = [
    long_answer(100, "Kompetencer er vigtige for alle, der arbejder med beskæftigelse."),
    long_answer(1, TWENTY_THOUSAND),
    long_answer(1, "x" * 20_000),
    long_answer(1, "🎓" * 20_000),
    long_answer(1, "*" * 20_000),
    long_answer(1, "&" * 20_000),
    long_answer(100, "Kort.", text="Det er sådan [1]."),
    long_answer(3, TWENTY_THOUSAND, text="Det er sådan [1][2][3]."),
    long_answer(40, "🎓" * 90, notices=tuple(Notice("old_source", f"Kilde {n} er gammel." * 9) for n in range(100))),
]


def messages(answer: Answer, show: Show = SHOW) -> tuple[Message, ...]:
    return reply(answer, show).messages


def keeps_limits(answer: Answer, show: Show = SHOW) -> None:
    made = reply(answer, show)
    for message in (*made.messages, made.closing):
        assert list(faults(message.blocks, "message")) == []
        assert limits.size(message.blocks) <= limits.MESSAGE_SIZE
        assert 0 < len(message.text) <= limits.MESSAGE_TEXT
    streamed = "".join(made.pieces)
    assert limits.length(streamed) + limits.size(made.closing.blocks) <= limits.MESSAGE_SIZE


def loses_no_quotation(answer: Answer, show: Show = SHOW) -> None:
    read = seen_in(messages(answer, show))
    for citation in answer.citations:
        assert bare(clean(readable(citation.quote))) in read
        assert f"[{citation.number}]" in read


@given(answers())
@settings(max_examples=40)
def test_whatever_an_answer_holds_it_is_shown_whole_and_as_text(answer: Answer) -> None:
    keeps_limits(answer)
    keeps_limits(answer, Show(SHOW.wording, private=True))
    loses_no_quotation(answer)
    calls_nobody(answer)
    streams_text_as_text(answer)


@given(planned())
@settings(max_examples=40)
def test_whatever_a_plan_holds_it_keeps_every_limit_and_calls_nobody(answer: Answer) -> None:
    keeps_limits(answer)
    keeps_limits(answer, Show(SHOW.wording, private=True))
    calls_nobody(answer)
    assert answer.plan
    cards = [block for one in messages(answer) for block in one.blocks if block["type"] == "card"]
    assert len(cards) == len(answer.plan.steps)


@pytest.mark.parametrize("answer", MONSTERS, ids=range(len(MONSTERS)))
def test_an_answer_beyond_all_measure_keeps_every_limit_and_quotation(answer: Answer) -> None:
    keeps_limits(answer)
    loses_no_quotation(answer)


def calls_nobody(answer: Answer) -> None:
    made = reply(answer, SHOW)
    for message in made.messages:
        assert mentions_in("".join(made.pieces), message.blocks, message.text) == []


def streams_text_as_text(answer: Answer) -> None:
    """Read by a reader of CommonMark with the extensions that Slack takes, it is what rich text shows literally."""
    made = reply(answer, SHOW)
    body = made.messages[0].blocks[: len(made.messages[0].blocks) - len(made.closing.blocks)]
    assert bare(read_as_markdown("".join(made.pieces))) == seen(body)


def read_as_markdown(text: str) -> str:
    """The text that Markdown shows; anything but paragraphs, lists, bold and our own links is a fault."""
    shown = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        assert token.type.split("_")[0] in {"paragraph", "bullet", "list", "inline"}, token
        for part in token.children or ():
            assert part.type.split("_")[0] in {"text", "softbreak", "strong", "link"}, part
            if part.type == "link_open":
                address = str(part.attrs["href"])
                assert address.startswith("https://fagkompas.example.dk/texts/")
            shown.append(part.content)
    return "".join(shown)


@given(phrases)
@example("*fed* _kursiv_ ~x~ `kode` :tada: <!channel> <@U1> > citat")
def test_slacks_own_markup_shows_text_as_text(text: str) -> None:
    written = mrkdwn(text)
    assert not re.search(r"[<>*~`]|:[\w+'-]+:|(?<!\w)_|_(?!\w)|^&gt;", written)
    assert bare(shown_text(written, {})) == bare(clean(text))


def test_the_numbers_open_the_quotation_in_its_place() -> None:
    message = messages(make_answer())[0]
    place = "https://fagkompas.example.dk/texts/9f2c?start=10&end=20#quote"
    assert ("[1]", place) in links_in("", message.blocks, "")
    streamed = "".join(reply(make_answer(), SHOW).pieces)
    assert f"[[1]]({place})" in streamed


def test_without_a_web_page_the_source_is_opened_where_it_has_an_address() -> None:
    bare_show = Show(SHOW.wording)
    answer = make_answer(citations=(make_citation(url="https://cok.dk/rapport"),))
    assert ("Rundspørge til ledere", "https://cok.dk/rapport") in links_in(
        "", messages(answer, bare_show)[0].blocks, ""
    )
    assert links_in("", messages(make_answer(), bare_show)[0].blocks, "") == []


def test_without_a_web_page_the_quotations_can_be_read_in_a_modal() -> None:
    assert names.OPEN_SOURCES in pressed(make_answer(), Show(SHOW.wording))
    assert names.OPEN_SOURCES not in pressed(make_answer(), SHOW)


def test_an_address_that_is_none_on_the_web_is_not_opened() -> None:
    answer = make_answer(citations=(make_citation(url="javascript:alert(1)"),))
    assert "javascript" not in str(messages(answer))


def test_a_source_stands_once_with_all_its_numbers() -> None:
    cited = tuple(make_citation(number, quote=f"citat {number}", page=number) for number in (1, 2, 3))
    text = "Ifølge **COK**:\n\n" + "\n".join(f"- »citat {number}« [{number}]" for number in (1, 2, 3))
    told = seen(messages(make_answer(text, citations=cited), SHOW)[0].blocks)
    assert told.count("Rundspørgetilledere") == 1
    assert "[1][2][3]Rundspørgetilledere,COK,17.august2016,side1,2,3,Svarene" in told


def test_a_quotation_that_the_text_shows_is_not_repeated() -> None:
    told = seen(messages(make_answer())[0].blocks)
    assert told.count("54procent") == 1
    in_other_words = make_answer("Over halvdelen [1].")
    assert "»54procent«" in seen(messages(in_other_words, SHOW)[0].blocks)


def test_notices_follow_the_text_before_the_sources() -> None:
    answer = make_answer(notices=(Notice("old_source", "Kilden er fra 2016."),))
    told = seen(messages(answer)[0].blocks)
    assert (
        told.index("54procent") < told.index("Kildenerfra2016.") < told.index("KilderKilder"[:6], told.index("2016."))
    )


def test_labels_are_in_the_answers_language() -> None:
    told = seen(messages(make_answer(language="en"), SHOW)[0].blocks)
    assert "Sources" in told
    assert "Askacolleague" in told


def pressed(answer: Answer, show: Show = SHOW) -> list[str]:
    return [button.action_id for button in buttons_in(messages(answer, show)[-1].blocks) if not button.url]


def test_an_answer_has_few_buttons() -> None:
    assert pressed(make_answer()) == [names.SOLVED, names.ASK_COLLEAGUE, names.FEEDBACK, names.FEEDBACK]
    assert pressed(make_answer(follow_ups=("a", "b", "c", "d")))[:3] == ["follow_up_0", "follow_up_1", "follow_up_2"]


def test_a_private_answer_can_be_shared_and_not_settled() -> None:
    assert pressed(make_answer(), Show(SHOW.wording, public_url="https://x.dk", private=True)) == [
        names.SHARE, names.FEEDBACK, names.FEEDBACK,
    ]  # fmt: skip


def test_what_is_not_known_is_not_solved_but_a_colleague_may_know() -> None:
    unknown = make_answer("Det står ikke i de kilder, jeg har.", kind=AnswerKind.ABSTAIN, citations=())
    assert pressed(unknown) == [names.ASK_COLLEAGUE, names.FEEDBACK, names.FEEDBACK]


def test_small_talk_has_no_buttons() -> None:
    assert pressed(make_answer("Hej!", kind=AnswerKind.SMALLTALK, citations=())) == []


@pytest.mark.parametrize(
    ("pressed_value", "read"), [("feedback_up ans_1", ("up", "ans_1")), ("feedback_down ans_2", ("down", "ans_2"))]
)
def test_a_thumb_says_which_answer_it_is_about(pressed_value: str, read: Any) -> None:
    assert names.read_feedback(pressed_value) == read


def test_a_list_keeps_its_lead_in_when_an_answer_is_cut() -> None:
    for message in messages(long_answer(60, "Kompetencer " * 20), SHOW):
        first = message.blocks[0]["elements"][0]
        assert first["type"] in {"rich_text_section", "rich_text_list"}
    many = "\n\n".join(f"Ifølge **Rapport {n}**:\n\n- »{'ord ' * 120}« [1]" for n in range(40))
    for message in messages(make_answer(many), SHOW):
        bodies = [block for block in message.blocks if block["type"] == "rich_text"]
        last = bodies[0]["elements"][-1]
        assert last["type"] == "rich_text_list"
