"""Citations as a judge is shown them: the quotation under what is known of its source."""

from collections.abc import Callable, Sequence

from assistant.core.types import Citation
from evals.judging.judge import Judge


def quotation_of(citation: Citation) -> str:
    """Title, publisher, date and heading path in one line, the quotation below.

    A claim such as "Ifølge COK (2016) …" is borne out by the title and date of the source, so a judge must see them,
    as the verifier does.
    """
    known = (citation.title, citation.publisher, citation.date and citation.date.isoformat(), citation.section)
    return f"{', '.join(part for part in known if part)}:\n»{citation.quote}«"


def judged_by(judge: Judge) -> Callable[[str, Sequence[Citation]], bool]:
    """The judge as the `supports` of citation recall and precision."""

    def supports(claim: str, citations: Sequence[Citation]) -> bool:
        return judge.bears_out(claim, [quotation_of(citation) for citation in citations])

    return supports
