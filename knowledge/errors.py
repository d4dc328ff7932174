"""What can go wrong with the knowledge base, drawn as a tree.

    FagkompasError                    every error of ours; the message is one sentence that says what to do
    ├── BadInputError                 what the user gave cannot be used (door: exit 2, HTTP 400 or 422)
    ├── SettingError                  a setting has a value that cannot be used (exit 2)
    └── KnowledgeError                the knowledge base refuses or is impossible to use (exit 2, HTTP 503)
        ├── NoGenerationError         nothing has been ingested yet
        ├── LockedError               another process is writing
        ├── DiskError                 the disk is full, cannot be written, or fails
        ├── DamagedError              a generation does not agree with itself; `fagkompas doctor --repair`
        ├── UnknownGenerationError    a rollback to a generation that is not there
        ├── UnknownTextError          a text id that is not stored (HTTP 404)
        ├── BackupError               a backup that cannot be written, or is not whole
        ├── TooManyRemovalsError      an ingest would forget more than a third of a root
        ├── OtherAnswersError         a new generation answers otherwise than it must
        ├── PinnedError               the current generation is pinned, so none takes its place
        ├── VectorServerError         the Chroma server that holds the vectors is away, or has lost them
        ├── RerankerError             the reranker cannot be loaded
        └── EmbeddingError            the embedding model cannot be loaded, or is not the generation's
            └── EmbeddingAwayError    the server that the embedding model runs on does not answer

Messages are English and written for the log; doors put `code` into the user's language from `prompts/wording/`,
filled with `values`.
"""

from typing import ClassVar


class FagkompasError(Exception):
    """An error with a stable code and the values its message names."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


class BadInputError(FagkompasError):
    """What the user gave cannot be used."""

    code = "bad_input"


class SettingError(FagkompasError):
    """A setting has a value that cannot be used."""

    code = "setting"


class KnowledgeError(FagkompasError):
    """The knowledge base refuses, or cannot be used."""

    code = "knowledge"


class NoGenerationError(KnowledgeError):
    """Nothing has been ingested yet."""

    code = "no_generation"


class LockedError(KnowledgeError):
    """Another process is writing."""

    code = "locked"


class DiskError(KnowledgeError):
    """The disk is full, cannot be written, or fails."""

    code = "disk"


class DamagedError(KnowledgeError):
    """A generation does not agree with itself."""

    code = "damaged"


class UnknownGenerationError(KnowledgeError):
    """There is no generation of that number."""

    code = "unknown_generation"


class UnknownTextError(KnowledgeError):
    """A text id that is not stored."""

    code = "unknown_text"


class BackupError(KnowledgeError):
    """A backup cannot be written, or what is to be restored is not a whole one."""

    code = "backup"


class TooManyRemovalsError(KnowledgeError):
    """An ingest would forget more than a third of a root."""

    code = "too_many_removals"


class OtherAnswersError(KnowledgeError):
    """A new generation answers otherwise than it must, and was not published."""

    code = "other_answers"


class PinnedError(KnowledgeError):
    """The current generation is pinned, so that no other takes its place."""

    code = "pinned"


class EmbeddingError(KnowledgeError):
    """The embedding model cannot be loaded, or is not the one the generation was built with."""

    code = "embedding"


class EmbeddingAwayError(EmbeddingError):
    """The server that the embedding model runs on does not answer, or refuses."""

    code = "embedding_away"


class RerankerError(KnowledgeError):
    """The reranker cannot be loaded."""

    code = "reranker"


class VectorServerError(KnowledgeError):
    """The Chroma server that holds the vectors does not answer, is not set, or has lost them."""

    code = "vector_server"
