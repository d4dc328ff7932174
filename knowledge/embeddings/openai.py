"""Models behind OpenAI's wire: OpenAI itself, or any server that speaks it (`OPENAI_BASE_URL`).

Key and address are read from the environment by the provider's own package.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.embeddings.remote import SECONDS, RemoteEmbedding
from knowledge.errors import EmbeddingError

if TYPE_CHECKING:
    from openai import OpenAI


KEY = "OPENAI_API_KEY"


class OpenAIEmbedding(RemoteEmbedding):
    """A model by its name in OpenAI's wire, such as `text-embedding-3-small`."""

    def ask(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Has the server embed texts."""
        client = self._client
        from openai import APIError

        try:
            # Floats as they are: not every server that speaks the wire knows base64.
            answer = client.embeddings.create(model=self._wanted, input=list(texts), encoding_format="float")
        except APIError as error:
            raise self.away(type(error).__name__) from error
        return [row.embedding for row in sorted(answer.data, key=lambda row: row.index)]

    @cached_property
    def _client(self) -> "OpenAI":
        try:
            from openai import OpenAI, OpenAIError
        except ImportError as error:
            raise EmbeddingError(
                f"The embedding {self.name} needs a package that is not here; run: pip install 'fagkompas[openai]'.",
                package="fagkompas[openai]",
                name=self.name,
            ) from error
        try:
            return OpenAI(timeout=SECONDS)
        except OpenAIError as error:
            message = f"The embedding {self.name} needs a key; set {KEY}."
            raise EmbeddingError(message, variable=KEY, name=self.name) from error
