"""Anthropic's own citations: passages given as search results, one sentence a block, and a cited reply read as claims.

Source: the Messages API, `search_result` blocks within a tool's result, and `search_result_location` citations.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from assistant.core.generative.material import Material, about
from assistant.core.sentences import UnitKind, split_units
from assistant.core.types import Language
from prompts.wording import Wording

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

TOOL: Mapping[str, Any] = {
    "name": "search",
    "description": "Searches the sources.",
    "input_schema": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]},
}
# The search has been made: what is wanted is the answer.
_NO_MORE_CALLS = {"type": "none"}
_CALL = "toolu_search"

Block = dict[str, Any]
CitedMessage = tuple[str, list[Block]]
"""Who speaks, and in which blocks."""


def search_results(material: Material, question: str, language: Language, wording: Wording) -> list[CitedMessage]:
    """What follows after a question: a search for it, and the passages as its results."""
    results = [
        {
            "type": "search_result",
            "source": source.url or source.source_id,
            "title": about(hit, source, language, wording),
            "content": [{"type": "text", "text": sentence} for sentence in sentences(hit.passage.text)],
            "citations": {"enabled": True},
        }
        for hit, source in material.passages
    ]
    call = {"type": "tool_use", "id": _CALL, "name": TOOL["name"], "input": {"query": question}}
    result = {"type": "tool_result", "tool_use_id": _CALL, "content": results}
    return [("assistant", [call]), ("user", [result])]


def sentences(text: str) -> list[str]:
    """The text in sentences and list items, each with the white space after it: together they are the text."""
    starts = [unit.start for unit in split_units(text)][1:]
    return [text[start:end] for start, end in zip([0, *starts], [*starts, len(text)], strict=True)]


def stream_claims(
    chat: "BaseChatModel", messages: Sequence[Any], config: "RunnableConfig"
) -> Iterator[dict[str, list[Block]]]:
    """Yield the reply as far as it has come, in the form of `said.SCHEMA`; `messages` end in `search_results`."""
    whole: Any = None
    for chunk in chat.bind(tools=[dict(TOOL)], tool_choice=_NO_MORE_CALLS).stream(list(messages), config):
        whole = chunk if whole is None else whole + chunk
        blocks = _text_blocks(whole.content)
        settled = sum(len(block["text"]) for block in blocks[:-1])
        yield {"claims": claims_of(blocks, settled)}
    if whole is not None:
        yield {"claims": claims_of(_text_blocks(whole.content))}


def claims_of(blocks: Sequence[Mapping[str, Any]], settled: int | None = None) -> list[Block]:
    """The sentences that cite something, as claims; a sentence cites what any block it goes through does.

    `settled`: how many characters nothing more comes to, of a reply that goes on; its last sentence is given as it is.
    """
    text, spans = "", []
    for block in blocks:
        spans.append((len(text), len(text) + len(block["text"]), block.get("citations") or ()))
        text += block["text"]
    found, units = [], split_units(text)
    for unit in units:
        within = [cited for start, end, cited in spans if start < unit.end and unit.body_start < end]
        evidence = [given for cited in within for one in cited if (given := _evidence(one))]
        goes_on = settled is not None and (unit is units[-1] or unit.end > settled)
        if evidence or goes_on:
            is_item = unit.kind is UnitKind.LIST_ITEM
            found.append({"text": escape(text[unit.body_start : unit.end]), "listed": is_item, "evidence": evidence})
        if goes_on:
            break
    return found


def _evidence(citation: Mapping[str, Any]) -> Block:
    """A citation as number and quotation, escaped as what is given is in the other form; empty for another kind."""
    index, quoted = citation.get("search_result_index"), citation.get("cited_text")
    if not isinstance(index, int) or not isinstance(quoted, str):
        return {}
    return {"passage": index + 1, "quotation": escape(quoted)}


def _text_blocks(content: object) -> list[Block]:
    given = content if isinstance(content, list) else []
    return [{"text": "", **block} for block in given if isinstance(block, dict) and block.get("type") == "text"]
