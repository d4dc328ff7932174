"""Citations as footnotes: an item a source, with what it is, its numbers as links to the quotation in its place."""

from collections.abc import Iterator, Sequence

from assistant.channels.slack.blocks import limits
from assistant.channels.slack.blocks.limits import cut, size
from assistant.channels.slack.blocks.lines import Line
from assistant.channels.slack.blocks.links import Linked
from assistant.channels.slack.blocks.mrkdwn import clean
from assistant.channels.slack.blocks.rich import link, rich_list, rich_section, rich_text, text
from assistant.channels.slack.blocks.splitting import groups, parts
from assistant.channels.slack.blocks.types import Block, Element, Show
from assistant.core.composing import readable
from assistant.core.types import Citation
from prompts.dates import written_date

# A footnote names a source; the whole title is read there.
LONGEST_TITLE = 300
LONGEST_FACT = 150
# An item with more numbers than these is continued in another: each is a link of some 200 bytes.
MOST_NUMBERS = 15
# The longest part of a quotation in one item, and the most bytes of items in one block: some to a message.
LONGEST_PART = 1_000
BLOCK_ROOM = limits.MESSAGE_SIZE // 2


def footnotes(citations: Sequence[Citation], lines: Sequence[Line], places: Linked, show: Show) -> list[Block]:
    """The sources of these citations, with the quotations that no line shows; nothing for none."""
    if not citations:
        return []
    read = folded(" ".join(line.text for line in lines))
    by_source: dict[str, list[Citation]] = {}
    for citation in citations:
        by_source.setdefault(citation.source_id, []).append(citation)
    items = [item for some in by_source.values() for item in _items(some, read, places, show)]
    chunks = groups(items, len(items), BLOCK_ROOM, lambda item: size([item]))
    heading = rich_section(text(show.say("sources"), bold=True))
    return [rich_text(*([heading] if number == 0 else []), *chunk) for number, chunk in enumerate(chunks)]


def folded(words: str) -> str:
    """Words in one line with a single blank between them."""
    return " ".join(words.split())


def _items(citations: Sequence[Citation], read: str, places: Linked, show: Show) -> Iterator[Element]:
    """The lists of one item each that tell of one source."""
    for start in range(0, len(citations), MOST_NUMBERS):
        some = citations[start : start + MOST_NUMBERS]
        yield rich_list([_source(some, places, show)])
        for one in some:
            quote = readable(one.quote)
            if quote and quote not in read:
                yield from (rich_list([item], 1) for item in _quotation(one, quote, places, show))


def _source(citations: Sequence[Citation], places: Linked, show: Show) -> Element:
    """`[1] [2] Title, publisher, date, page, section`."""
    first = citations[0]
    title = cut(folded(first.title) or first.source_id, LONGEST_TITLE)
    url = places.sources.get(first.number) or places.place(first.number)
    numbers = [part for one in citations for part in (_number(one.number, places), text(" "))]
    facts = ", ".join(clean(cut(fact, LONGEST_FACT)) for fact in _facts(citations, show) if fact)
    return rich_section(*numbers, link(title, url) if url else text(title), text(f", {facts}"))


def _facts(citations: Sequence[Citation], show: Show) -> list[str]:
    first = citations[0]
    dated = written_date(first.date, show.language) if first.date else show.say("undated")
    pages = sorted({one.page for one in citations if one.page})
    paged = show.say("page" if len(pages) == 1 else "pages", pages=", ".join(map(str, pages))) if pages else ""
    sections = {folded(one.section) for one in citations}
    return [folded(first.publisher or ""), dated, paged, sections.pop() if len(sections) == 1 else ""]


def _quotation(citation: Citation, quote: str, places: Linked, show: Show) -> Iterator[Element]:
    first, *rest = parts(show.say("quoted", quote=quote), LONGEST_PART)
    yield rich_section(_number(citation.number, places), text(f" {first}"))
    yield from (rich_section(text(part)) for part in rest)


def _number(number: int, places: Linked) -> Element:
    """A number that opens its quotation; the source itself is opened by its title."""
    words = f"[{number}]"
    return link(words, places.quotations[number]) if number in places.quotations else text(words)
