"""Which work is done for which kind of event."""

from collections.abc import Mapping

from assistant.channels.slack import arrivals, troubles
from assistant.channels.slack.arrivals import question_in
from assistant.channels.slack.blocks.states import failure
from assistant.channels.slack.delivery import Delivery
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.errors import SlackCallError
from assistant.channels.slack.queue import Work
from assistant.channels.slack.work import asking, courses, following, handing_on, homes, news, pressed, private
from assistant.channels.state.slack_types import Job, ReplyState

WORKS: Mapping[str, Work] = {
    arrivals.QUESTION: asking.work,
    arrivals.EDITED: following.follow_edit,
    arrivals.DELETED: following.follow_deletion,
    arrivals.PRIVATE: private.work,
    arrivals.PRESSED: pressed.ask,
    arrivals.AGAIN: pressed.ask_again,
    arrivals.SHARE: handing_on.share,
    arrivals.COLLEAGUE: handing_on.ask_colleague,
    arrivals.SOLVED: handing_on.solve,
    arrivals.JUDGED: handing_on.judge,
    arrivals.COURSES: courses.search,
    arrivals.COMPARE: courses.compare,
    arrivals.SHARE_COURSES: courses.share,
    arrivals.HOME: homes.publish,
    arrivals.CHOSEN: homes.choose,
    arrivals.PROMPTS: homes.suggest,
    arrivals.REFUSED: private.refuse,
    arrivals.HELP: private.help_out,
    arrivals.DIGEST: news.send,
}
# Nobody asked anything by these.
SILENT = frozenset(
    {arrivals.HOME, arrivals.PROMPTS, arrivals.CHOSEN, arrivals.DELETED, arrivals.REFUSED, arrivals.DIGEST}
)


def give_up(desk: Desk, job: Job, error: Exception) -> None:
    """Say to whoever waits that there will be nothing; raises `SlackCallError`."""
    if job.kind in SILENT:
        return
    if "question" not in job.body or job.kind == arrivals.PRIVATE:
        show = desk.show(desk.language_of(private.person_of(job)))
        private.say(desk, job, failure(troubles.trouble_of(error), show))
        return
    question = question_in(job.body)
    kept = desk.state.slack_replies.find(question.key)
    message = troubles.told(error, question, desk)
    try:
        Delivery(desk, question, job.event_id, resumed=True).tell(message, kept.messages if kept else ())
    except SlackCallError:
        troubles.tell_person(question.person, message, desk)
    if kept:
        desk.state.slack_replies.end(question.key, ReplyState.FAILED)
    asking.end_session(question, desk)
