"""An answer as people see it in Slack: its quotations first, then what to note, courses, sources, and a few buttons."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.channels.slack.blocks import limits, names
from assistant.channels.slack.blocks.courses import suggested
from assistant.channels.slack.blocks.elements import actions, button, context, notified, plain
from assistant.channels.slack.blocks.footnotes import footnotes
from assistant.channels.slack.blocks.limits import cut, size
from assistant.channels.slack.blocks.lines import Line, read_lines
from assistant.channels.slack.blocks.links import Linked, linked
from assistant.channels.slack.blocks.plan import plan_units, without_plan
from assistant.channels.slack.blocks.rich import rich_lines
from assistant.channels.slack.blocks.splitting import groups, packed, portions
from assistant.channels.slack.blocks.streamed import markdown_of, markdown_pieces
from assistant.channels.slack.blocks.types import Block, Element, Message, Reply, Show
from assistant.core.types import Answer, AnswerKind

# A longer text is cut into portions; the rest of the message is for what stands below it.
TEXT_ROOM = limits.MESSAGE_SIZE * 2 // 3
# More questions to ask on with would be a wall of buttons.
MOST_FOLLOW_UPS = 3
# Answers that can be right or wrong; small talk cannot.
JUDGED = {AnswerKind.ANSWER, AnswerKind.ABSTAIN, AnswerKind.COURSES, AnswerKind.GAP}


def reply(answer: Answer, show: Show) -> Reply:
    """An answer, to be streamed or posted; its labels are in its own language."""
    show = replace(show, language=answer.language)
    places = linked(answer, show.public_url)
    whole = read_lines(answer.text, {citation.number for citation in answer.citations})
    searched_by = _searched_by(answer, whole)
    shown = without_plan(whole[1:] if searched_by else whole, answer.plan)
    text, lines = notification(whole), _without_cards(answer, shown)
    first, *rest = portions(lines, TEXT_ROOM, lambda line: _cost(line, places)) or [[]]
    bodies = [rich_lines(portion, places) for portion in (first, *rest)]
    streamed = len(markdown_of(first, places).encode())
    told_below = [[context(searched_by)]] if searched_by else []
    units = [*bodies, *told_below, *_below(answer, lines, places, show)]
    blocks, *more = packed(units, max(0, streamed - size(bodies[0])))
    return Reply(
        markdown_pieces(first, places),
        Message(text, blocks[len(bodies[0]) :]),
        (Message(text, blocks), *(Message(notified(show.say("continued")), one) for one in more)),
    )


def notification(lines: Sequence[Line]) -> str:
    """What a notification says of an answer: its beginning, without markup."""
    return notified(" ".join(line.text for line in lines))


def _without_cards(answer: Answer, lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of an answer's text that no card tells."""
    if answer.kind is not AnswerKind.COURSES:
        return lines
    on_cards = {number for course in answer.courses for number in course.citations}
    return tuple(line for line in lines if line.depth is None or not line.numbers or not line.numbers <= on_cards)


def _searched_by(answer: Answer, lines: Sequence[Line]) -> str:
    """The line that tells of the filters, where an answer begins with it: it is shown in small grey below the text."""
    told = [one.text for one in (*answer.filters, *answer.without)]
    is_first = bool(told) and all(one in lines[0].text for one in told) and len(lines) > 1
    return lines[0].text if is_first else ""


def _cost(line: Line, places: Linked) -> int:
    """How much of a message a line takes, be it streamed or not."""
    return max(size(rich_lines([line], places)), len(markdown_of([line], places).encode()))


def _below(answer: Answer, lines: Sequence[Line], places: Linked, show: Show) -> list[list[Block]]:
    """What follows the text, in units that stay together."""
    cards, told = suggested(answer, places, show) if answer.plan is None else ([], set())
    named = {number for line in lines for number in line.numbers}
    noted = [one for one in answer.citations if one.number not in told - named]
    return [
        *plan_units(answer, places, show),
        *([block] for block in _notices(answer)),
        *cards,
        *([block] for block in footnotes(noted, lines, places, show)),
        buttons(answer, show, with_sources=not places.quotations),
    ]


def _notices(answer: Answer) -> list[Block]:
    texts = [cut(notice.text, limits.CONTEXT_TEXT // 2) for notice in answer.notices]
    chunks = groups(texts, len(texts), limits.CONTEXT_TEXT, lambda text: limits.length(text) + 1)
    return [context("\n".join(chunk)) for chunk in chunks]


def buttons(answer: Answer, show: Show, *, with_sources: bool = False) -> list[Block]:
    """What can be done with an answer: ask on, share or settle it, say whether it helped; nothing for small talk."""
    if answer.kind not in JUDGED:
        return []
    asked = [
        button(question, names.numbered(names.FOLLOW_UP, number), question)
        for number, question in enumerate(answer.follow_ups[:MOST_FOLLOW_UPS])
    ]
    return [*actions(asked), *actions(_gestures(answer, show, with_sources)), thumbs(answer, show)]


def _gestures(answer: Answer, show: Show, with_sources: bool) -> list[Element]:
    made = []
    if with_sources and answer.citations:
        made.append(button(show.say("button.sources"), names.OPEN_SOURCES, answer.id))
    if show.private:
        return [*made, button(show.say("button.share"), names.SHARE, answer.id)]
    if answer.kind is not AnswerKind.ABSTAIN:
        made.append(button(show.say("button.solved"), names.SOLVED, answer.id))
    if show.colleagues:
        made.append(button(show.say("button.ask_colleague"), names.ASK_COLLEAGUE, answer.id))
    return made


def thumbs(answer: Answer, show: Show) -> Block:
    """Whether an answer helped."""
    pressed = {
        f"{side}_button": {
            "text": plain(show.say(f"button.{verdict}"), limits.BUTTON_TEXT),
            "accessibility_label": show.say(f"button.{verdict}_label"),
            "value": names.feedback_value(verdict, answer.id),
        }
        for side, verdict in (("positive", names.FEEDBACK_UP), ("negative", names.FEEDBACK_DOWN))
    }
    return {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "action_id": names.FEEDBACK, **pressed}],
    }
