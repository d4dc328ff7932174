"""Shows others' text as text: nothing in a source becomes a mention, a link, an emoji or formatting.

Blocks show text as it is in `plain_text` and in the elements of `rich_text`, and these are used wherever they can be.
What is left are Slack's own markup (`mrkdwn`: cards and the text for notifications) and Markdown (streams).
"""

import re

# Neither has a way to be escaped in mrkdwn; these look the same and mean nothing to Slack.
_LOOKALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
# Within a word an underscore formats nothing.
_EDGE_UNDERSCORE = re.compile(r"(?<!\w)_|_(?!\w)")
_LOW_LINE = "ˍ"
# Has no width, and no emoji's name holds it.
_JOINER = "\u2060"
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_QUOTE_MARK = re.compile(r"^(?=&gt;)", re.MULTILINE)

# What Markdown reads as markup anywhere (CommonMark 2.4 lets all ASCII punctuation be escaped by a backslash), and no
# more: brackets are text unless an address follows or a line begins with them.
_MARKUP = re.compile(r"([\\`*~|]|(?<!\w)_|_(?!\w)|!(?=\[)|\](?=\())")
# What Markdown reads as a character's name, and what begins Slack's own markup.
_ENTITY = re.compile(r"&(?=#?\w+;)")
# And at the beginning of a line: headings, quotes, lists, rules.
_AT_START = re.compile(r"^(\s*)([-+=#>\[])")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])")
# Addresses become links by themselves; a joiner after the first part keeps them text.
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|www)(?=:|\.)")
# Control characters but the tab and the line feed, and halves of characters, which JSON cannot carry.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# Turn the direction of writing, to their closing mark or the end of the paragraph.
_EMBEDDING, _ISOLATE = re.compile("[\u202a\u202b\u202d\u202e]"), re.compile("[\u2066\u2067\u2068]")
_END_EMBEDDING, _END_ISOLATE = "\u202c", "\u2069"


def clean(text: str) -> str:
    """Text that Slack can carry, and that turns the direction of nothing after it."""
    text = _UNSEEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    open_embeddings = len(_EMBEDDING.findall(text)) - text.count(_END_EMBEDDING)
    open_isolates = len(_ISOLATE.findall(text)) - text.count(_END_ISOLATE)
    return text + _END_EMBEDDING * open_embeddings + _END_ISOLATE * open_isolates


def entities(text: str) -> str:
    """The three characters by which Slack's markup begins and ends, as it wants them written."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(text: str) -> str:
    """Text that Slack's own markup shows as it is."""
    text = _EMOJI.sub(":" + _JOINER, clean(text).translate(_LOOKALIKES))
    return _QUOTE_MARK.sub(_JOINER, entities(_EDGE_UNDERSCORE.sub(_LOW_LINE, text)))


def markdown(text: str) -> str:
    """Text that Markdown shows as it is, in the middle of a line."""
    text = _ENTITY.sub("&amp;", _ADDRESS.sub(rf"\1{_JOINER}", clean(text))).replace("<", "&lt;")
    return _EMOJI.sub(r"\:", _MARKUP.sub(r"\\\1", text))


def markdown_line(text: str) -> str:
    """Text that Markdown shows as it is, also at the beginning of a line."""
    return _AT_START.sub(r"\1\\\2", _NUMBERED.sub(r"\1\\\2", markdown(text)))
