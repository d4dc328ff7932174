"""What some families of models want before a question and before a passage."""

from pathlib import PurePath

# Family (whole words of the model's name) -> what stands before a question and before a passage, as its card asks for.
PREFIXES = {
    "-e5-": ("query: ", "passage: "),
    "-nomic-embed-": ("search_query: ", "search_document: "),
}


def prefixes(model: str) -> tuple[str, str]:
    """Gives what stands before a question and before a passage; empty for most models."""
    known = f"-{PurePath(model).name.lower()}-"
    return next((pair for family, pair in PREFIXES.items() if family in known), ("", ""))
