"""Finds courses for one person, compares them, and shares what was found."""

import datetime

from assistant.channels.slack.blocks.comparison import comparison
from assistant.channels.slack.blocks.courses import course_results
from assistant.channels.slack.blocks.filters import read_filter
from assistant.channels.slack.blocks.handing_on import person_sentence
from assistant.channels.slack.blocks.modals import Choices
from assistant.channels.slack.blocks.states import PrivateWord, Trouble, failure, private_word
from assistant.channels.slack.blocks.types import Message, Show
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.errors import SlackRefusedError
from assistant.channels.slack.posting import post_once
from assistant.channels.slack.scope import allows_channel
from assistant.channels.slack.troubles import trouble_of
from assistant.channels.slack.work.private import say
from assistant.channels.state.slack_types import Job
from assistant.core.courses.request import Supply, read_request
from knowledge.courses import CourseFilter, find_courses
from knowledge.errors import FagkompasError
from knowledge.types import Learner

# All there are: how many is told, and the best are shown.
MOST_COURSES = 1_000_000


def search(desk: Desk, job: Job) -> None:
    """Show one person the courses of a search; raises `SlackCallError` and `StateError`."""
    try:
        say(desk, job, _found(desk, job, wished(desk, job), alone=True))
    except FagkompasError as error:
        say(desk, job, failure(trouble_of(error), _show(desk, job)))
    if job.body.get("masked"):
        say(desk, job, private_word(PrivateWord.PERSONAL_MASKED, _show(desk, job)))


def share(desk: Desk, job: Job) -> None:
    """Post the courses of a search in the channel; raises `SlackCallError` and `StateError`."""
    channel = job.body["channel"]
    if not allows_channel(desk.settings, channel):
        say(desk, job, failure(Trouble.NOT_HERE, _show(desk, job)))
        return
    try:
        found = _found(desk, job, read_filter(job.body["filter"]), alone=False)
        by_whom = person_sentence(job.body["person"], "shared_by", _show(desk, job))
        post_once(desk, job, channel, [Message(found.text, [by_whom, *found.blocks])])
    except FagkompasError as error:
        say(desk, job, failure(trouble_of(error), _show(desk, job)))
    except SlackRefusedError:
        say(desk, job, failure(Trouble.NOT_HERE, _show(desk, job)))
    else:
        say(desk, job, private_word(PrivateWord.SHARED, _show(desk, job)))


def compare(desk: Desk, job: Job) -> None:
    """Show one person courses side by side; raises `SlackCallError` and `StateError`."""
    try:
        known = {course.course_id: course for course in desk.snapshot(alone=_alone(job)).courses()}
    except FagkompasError as error:
        say(desk, job, failure(trouble_of(error), _show(desk, job)))
        return
    chosen = [known[course_id] for course_id in job.body["courses"] if course_id in known]
    told = comparison(chosen, datetime.date.today(), _show(desk, job))
    say(desk, job, told if chosen else failure(Trouble.GONE, _show(desk, job)))


def wished(desk: Desk, job: Job) -> CourseFilter:
    """The filter of a form, or what a person's words ask for."""
    body = job.body
    if "filter" in body:
        return read_filter(body["filter"])
    chosen = desk.state.slack_people.find(desk.identity.team, body["person"]).learner
    learner = Learner(chosen) if chosen else None
    supply = Supply.of(desk.snapshot(alone=True))
    return read_request(body["text"], learner, supply, datetime.date.today()).filter


def choices(desk: Desk) -> Choices:
    """What courses there are to choose among."""
    courses = desk.snapshot(alone=True).courses()
    return Choices(
        sorted({course.level for course in courses if course.level}),
        sorted({course.form for course in courses if course.form}),
        sorted({course.provider for course in courses if course.provider}),
        sorted({run.place for course in courses for run in course.runs if run.place}),
    )


def _found(desk: Desk, job: Job, wanted: CourseFilter, alone: bool) -> Message:
    today = datetime.date.today()
    known = desk.linked(alone)
    found = find_courses(desk.snapshot(alone), wanted, today, MOST_COURSES, links=known.links)
    show = desk.show(desk.language_of(job.body["person"]), private=alone)
    return course_results(found, wanted, today, show, known.speaking_for(wanted.competence))


def _alone(job: Job) -> bool:
    return bool(job.body.get("ephemeral", True))


def _show(desk: Desk, job: Job) -> Show:
    return desk.show(desk.language_of(job.body["person"]), private=True)
