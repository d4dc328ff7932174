"""Which language a browser or program wants to be addressed in."""

DEFAULT = "da"
# Danes read Norwegian and Swedish neighbours' settings as nearer to Danish than to English.
_SPOKEN = {"da": "da", "nb": "da", "nn": "da", "no": "da", "sv": "da", "en": "en"}


def language_of(accept_language: str | None) -> str:
    """`da` or `en`, whichever an Accept-Language header prefers; Danish where it says nothing of either."""
    best, best_weight = DEFAULT, 0.0
    for entry in (accept_language or "").split(","):
        tag, _, parameters = entry.partition(";")
        language = _SPOKEN.get(tag.strip().lower().split("-")[0])
        weight = _weight(parameters)
        if language and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
