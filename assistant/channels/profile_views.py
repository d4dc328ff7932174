"""A profile with what the others tell of it, as the public JSON and as lines to be read."""

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.channels.passages import profile_to_json
from assistant.channels.reading import profile_to_lines, wrapped
from assistant.core.rendering import to_json
from knowledge.profiles.types import Derivation, Difference, Inherited, ProfileView, Standing, Unfollowed, Verdict
from knowledge.types import Profile
from knowledge.worddiff import Fate, Piece
from prompts.dates import written_date
from prompts.wording import Wording

# Words that were taken out and put in, as they are read where there is no colour.
_MARKED = {Fate.SAME: "{text}", Fate.GONE: "[-{text}-]", Fate.NEW: "{{+{text}+}}"}


def view_to_json(view: ProfileView) -> dict[str, Any]:
    """A profile as `profiles ID --json` and `GET /api/profiles/{id}` give it."""
    return {
        **profile_to_json(view.profile),
        "standing": view.standing.value,
        "lies_on": [_brief(one) for one in view.builds_on],
        "inherited": [_inherited(one) for one in view.inherited],
        "versions": [_brief(one) for one in view.versions],
        "derivation": _derivation(view.derivation) if view.derivation else None,
        "derived": [_brief(one) for one in view.derived],
        "unknown": list(view.unknown),
    }


def view_to_lines(view: ProfileView, wording: Wording, language: str = "da") -> list[str]:
    """A profile whole, what it inherits, its versions, and what it is made from."""

    def say(key: str, **values: object) -> str:
        return wording.say(language, f"profile.{key}", **values)

    lines = profile_to_lines(view.profile, wording, True, language)
    lines[1:1] = [wrapped("  " + fact) for fact in _facts(view, wording, language)]
    if view.inherited:
        inherited = [f"{_with_level(one, say('level', level=one.competence.level))}" for one in view.inherited]
        lines += [say("inherited"), *(wrapped(f"- {one}") for one in inherited)]
    if view.versions:
        lines += [say("versions"), *(wrapped(f"- {_named(one)}") for one in view.versions)]
    if view.derived:
        lines += [say("derived"), *(wrapped(f"- {_named(one)}") for one in view.derived)]
    if view.derivation:
        lines += _derivation_lines(view.derivation, wording, language)
    return lines + [wrapped(say("unknown", name=name)) for name in view.unknown]


def marked(words: Sequence[Piece]) -> str:
    """A text with what was taken out as `[-words-]` and what was put in as `{+words+}`."""
    parts = []
    for piece in words:
        text = piece.text.rstrip()
        parts.append(_MARKED[piece.fate].format(text=text) + piece.text[len(text) :])
    return "".join(parts).strip()


def _facts(view: ProfileView, wording: Wording, language: str) -> Iterator[str]:
    profile = view.profile
    if view.standing is not Standing.CURRENT:
        yield wording.say(language, f"profile.{view.standing.value}")
    if profile.valid_from:
        yield wording.say(language, "profile.valid_from", day=written_date(profile.valid_from, language))
    if profile.valid_to:
        yield wording.say(language, "profile.valid_to", day=written_date(profile.valid_to, language))
    if profile.aliases:
        yield wording.say(language, "profile.aliases", names=", ".join(profile.aliases))
    if profile.basis:
        yield wording.say(language, "profile.basis")


def _derivation_lines(derivation: Derivation, wording: Wording, language: str) -> Iterator[str]:
    origin, newer = derivation.origin, derivation.newer
    yield wording.say(language, "profile.derived_from", name=_named(origin))
    if not derivation.differences:
        yield wrapped("- " + wording.say(language, "profile.no_differences"))
    for one in derivation.differences:
        yield wrapped("- " + difference_line(one, wording, language))
    if newer is None:
        return
    key = "unfollowed" if derivation.unfollowed else "all_followed"
    yield wording.say(language, f"profile.{key}", name=_named(newer))
    for missed in derivation.unfollowed:
        yield wrapped("- " + _unfollowed_line(missed, wording, language))


def difference_line(difference: Difference, wording: Wording, language: str) -> str:
    """One difference: what it is about, and its words."""
    part = wording.say(language, f"profile.part.{difference.part.value}")
    key = f"profile.verdict.{difference.verdict.value}"
    if difference.verdict is Verdict.REWORDED:
        return wording.say(language, key, part=part, name=difference.name, words=marked(difference.words))
    return wording.say(language, key, part=part, name=difference.name)


def _unfollowed_line(missed: Unfollowed, wording: Wording, language: str) -> str:
    line = difference_line(missed.change, wording, language)
    own = missed.own_words
    return f"{line} {wording.say(language, 'profile.own_words', words=own)}" if own else line


def _with_level(one: Inherited, level: str) -> str:
    shown = one.competence.label if one.competence.level is None else f"{one.competence.label} ({level})"
    return f"{shown} – {one.title}"


def _named(profile: Profile) -> str:
    return f"{profile.title} [{profile.profile_id}], {profile.profile_set} {profile.version}".rstrip()


def _brief(profile: Profile) -> dict[str, Any]:
    names = ("profile_id", "title", "profile_set", "version", "valid_from", "valid_to")
    return {name: to_json(getattr(profile, name)) for name in names}


def _inherited(one: Inherited) -> dict[str, Any]:
    return {**to_json(one.competence), "from_profile": one.profile_id, "from_title": one.title}


def _derivation(derivation: Derivation) -> dict[str, Any]:
    return {
        "origin": _brief(derivation.origin),
        "differences": to_json(derivation.differences),
        "newer": _brief(derivation.newer) if derivation.newer else None,
        "unfollowed": [{**to_json(one.change), "own_words": one.own_words} for one in derivation.unfollowed],
    }
