"""Answers that hold whatever a source may hold, made by hypothesis, and what people see of the messages."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from assistant.channels.slack.blocks.types import Block, Message, Show
from assistant.core.composing import readable
from assistant.core.types import Answer, AnswerKind, Citation, CourseSuggestion, Mode, Notice, PlanStep, TeamPlan
from knowledge.types import CourseStatus, SourceKind
from prompts.wording import Wording
from tests.slack.showing import shown_blocks

SHOW = Show(Wording.load(), "da", "https://fagkompas.example.dk", colleagues=True)
MARKUP = [
    "<!channel>", "<@U1>", "<#C1|general>", "<https://evil.example|klik>", "https://evil.example/x",
    "[klik](https://evil.example)", "`", "```", "*fed*", "**", "_kursiv_", "~~slettet~~", ":tada:", "&amp;", "&", "<b>",
    "»", "«", "“", "[1]", "[2][3]", "# H", "> citat", "- punkt", "1. et", "|", "| a | b |", "\\", "\\*", "---",
    "\u202e", "\u2066", "שלום", "مرحبا", "👩‍👩‍👧", "🎓", "ÆØÅ", "\x00", "\x1b[31m", "\ud83d", "!", "=", "+", "@here",
    "{x}", "%s", "mailto:a@b.dk", "e\u0301", "…",
]  # fmt: skip
words = st.one_of(st.sampled_from(MARKUP), st.sampled_from(["og", "kompetencer", "virksomhed", "i", "2016,", "leder."]))
sentences = st.lists(words, min_size=1, max_size=8).map(" ".join)
glued = st.lists(words, min_size=1, max_size=6).map("".join)
phrases = st.one_of(sentences, glued, st.text(min_size=1, max_size=40))
addresses = st.one_of(
    st.none(),
    st.sampled_from(["https://via.dk/a?b=1&c=(d)", "javascript:alert(1)", "https://x|y>z", "", "http://æ.dk/ø"]),
    st.text(max_size=20),
)  # fmt: skip


@st.composite
def citations(draw: st.DrawFn, number: int) -> Citation:
    return Citation(
        number=number,
        source_id=f"s{draw(st.integers(0, 6))}",
        source_kind=SourceKind.REPORT,
        title=draw(phrases),
        quote=draw(phrases.filter(lambda quote: bool(readable(quote)))),
        text_id=f"txt_{number:032x}",
        start=draw(st.integers(0, 10**6)),
        end=10**6 + number,
        passage_id=f"p{number}",
        publisher=draw(st.one_of(st.none(), phrases)),
        date=draw(st.one_of(st.none(), st.dates())),
        url=draw(addresses),
        page=draw(st.one_of(st.none(), st.integers(1, 900))),
        section=draw(st.one_of(st.just(""), phrases)),
    )


@st.composite
def answers(draw: st.DrawFn, most: int = 5) -> Answer:
    """An answer of quotations, of sentences, or of courses; text and citations fit together as the core makes them."""
    cited = [draw(citations(number)) for number in range(1, draw(st.integers(0, most)) + 1)]
    kind = (
        draw(st.sampled_from([AnswerKind.ANSWER, AnswerKind.COURSES, AnswerKind.ABSTAIN]))
        if cited
        else AnswerKind.ABSTAIN
    )
    made = [_suggestion(one, draw(st.sampled_from(CourseStatus))) for one in cited]
    return Answer(
        id="ans_1",
        conversation_id="con_1",
        generation=1,
        mode=Mode.EXTRACTIVE,
        kind=kind,
        question=draw(phrases),
        language=draw(st.sampled_from(["da", "en"])),
        text=draw(st.sampled_from([quoting, telling]))(cited) if kind is not AnswerKind.ABSTAIN else draw(phrases),
        citations=tuple(cited) if kind is not AnswerKind.ABSTAIN else (),
        courses=tuple(made[: draw(st.integers(0, 5))]) if kind is not AnswerKind.ABSTAIN else (),
        notices=tuple(Notice("old_source", text) for text in draw(st.lists(phrases, max_size=3))),
        follow_ups=tuple(draw(st.lists(phrases, max_size=4))),
    )  # fmt: skip


@st.composite
def planned(draw: st.DrawFn) -> Answer:
    """An answer on a team with a plan: its text holds the plan's lines, as the core makes it."""
    answer = draw(answers().filter(lambda one: one.kind is AnswerKind.ANSWER))
    ids = st.sampled_from([course.course_id for course in answer.courses] or ["k"])
    line = st.builds(lambda words: " ".join(words.split()) or "k", phrases)
    maybe = st.one_of(st.none(), phrases)
    labels = st.lists(phrases, max_size=3).map(tuple)
    step = st.builds(
        PlanStep, ids, phrases, maybe, st.integers(1, 60), st.one_of(st.none(), st.dates()), maybe,
        st.one_of(st.none(), st.floats(0, 1e6)), labels, labels, st.sampled_from(CourseStatus), st.booleans(),
        addresses, line,
    )  # fmt: skip
    steps = tuple(draw(st.lists(step, min_size=1, max_size=60)))
    plan = TeamPlan(3, draw(line), steps, draw(line), 0.0, 0)
    text = "\n".join([answer.text, "", plan.heading, "", *(f"- {one.text}" for one in steps), "", plan.total])
    return replace(answer, kind=AnswerKind.GAP, plan=plan, text=text)


def _suggestion(cited: Citation, status: CourseStatus) -> CourseSuggestion:
    return CourseSuggestion(
        cited.source_id, cited.title, cited.publisher, readable(cited.quote), (), (cited.number,), status, True
    )


def quoting(cited: list[Citation]) -> str:
    """The text that holds all quotations, as the extractive answer does."""
    lines = [f"- »{readable(one.quote)}« [{one.number}]" for one in cited]
    return "\n".join([f"Ifølge **{' '.join(cited[0].title.split())}**:", "", *lines]) if cited else ""


def telling(cited: list[Citation]) -> str:
    """The text that tells in other words, as a language model would."""
    return "Det er sådan. " + " ".join(f"Det står der {one.number} gange [{one.number}]." for one in cited)


def long_answer(count: int, quote: str, **changes: Any) -> Answer:
    """An answer with so many citations of the same long quotation, numbered so that each can be told apart."""
    cited = [_numbered(number, quote) for number in range(1, count + 1)]
    answer = Answer(
        "ans_1", "con_1", 1, Mode.EXTRACTIVE, AnswerKind.ANSWER, "Hvad?", "da", quoting(cited), (), tuple(cited)
    )
    return replace(answer, **changes)


def _numbered(number: int, quote: str) -> Citation:
    title, text_id = f"Rapport {number}", f"txt_{number:032x}"
    return Citation(number, f"s{number}", SourceKind.REPORT, title, f"{number}: {quote}", text_id, 0, 9, "p")


def seen(blocks: list[Block]) -> str:
    """What a person reads, without blanks, since these come and go where something is cut."""
    return bare(shown_blocks(blocks, {}))


def seen_in(messages: tuple[Message, ...]) -> str:
    return "".join(seen(message.blocks) for message in messages)


def bare(words: str) -> str:
    """Words without bullets, blanks and what has no width, and with markup for its look-alikes."""
    for shown, meant in {
        "∗": "*",
        "∼": "~",
        "ˋ": "`",
        "ˍ": "_",
        "\u2060": "",
        "•": "",
        "\u202c": "",
        "\u2069": "",
    }.items():
        words = words.replace(shown, meant)
    return "".join(words.split())
