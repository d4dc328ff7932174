"""What Slack may answer to our calls, and what keeps the door from opening, drawn as a tree.

SlackCallError                   a call came to nothing (never leaves this package)
├── SlackBusyError               not now: too many calls; safe to make again (HTTP 429)
├── SlackUnreachableError        nobody knows whether it was carried out (network, HTTP 5xx)
└── SlackRefusedError            Slack says no, and why; the same call is refused again
FagkompasError
└── SlackDoorError               the app cannot run (door: exit 2)
    ├── SlackTokenMissingError   a token or secret that it needs is not set
    ├── SlackTokenRefusedError   Slack does not know a token, or not any more
    └── SlackNotReachedError     Slack's address does not answer
"""

from knowledge.errors import FagkompasError


class SlackCallError(Exception):
    """A call to Slack came to nothing."""


class SlackBusyError(SlackCallError):
    """There were too many calls; `seconds` is how long Slack wants to be left alone."""

    def __init__(self, method: str, seconds: float) -> None:
        super().__init__(f"{method} may be called again in {seconds:g} s")
        self.seconds = seconds


class SlackUnreachableError(SlackCallError):
    """The call may or may not have been carried out."""


class SlackRefusedError(SlackCallError):
    """Slack's answer is an error; `code` is the one it documents for the method."""

    def __init__(self, method: str, code: str) -> None:
        super().__init__(f"{method}: {code}")
        self.code = code


class SlackDoorError(FagkompasError):
    """The app cannot run."""

    code = "slack"


class SlackTokenMissingError(SlackDoorError):
    """A token or secret that it needs is not set."""

    code = "slack_token_missing"


class SlackTokenRefusedError(SlackDoorError):
    """Slack does not know a token, or not any more."""

    code = "slack_token_refused"


class SlackNotReachedError(SlackDoorError):
    """Slack's address does not answer."""

    code = "slack_not_reached"
