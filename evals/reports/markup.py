"""HTML and SVG built from parts, so that text can only ever come in escaped."""

import html
from collections.abc import Mapping

VOID = frozenset({"br", "input", "link", "meta"})

Attributes = Mapping[str, str | int | float | bool | None]


class Markup(str):
    """Text that is HTML already; made only here."""

    __slots__ = ()


Child = str | None


def element(tag: str, attributes: Attributes | None = None, *children: Child) -> Markup:
    """An element; children that are not `Markup` are escaped, None is left out.

    An attribute that is True stands bare; one that is None or False is left out.
    """
    written = "".join(_attribute(name, value) for name, value in (attributes or {}).items())
    return Markup(f"<{tag}{written}>" if tag in VOID else f"<{tag}{written}>{joined(*children)}</{tag}>")


def joined(*children: Child) -> Markup:
    """The children one after another."""
    return Markup("".join(_escaped(child) for child in children if child is not None))


def verbatim(tag: str, attributes: Attributes | None, own_file: str) -> Markup:
    """A `style` or `script` element around a file of ours, which must not hold the element's own end."""
    if f"</{tag}" in own_file:
        raise ValueError(f"a file for <{tag}> holds </{tag}; take it out")
    return Markup(str(element(tag, attributes)).removesuffix(f"</{tag}>") + own_file + f"</{tag}>")


def _escaped(child: str) -> str:
    return child if isinstance(child, Markup) else html.escape(child, quote=False)


def _attribute(name: str, value: str | int | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    return f' {name}="{html.escape(f"{value:.2f}" if isinstance(value, float) else str(value))}"'
