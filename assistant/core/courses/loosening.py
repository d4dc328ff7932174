"""Follow-ups that take back what courses were to be like: "det behøver ikke være i Aarhus", "prisen er lige meget"."""

from collections.abc import Mapping, Sequence

from assistant.core.courses.relaxing import GROUPS
from assistant.core.cues import cues, first_phrase
from knowledge.course_filter import CourseFilter
from knowledge.danish import fold_words

# A longer one says more than that.
_MOST_WORDS = 9
# "uden Aarhus", but not "uden for meget tavleundervisning".
_FEW_WORDS = 3
# A field of the filter that is of the same group as what is named so.
_FIELDS = {
    "place": "place",
    "price": "max_price",
    "date": "start_from",
    "form": "form",
    "level": "level",
    "days": "max_days",
    "provider": "provider",
}


def loosens(text: str) -> bool:
    """Whether a text takes something back and says nothing else; what it takes back may be a place or the like."""
    folded, table = fold_words(text), cues().courses
    if len(folded.split()) > _MOST_WORDS or "?" in text:
        return False
    opens = any(folded.startswith(f"{one} ") for one in table["loosens_opening"]) and len(folded.split()) <= _FEW_WORDS
    return opens or bool(first_phrase(folded, table["loosens"])) or bool(_named(folded, table, "any"))


def loosened(text: str, said: CourseFilter) -> frozenset[str]:
    """The fields of the filter that a text takes back; `said`: what the text would ask for by itself."""
    folded, table = fold_words(text), cues().courses
    names = {_FIELDS[kind] for kind in (*_named(folded, table, "any"), *_named(folded, table, "loosened"))}
    named = names | said.asked().keys()
    return frozenset().union(*(group for group in GROUPS if group & named))


def _named(folded: str, table: Mapping[str, Sequence[str]], how: str) -> list[str]:
    return [kind for kind in _FIELDS if first_phrase(folded, table.get(f"{how}_{kind}", ()))]
