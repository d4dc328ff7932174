"""What a model may reply: claims from the passages it was given, honest or not."""

import json
import re
from html import unescape

from tests.model_stub import Request

_ITEM = re.compile(r'<item number="(\d+)">\n(.*?)\n</item>', re.DOTALL)


def passages(request: Request) -> dict[int, str]:
    """The passages of a prompt by their number, without the line about their source."""
    if results := request.search_results():
        return {place: "".join(block["text"] for block in result["content"]) for place, result in enumerate(results, 1)}
    given = request.said("user").partition("<passages>")[2].partition("</passages>")[0]
    return {int(number): unescape(text).partition("\n\n")[2] for number, text in _ITEM.findall(given)}


def number_of(request: Request, words: str) -> int:
    """The number of the first passage that holds these words; 0 for none."""
    return next((number for number, text in passages(request).items() if words in text), 0)


def claim(text: str, *evidence: tuple[int, str], listed: bool = False) -> dict[str, object]:
    """A claim in the form asked for."""
    pairs = [{"passage": number, "quotation": quotation} for number, quotation in evidence]
    return {"text": text, "listed": listed, "evidence": pairs}


def reply(*claims: dict[str, object]) -> str:
    """A whole reply."""
    return json.dumps({"claims": list(claims)}, ensure_ascii=False)
