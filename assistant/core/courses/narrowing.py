"""Follow-ups that say only what courses asked for before are to be like: "og online?", "hvad med Odense?"."""

from collections.abc import Iterable
from dataclasses import replace

from assistant.core.asking import asks_for_fact, opening
from assistant.core.courses.loosening import loosens
from assistant.core.courses.relaxing import GROUPS
from assistant.core.courses.wishes import wants_courses, wants_something
from assistant.core.cues import cues, first_phrase
from knowledge.course_filter import CourseFilter
from knowledge.danish import fold_words

# What is joined stands on a line of its own, so that it can be told from what it narrows.
JOINT = "\n"
# A longer one says more than a filter.
_MOST_WORDS = 10
# What is said anew takes the place of what was said before, together with what belongs to it.
_REPLACED = (*GROUPS, frozenset({"learner"}), frozenset({"sort"}))


def narrows(text: str, before: str) -> bool:
    """Whether a text says only what the courses that the question before it asked for are to be like, or need not."""
    wish = wish_text(before)
    asked_before = bool(before) and (wants_courses(wish) or wants_something(wish))
    return asked_before and (loosens(text) or what_narrows(text) is not None)


def what_narrows(text: str) -> str | None:
    """What a text says that narrows a wish, without its opening; None where it asks something itself.

    It asks nothing itself where it opens as such texts do and points to no certain course.
    """
    if loosens(text):
        return None
    folded, table = fold_words(text), cues().courses
    lead = _opening(folded, [*table["among"], *table["narrows"]])
    rest = " ".join(text.split()[len(lead.split()) :])
    words = fold_words(rest).split()
    if not words or len(words) > _MOST_WORDS:
        return None
    if not lead and words[0] not in cues().fragments and not _opening(folded, table["narrows_by"]):
        return None
    points = first_phrase(" ".join(words), cues().things) or set(words) & (cues().pronouns | cues().picks.keys())
    asks = asks_for_fact(opening(rest)) or wants_courses(rest) or wants_something(rest)
    return None if points or asks else rest


def wish_text(text: str) -> str:
    """A text without the lines joined to it that only take something back."""
    first, *lines = text.split(JOINT)
    return JOINT.join([first, *(line for line in lines if not loosens(line))])


def _opening(folded: str, phrases: Iterable[str]) -> str:
    """The longest of these phrases with which a folded text opens; empty for none."""
    return max((phrase for phrase in phrases if f"{folded} ".startswith(f"{phrase} ")), key=len, default="")


def narrowed_by(wanted: CourseFilter, more: CourseFilter) -> CourseFilter:
    """A filter with what a follow-up says in the place of what was said of the same; the subject too, if it has one."""
    changed: dict[str, object] = {"query": more.query} if more.query else {}
    for group in _REPLACED:
        if group & more.asked().keys():
            changed |= {name: getattr(more, name) for name in group}
    return replace(wanted, **changed)  # type: ignore[arg-type]
