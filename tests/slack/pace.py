"""How fast the fake workspace's time runs: Slack's own seconds, or a hurried day for the tests."""

from dataclasses import dataclass

# Slack waits this long for an acknowledgement (https://docs.slack.dev/apis/events-api/#responding).
ACK_SECONDS = 3.0
# Slack tries an event again nearly at once, after a minute and after five.
RETRY_AFTER = (0.0, 60.0, 300.0)
# Slack does not document it; streams were seen to end after about five minutes (python-slack-sdk issue 1859).
STREAM_SECONDS = 300.0
# And after about half a minute in which nothing was appended.
STREAM_IDLE_SECONDS = 30.0
# A trigger_id opens one view within three seconds (https://docs.slack.dev/interactivity/handling-user-interaction).
TRIGGER_SECONDS = 3.0
# A response_url is good for five posts within thirty minutes.
RESPONSE_URL_SECONDS = 1800.0
RESPONSE_URL_POSTS = 5


@dataclass(frozen=True, slots=True)
class Pace:
    """The workspace's waits in seconds; `minute` is how long a minute of its rate limits lasts."""

    ack_seconds: float = ACK_SECONDS
    retry_after: tuple[float, ...] = RETRY_AFTER
    stream_seconds: float = STREAM_SECONDS
    stream_idle_seconds: float = STREAM_IDLE_SECONDS
    trigger_seconds: float = TRIGGER_SECONDS
    minute: float = 60.0


# For tests: events come again soon when nobody acknowledges them; rates and streams keep Slack's own measure.
QUICK = Pace(retry_after=(0.1, 0.4, 1.0))
