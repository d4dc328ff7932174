"""Does what is claimed stand in the sources: verbatim spans, facts compared as values, enough shared words."""

from assistant.core.verification.locating import locate
from assistant.core.verification.types import Evidence, Miss, Reason, SpanEvidence, Verdict
from assistant.core.verification.verify import verify

__all__ = ["Evidence", "Miss", "Reason", "SpanEvidence", "Verdict", "locate", "verify"]
