"""What changed, as it is told in a channel, to one person and on Home."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.channels.changing import change_sentence, report_heading
from assistant.channels.slack.blocks.elements import actions, button, context, notified, section
from assistant.channels.slack.blocks.limits import cut
from assistant.channels.slack.blocks.links import address
from assistant.channels.slack.blocks.mrkdwn import clean
from assistant.channels.slack.blocks.names import OPEN_LINK, numbered
from assistant.channels.slack.blocks.rich import link, rich_list, rich_section, rich_text, text
from assistant.channels.slack.blocks.types import Block, Element, Message, Show
from ingest.changes.types import ChangeReport, KnowledgeChange
from knowledge.worddiff import Fate, Piece

# As many as are read in a channel; the page has the rest.
MOST_TOLD = 12
MOST_ON_HOME = 4
MOST_STALE = 5
# The twelve of them, with what changed in their words, stay within one message.
LONGEST_SENTENCE, LONGEST_DIFF = 400, 300


@dataclass(frozen=True, slots=True)
class Stale:
    """A question answered in the channel with what no longer stands in the sources, and where it stands in Slack."""

    question: str
    permalink: str | None


def news(report: ChangeReport, show: Show, stale: Sequence[Stale] = ()) -> Message:
    """What changed between two generations, what matters most first, and which answers that was quoted in."""
    heading = report_heading(report, show.wording, show.language)
    blocks = [section(heading), *_listed(report.changes[:MOST_TOLD], show)]
    left = len(report.changes) - MOST_TOLD
    blocks += [context(show.say("news.more", count=left))] if left > 0 else []
    blocks += [*_stale(stale, show), *_way_to_page(report, show)]
    sentences = [change_sentence(one, show.wording, show.language) for one in report.changes[:MOST_TOLD]]
    return Message(notified(" ".join([heading, *sentences])), blocks)


def news_on_home(report: ChangeReport | None, show: Show) -> list[Block]:
    """The few changes that matter most; that there are none, where nothing can be compared."""
    if report is None or not report.changes:
        return [section(show.say("news.nothing"))]
    shown = report.changes[:MOST_ON_HOME]
    left = len(report.changes) - len(shown)
    told = [context(show.say("news.more", count=left))] if left else []
    return [*_listed(shown, show), *told]


def said(key: str, show: Show) -> Message:
    """A word on whether a channel is told."""
    told = show.say(f"news.{key}")
    return Message(notified(told), [section(told)])


def _stale(answers: Sequence[Stale], show: Show) -> list[Block]:
    if not answers:
        return []
    items = []
    for one in answers[:MOST_STALE]:
        question, url = cut(" ".join(one.question.split()), LONGEST_SENTENCE), address(one.permalink)
        items.append(rich_section(link(question, url) if url else text(question)))
    left = len(answers) - MOST_STALE
    more = [context(show.say("news.more", count=left))] if left > 0 else []
    return [section(show.say("news.stale")), rich_text(rich_list(items)), *more]


def _listed(changes: Sequence[KnowledgeChange], show: Show) -> list[Block]:
    items = [rich_section(*_parts(change, show)) for change in changes]
    return [rich_text(rich_list(items))] if items else []


def _parts(change: KnowledgeChange, show: Show) -> list[Element]:
    parts = [text(cut(change_sentence(change, show.wording, show.language), LONGEST_SENTENCE))]
    if change.words and sum(len(piece.text) for piece in change.words) <= LONGEST_DIFF:
        parts += [text("\n"), *(_piece(piece) for piece in change.words if piece.text.strip())]
    return parts


def _piece(piece: Piece) -> Element:
    made: Element = {"type": "text", "text": f"{clean(piece.text.strip())} "}
    style = {Fate.GONE: {"strike": True}, Fate.NEW: {"bold": True}}.get(piece.fate)
    return {**made, "style": style} if style else made


def _way_to_page(report: ChangeReport, show: Show) -> list[Block]:
    if not show.public_url or report.before is None:
        return []
    between = f"from={report.before.generation}&to={report.after.generation}"
    url = f"{show.public_url.rstrip('/')}/#/nyt?{between}"
    return actions([button(show.say("news.open"), numbered(OPEN_LINK, 0), url=url)])
