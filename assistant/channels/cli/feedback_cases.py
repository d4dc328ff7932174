"""The feedback that is kept, as eval cases: to be asked at once, or to be saved and gone over."""

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.channels.cli.session import Session, write_error

if TYPE_CHECKING:
    from assistant.channels.state.types import Feedback
    from evals.cases import Case


def read_feedback_cases(session: Session) -> "list[Case]":
    """The cases that the feedback makes; those of internal sources are left out, as nobody asks for them here."""
    from evals.feedback import Judged, feedback_cases

    given = _given(session)
    public = [one for one in given if not one.internal]
    cases = feedback_cases(
        [Judged(one.question, one.answer, one.verdict == "up", one.given_at.date(), one.earlier) for one in public]
    )
    if not cases:
        raise session.refuse("refused.eval_no_feedback", given=len(given))
    write_error(session.say("feedback.read", given=len(given), cases=len(cases), internal=len(given) - len(public)))
    return cases


def save_cases(path: Path, cases: "list[Case]", session: Session) -> None:
    """Write the cases to a new file; one that is there may hold what somebody corrected."""
    from evals.case_files import write_cases

    if path.exists():
        raise session.refuse("refused.eval_exists", path=path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_cases(path, cases)
    except OSError as error:
        raise session.refuse("refused.eval_unwritable", path=path, reason=error.strerror) from None


def _given(session: Session) -> "list[Feedback]":
    from assistant.channels.state.store import has_state, open_state
    from assistant.channels.state.types import Policy

    url = session.settings.state_database
    if not has_state(url):
        return []
    state = open_state(url, Policy(session.settings.limits))
    try:
        return state.feedback.all()
    finally:
        state.close()
