"""What a fetched page is: where its links lead, what it is called by itself, and whether it is a page at all."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from ingest.errors import UnreadableError
from ingest.formats.html import decode_page, parse_page
from ingest.web.addresses import normal
from ingest.web.sources import is_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Titles and first headings of pages that say there is none, or that something went wrong.
_MISSING = re.compile(
    r"\b404\b|siden (?:findes ikke|blev ikke fundet|kunne ikke findes)|side(?:n)? ikke fundet|(?:page|file) not found"
    r"|findes ikke længere|no longer exists",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"\b50[0-4]\b.{0,20}(?:error|fejl)|internal server error|bad gateway|service unavailable|teknisk fejl"
    r"|midlertidigt (?:lukket|utilgængelig)|under vedligeholdelse|maintenance",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"^\W*(?:log ind|log på|login|sign in|log in)\W*$", re.IGNORECASE)
# A page with less text than this says nothing that could be asked for.
_LEAST_LETTERS = 40
_LONGEST_HEAD = 120
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parsed(content: bytes) -> "HtmlElement | None":
    """The tree of a page; None for what cannot be read as one."""
    try:
        return parse_page(decode_page(content))
    except (UnreadableError, ValueError):
        return None


def problem_of(root: "HtmlElement") -> str | None:
    """Why a page that a server gave as good is none: `web_missing`, `web_trouble`, `web_login`, `web_empty`."""
    heads = [" ".join(one.text_content().split())[:_LONGEST_HEAD] for one in root.iter("title", "h1")]
    for pattern, problem in ((_MISSING, "web_missing"), (_TROUBLE, "web_trouble"), (_LOGIN, "web_login")):
        if any(pattern.search(head) for head in heads[:2]):
            return problem
    if any((one.get("type") or "").lower() == "password" for one in root.iter("input")):
        return "web_login"
    body = root.find("body")
    text = " ".join((root if body is None else body).text_content().split())
    return "web_empty" if len(text) < _LEAST_LETTERS else None


def links_of(root: "HtmlElement", url: str) -> list[str]:
    """The addresses that a page links to and lets be followed, in its order."""
    if "nofollow" in _robots(root):
        return []
    base = urljoin(url, next((one.get("href") or "" for one in root.iter("base")), ""))
    followed = [one for one in root.iter("a") if "nofollow" not in (one.get("rel") or "").lower().split()]
    return [target for one in followed if (target := _address(base, one.get("href")))]


def canonical_of(root: "HtmlElement", url: str) -> str | None:
    """The address that a page says is its own, where that is another one."""
    for one in root.iter("link"):
        if "canonical" in (one.get("rel") or "").lower().split():
            target = _address(url, one.get("href"))
            return target if target != normal(url) else None
    return None


def is_kept_out(root: "HtmlElement") -> bool:
    """Whether a page asks not to be kept (`<meta name="robots" content="noindex">`)."""
    return "noindex" in _robots(root)


def places_of(sitemap: bytes) -> tuple[list[str], list[str]]:
    """The pages and the further sitemaps that a sitemap names; raises `ValueError` for what is none.

    One with a document type is none: sitemaps have none, and attacks on readers of XML do.
    """
    from lxml import etree

    if _ENTITY.search(sitemap):
        raise ValueError("document type")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(sitemap, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("no XML") from error
    kind = etree.QName(root).localname
    if kind not in {"urlset", "sitemapindex"}:
        raise ValueError(kind)
    found = [normal(text) for one in root.iterfind("{*}*/{*}loc") if is_address(text := (one.text or "").strip())]
    return (found, []) if kind == "urlset" else ([], found)


def _address(url: str, link: str | None) -> str | None:
    try:
        target = urljoin(url, (link or "").strip()) if link else ""
        return normal(target) if is_address(target) else None
    except ValueError:
        return None


def _robots(root: "HtmlElement") -> str:
    metas = [one for one in root.iter("meta") if (one.get("name") or "").lower() == "robots"]
    return ",".join((one.get("content") or "").lower() for one in metas)
