"""Safe YAML with the line of every value, without YAML 1.1's surprises.

`2.395` stays text (a Danish thousand), as do `16:38`, `0123` and a date the calendar does not have: who reads the field
judges it. Aliases are followed up to a limit, so that a few lines cannot unfold into gigabytes.
"""

import datetime
import re
from collections.abc import Mapping

import yaml

from ingest.errors import UnreadableError
from ingest.types import RawValue

# Values in one file: the largest course list we expect is some thousand courses of some twenty values.
_MOST_VALUES = 200_000

_WHOLE = re.compile(r"[-+]?(?:0|[1-9]\d*)")
_DECIMAL = re.compile(r"[-+]?\d+\.\d+")
_DANISH_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+")


def load_documents(text: str, first_line: int = 1) -> list[RawValue]:
    """Read every YAML document of a text; mappings become `dict[str, RawValue]`, lists `list[RawValue]`.

    `first_line`: the line of the file that the text begins on. Raises `UnreadableError` with the line of the fault.
    """
    try:
        nodes = [node for node in yaml.compose_all(text, Loader=yaml.SafeLoader) if node is not None]
        reader = _Reader(first_line)
        return [reader.value(node) for node in nodes]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else None
        raise UnreadableError(
            f"the YAML cannot be read ({error.problem or error.context}): mend that line", reason="syntax", line=line
        ) from error
    except yaml.YAMLError as error:
        raise UnreadableError(f"the YAML cannot be read ({error}): mend it", reason="syntax") from error
    except RecursionError as error:
        raise _too_complex() from error


def load_mapping(text: str, first_line: int = 1) -> Mapping[str, RawValue]:
    """Read a text that is one YAML mapping, or nothing; values inside its values are plain."""
    documents = load_documents(text, first_line)
    if not documents:
        return {}
    if len(documents) > 1 or not isinstance(documents[0].value, dict):
        raise UnreadableError(
            "the metadata are not a list of `field: value` lines: write one field a line",
            reason="syntax",
            line=first_line,
        )
    return {key: RawValue(plain(raw), raw.line) for key, raw in documents[0].value.items()}


def plain(raw: object) -> object:
    """Give a value without its line marks, all the way down."""
    if isinstance(raw, RawValue):
        return plain(raw.value)
    if isinstance(raw, dict):
        return {key: plain(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [plain(value) for value in raw]
    return raw


class _Reader:
    """Turns nodes into values and counts them."""

    def __init__(self, first_line: int) -> None:
        self._first_line = first_line
        self._values = 0

    def value(self, node: yaml.Node) -> RawValue:
        self._values += 1
        if self._values > _MOST_VALUES:
            raise _too_complex()
        line = node.start_mark.line + self._first_line
        if isinstance(node, yaml.MappingNode):
            return RawValue(self._mapping(node), line)
        if isinstance(node, yaml.SequenceNode):
            return RawValue([self.value(child) for child in node.value], line)
        return RawValue(_scalar(node), line)

    def _mapping(self, node: yaml.MappingNode) -> dict[str, RawValue]:
        result: dict[str, RawValue] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                raise UnreadableError(
                    f"the field {key} is given twice: keep one of them",
                    reason="duplicate_field",
                    field=key,
                    line=key_node.start_mark.line + self._first_line,
                )
            result[key] = self.value(value_node)
        return result


def _scalar(node: yaml.Node) -> object:
    written = str(node.value)
    kind = node.tag.rsplit(":", 1)[-1]
    if kind == "null":
        return None
    if kind == "bool":
        return written.lower() in ("true", "yes", "on")
    if kind == "int" and _WHOLE.fullmatch(written):
        return int(written)
    if kind == "float" and _DECIMAL.fullmatch(written) and not _DANISH_THOUSANDS.fullmatch(written):
        return float(written)
    if kind == "timestamp":
        return _day(written)
    return written


def _day(written: str) -> datetime.date | str:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return written


def _too_complex() -> UnreadableError:
    return UnreadableError(
        "the YAML is nested too deeply or holds too many values: split it into files", reason="too_complex"
    )
