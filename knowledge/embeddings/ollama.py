"""Models of an Ollama server (`OLLAMA_HOST`, by default the one on this machine)."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.embeddings.remote import SECONDS, RemoteEmbedding
from knowledge.errors import EmbeddingError

if TYPE_CHECKING:
    from ollama import Client

_NEWEST = ":latest"


class OllamaEmbedding(RemoteEmbedding):
    """A model by its name in Ollama, such as `nomic-embed-text`."""

    def version(self) -> str:
        """The digest of the model's files; raises `EmbeddingError` where the server does not have it."""
        client = self._client
        from httpx import HTTPError
        from ollama import ResponseError

        try:
            known = {str(model.model): str(model.digest) for model in client.list().models}
        except (ConnectionError, HTTPError, ResponseError) as error:
            raise self.away(type(error).__name__) from error
        digest = known.get(self._wanted) or known.get(self._wanted + _NEWEST)
        if digest is None:
            raise EmbeddingError(
                f"Ollama does not have the model {self._wanted}; run: ollama pull {self._wanted}.",
                pull=self._wanted,
                name=self.name,
            )
        return digest

    def ask(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Has the server embed texts."""
        client = self._client
        from httpx import HTTPError
        from ollama import ResponseError

        try:
            return client.embed(model=self._wanted, input=list(texts)).embeddings
        except (ConnectionError, HTTPError, ResponseError) as error:
            raise self.away(type(error).__name__) from error

    @cached_property
    def _client(self) -> "Client":
        try:
            from ollama import Client
        except ImportError as error:
            raise EmbeddingError(
                f"The embedding {self.name} needs a package that is not here; run: pip install 'fagkompas[ollama]'.",
                package="fagkompas[ollama]",
                name=self.name,
            ) from error
        return Client(timeout=SECONDS)
