"""Reads prompts: files in this folder with declared variables, checked strictly and versioned by their hash.

A prompt begins with TOML between `+++` lines that declares its variables; then a `# system` part with the
instructions and a `# user` part with the data. A variable stands as `$name`, and the file puts it between tags: what
is filled in was written by others, so its `<`, `>` and `&` are escaped, and it can neither close its tag nor open one.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

PROMPTS_FOLDER = Path(__file__).parent
ROLES = ("system", "user")

# Enough to tell any two versions of a file apart, and short enough to be read in a report.
_VERSION_DIGITS = 12
_FRONT_MATTER = re.compile(r"\+\+\+\n(?P<declared>.*?)\+\+\+\n(?P<body>.*)", re.DOTALL)
_ROLE_LINE = re.compile(r"^# (\w+)\n", re.MULTILINE)

Message = tuple[str, str]
"""Who speaks (`system` or `user`) and what is said."""

Value = str | Sequence[str]


class PromptError(ValueError):
    """A prompt file that cannot be used, or one filled with the wrong variables."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """The messages of a prompt, with places for its variables."""

    name: str
    version: str
    """The beginning of the file's SHA-256: the same version means the same words."""
    variables: frozenset[str]
    parts: tuple[tuple[str, Template], ...]

    @classmethod
    def load(cls, name: str, folder: Path = PROMPTS_FOLDER) -> "Prompt":
        """Read `<name>.md`; raises `PromptError` for a file that is not there or does not keep to its declaration."""
        try:
            text = (folder / f"{name}.md").read_text(encoding="utf-8")
        except FileNotFoundError:
            raise PromptError(f"there is no prompt {name}.md; add it") from None
        declared, body = _halves(name, text)
        parts = _parts(name, body)
        used = frozenset(variable for _, part in parts for variable in part.get_identifiers())
        if used != declared:
            raise PromptError(f"{name}.md declares {sorted(declared)} but uses {sorted(used)}; make them agree")
        version = hashlib.sha256(text.encode()).hexdigest()[:_VERSION_DIGITS]
        return cls(name, version, declared, parts)

    def fill(self, **values: Value) -> tuple[Message, ...]:
        """The messages with every variable filled, escaped; a sequence becomes numbered items in tags of their own."""
        if values.keys() != self.variables:
            raise PromptError(f"{self.name}.md takes {sorted(self.variables)}, not {sorted(values)}; pass those")
        written = {name: _written(value) for name, value in values.items()}
        return tuple((role, part.substitute(written)) for role, part in self.parts)


def _halves(name: str, text: str) -> tuple[frozenset[str], str]:
    match = _FRONT_MATTER.fullmatch(text)
    if match is None:
        raise PromptError(f"{name}.md does not begin with +++ lines that declare its variables; add them")
    try:
        declared = tomllib.loads(match["declared"])
    except tomllib.TOMLDecodeError as error:
        raise PromptError(f"the declaration of {name}.md is not TOML ({error}); mend it") from None
    return _variables(name, declared), match["body"]


def _variables(name: str, declared: Mapping[str, object]) -> frozenset[str]:
    variables = declared.get("variables")
    if declared.keys() != {"variables"} or not isinstance(variables, list):
        raise PromptError(f'{name}.md declares {sorted(declared)}; declare variables = ["…"] and nothing else')
    return frozenset(str(variable) for variable in variables)


def _parts(name: str, body: str) -> tuple[tuple[str, Template], ...]:
    before, *pieces = _ROLE_LINE.split(body)
    roles, texts = tuple(pieces[::2]), [Template(text.strip()) for text in pieces[1::2]]
    if before.strip() or roles != ROLES:
        raise PromptError(f"{name}.md holds the parts {list(roles)}; give it {list(ROLES)}, and nothing before them")
    if not all(text.is_valid() for text in texts):
        raise PromptError(f"{name}.md holds a $ that begins no variable; write $$ for the sign itself")
    return tuple(zip(roles, texts, strict=True))


def _written(value: Value) -> str:
    if isinstance(value, str):
        return escape(value, quote=False)
    items = (f'<item number="{n}">\n{escape(item, quote=False)}\n</item>' for n, item in enumerate(value, start=1))
    return "\n".join(items)
