"""The quotations of an answer in their sources, in a modal for who has no web page to read them on."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.channels.slack.blocks import limits, names
from assistant.channels.slack.blocks.elements import context, divider, header, section
from assistant.channels.slack.blocks.limits import cut, size
from assistant.channels.slack.blocks.modals import modal
from assistant.channels.slack.blocks.rich import rich_section, rich_text, text
from assistant.channels.slack.blocks.types import Block, Element, Show, View
from assistant.core.types import Citation

# A few lines of a source on each side of its quotations.
AROUND = 300
# Quotations with no more between them stand in one excerpt.
NEAR = 2 * AROUND
# Unless the excerpt would be longer than anybody scrolls through.
LONGEST_EXCERPT = limits.SECTION_TEXT
# A quotation is shown whole where it can be; of a longer one the beginning.
LONGEST_QUOTE = limits.SECTION_TEXT
# Views are allowed more than messages; how much more is not said, so no more is sent.
VIEW_SIZE = limits.MESSAGE_SIZE


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A citation with the text of its source."""

    citation: Citation
    source_text: str


def sources_view(excerpts: Sequence[Excerpt], show: Show) -> View:
    """The quotations in bold with what stands around them; those that stand together are shown together."""
    blocks: list[Block] = []
    left = len(excerpts)
    for group in _together(excerpts):
        more = _blocks(group, show)
        if len(blocks) + len(more) >= limits.VIEW_BLOCKS or size([*blocks, *more]) > VIEW_SIZE:
            blocks.append(context(show.say("sources_more", count=left)))
            break
        blocks += more
        left -= len(group)
    return modal(names.SOURCES_VIEW, "sources", blocks or [section(show.say("sources_gone"))], show)


def _together(excerpts: Sequence[Excerpt]) -> list[list[Excerpt]]:
    """Excerpts of the same text near each other, in the order of the text; the groups by their first numbers."""
    ordered = sorted(excerpts, key=lambda one: (one.citation.text_id, one.citation.start))
    groups: list[list[Excerpt]] = []
    for one in ordered:
        if groups and _are_near(groups[-1], one.citation):
            groups[-1].append(one)
        else:
            groups.append([one])
    return sorted(groups, key=lambda group: min(one.citation.number for one in group))


def _are_near(group: Sequence[Excerpt], citation: Citation) -> bool:
    first, last = group[0].citation, group[-1].citation
    is_short = citation.end - first.start <= LONGEST_EXCERPT
    return is_short and first.text_id == citation.text_id and citation.start - last.end <= NEAR


def _blocks(group: Sequence[Excerpt], show: Show) -> list[Block]:
    first = group[0].citation
    numbers = "".join(f"[{number}]" for number in sorted(one.citation.number for one in group))
    where = show.say("page", pages=first.page) if first.page else first.path
    told = [context(where)] if where else []
    title = " ".join(first.title.split())
    return [header(f"{numbers} {title}"), rich_text(rich_section(*_shown(group))), *told, divider()]


def _shown(group: Sequence[Excerpt]) -> list[Element]:
    """The text from before the first quotation to after the last, the quotations in bold."""
    whole, start = group[0].source_text, group[0].citation.start
    parts = [text(_before(whole[:start]))] if start else []
    for one in group:
        begin, end = max(start, one.citation.start), max(start, one.citation.end)
        between, quote = whole[start:begin], cut(whole[begin:end], LONGEST_QUOTE)
        parts += [text(between)] if between else []
        parts += [text(quote, bold=True)] if quote else []
        start = end
    return [*parts, *([text(_after(whole[start:]))] if start < len(whole) else [])]


def _before(words: str) -> str:
    """The end of what stands before, from a whole word on."""
    return words if len(words) <= AROUND else "…" + words[-AROUND:].split(maxsplit=1)[-1]


def _after(words: str) -> str:
    """The beginning of what stands after, to a whole word."""
    return words if len(words) <= AROUND else words[:AROUND].rsplit(maxsplit=1)[0] + "…"
