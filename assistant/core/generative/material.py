"""What a model is given to answer from: numbered passages with their dates, as many as there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.core.types import Language
from knowledge.types import Hit, Snapshot, Source
from prompts.dates import written_date
from prompts.wording import Wording

# Danish takes about three characters a token with today's tokenizers; a token too many is refused by the provider.
CHARACTERS_A_TOKEN = 3
# What title, publisher, date, heading and tags of a passage take.
CHARACTERS_AROUND = 200


@dataclass(frozen=True, slots=True)
class Material:
    """Passages by number, from 1, with their sources."""

    passages: tuple[tuple[Hit, Source], ...]

    def find(self, number: int) -> tuple[Hit, Source] | None:
        """The passage of a number; None for a number that was not given."""
        return self.passages[number - 1] if 0 < number <= len(self.passages) else None

    def written(self, language: Language, wording: Wording) -> list[str]:
        """The passages as they stand in a prompt: title, publisher, date and heading, then the text."""
        return [f"{about(hit, source, language, wording)}\n\n{hit.passage.text}" for hit, source in self.passages]


def gather_material(hits: Sequence[Hit], snapshot: Snapshot, most_tokens: int) -> Material:
    """The best passages, until `most_tokens` are used, estimated by their characters."""
    left, found = most_tokens * CHARACTERS_A_TOKEN, []
    for hit in hits:
        source = snapshot.source(hit.passage.source_id)
        size = len(hit.passage.text) + CHARACTERS_AROUND
        if source is not None and size <= left:
            found.append((hit, source))
            left -= size
    return Material(tuple(found))


def about(hit: Hit, source: Source, language: Language, wording: Wording) -> str:
    """What a passage comes from: title, publisher, date and heading."""
    dated = written_date(source.date, language) if source.date else wording.say(language, "answer.undated")
    details = [source.title, source.publisher, dated, hit.passage.section]
    return " | ".join(part for part in details if part)
