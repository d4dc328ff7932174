"""Decides whether a claim stands on its evidence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from assistant.core.sentences import split_units
from assistant.core.types import Language, Span
from assistant.core.verification import comparing
from assistant.core.verification.altering import changed_words
from assistant.core.verification.clauses import stems_of
from assistant.core.verification.dates import of
from assistant.core.verification.names import gather, missing_names
from assistant.core.verification.normalise import normalise
from assistant.core.verification.reading import Reading, read
from assistant.core.verification.relations import check_relations
from assistant.core.verification.support import LEAST_SUPPORT, support
from assistant.core.verification.types import Evidence, Miss, Reason, SpanEvidence, Verdict
from knowledge.language import detect_language

_CITATION_MARK = re.compile(r"\s*\[\d+(?:\s*,\s*\d+)*\]")
_MARKDOWN = re.compile(r"\*\*|__|`")
_ENDS = "\"'.:;, "


def verify(claim: str, evidence: Evidence, language: Language) -> Verdict:
    """Check a claim against the union of its cited spans with their sources' titles, publishers, dates and headings.

    Every span must stand in its text; a verbatim quotation passes; else every fact must be borne out, and for Danish
    claims also enough of the words (`LEAST_SUPPORT`).
    """
    refused = _refuse(claim, evidence)
    if refused is not None:
        return Verdict(False, refused.reason, refused.value, (refused,))
    said = _MARKDOWN.sub("", _CITATION_MARK.sub("", claim))
    if _is_verbatim(said, evidence):
        return Verdict(True)
    words = list(dict.fromkeys(chain.from_iterable(_cited(span) for span in evidence.spans)))
    around = list(dict.fromkeys(chain.from_iterable(_around(span) for span in evidence.spans)))
    misses = list(_misses(said, words, around, evidence, language))
    share = None
    if language == "da":
        misses += changed_words(said, words)
        share = support(stems_of(said, "da"), frozenset().union(*(stems_of(text, "da") for text in [*words, *around])))
        if share < LEAST_SUPPORT:
            misses.append(Miss(Reason.UNSUPPORTED, f"{share:.2f}"))
    if misses:
        return Verdict(False, misses[0].reason, misses[0].value, tuple(misses), share)
    return Verdict(True, support=share)


def _refuse(claim: str, evidence: Evidence) -> Miss | None:
    """Find what makes a comparison pointless: no claim, no evidence, a quotation that is not there."""
    if not any(letter.isalnum() for letter in _CITATION_MARK.sub("", claim)):
        return Miss(Reason.EMPTY_CLAIM, claim)
    if not evidence.spans:
        return Miss(Reason.NO_EVIDENCE, "")
    cited = [span for item in evidence.spans for span in (item.span, item.lead_in) if span is not None]
    wrong = next((span for span in cited if not stands(span, evidence)), None)
    return None if wrong is None else Miss(Reason.SPAN_NOT_IN_TEXT, wrong.quote)


def stands(span: Span, evidence: Evidence) -> bool:
    """Tell whether a span's quotation stands in its text at its offsets, character for character."""
    text = evidence.texts.get(span.text_id)
    return text is not None and 0 <= span.start < span.end <= len(text) and text[span.start : span.end] == span.quote


def _is_verbatim(claim: str, evidence: Evidence) -> bool:
    """Tell whether a claim is, but for typography, a cited quotation or a whole sentence or list item of one."""
    wanted = _bare(claim)
    for item in evidence.spans:
        if _bare(item.span.quote) == wanted:
            return True
        for unit in split_units(item.span.quote):
            if wanted in {_bare(unit.text), _bare(item.span.quote[unit.body_start : unit.end])}:
                return True
    return False


def _bare(text: str) -> str:
    return normalise(text).strip(_ENDS)


def _misses(
    said: str, words: Sequence[str], around: Sequence[str], evidence: Evidence, language: Language
) -> Iterator[Miss]:
    """List everything the claim says that its evidence does not."""
    spoken: Language = detect_language("\n".join(words))
    claim = read(said, language)
    own_subjects = _subjects(evidence)
    cited = [replace(read(text, spoken), about=own_subjects.get(text, frozenset())) for text in words]
    known: list[Reading] = [*cited, *(read(text, spoken) for text in around)]
    dates = [of(item.date) for item in evidence.spans if item.date is not None]
    yield from comparing.check_numbers(claim, known)
    yield from comparing.check_dates(claim, known, dates)
    names = gather([normalise(text) for text in [*words, *around]])
    yield from (Miss(Reason.NAME, name) for name in missing_names(claim.text, names, language))
    same_language = spoken == language
    yield from comparing.check_clauses(claim, known if same_language else cited, same_language, language)
    yield from check_relations(claim, cited, same_language, language)


def _subjects(evidence: Evidence) -> dict[str, frozenset[str]]:
    """Tell what each cited text alone is about, where sources of several titles are cited together."""
    known = {text: stems_of("\n".join(_around(item)), "da") for item in evidence.spans for text in _cited(item)}
    several = len(set(known.values())) > 1
    return {
        text: own.difference(*(other for other in known.values() if other != own)) if several else frozenset()
        for text, own in known.items()
    }


def _cited(item: SpanEvidence) -> Iterator[str]:
    yield item.span.quote
    if item.lead_in is not None:
        yield item.lead_in.quote


def _around(item: SpanEvidence) -> Iterator[str]:
    """Give what is known of the source beside its words."""
    yield from (text for text in (item.title, item.publisher, item.section.replace(" › ", "\n")) if text)
