"""A scripted day in the fake workspace: people ask, Slack and the machine fail, and each question gets one answer.

    python -m tests.slack.day --people 50 --questions 500

The app is a process of its own, which is killed and started again. Time is hurried (a minute of Slack's rate limits
lasts two seconds); the limits are Slack's. Prints a report as JSON; ends with 1 when anything is amiss.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.channels.build import open_application
from assistant.channels.settings import Settings
from assistant.channels.slack.manifest import own_manifest
from ingest.options import IngestOptions
from ingest.pipeline import ingest
from tests.slack.app_process import ROOT, AppProcess
from tests.slack.calling import Call
from tests.slack.conversations import Message
from tests.slack.day_report import is_well, report
from tests.slack.marks import place_of
from tests.slack.pace import Pace
from tests.slack.people import Person
from tests.slack.workspace import Workspace

SAMPLES = ROOT / "knowledge" / "samples"
# Two seconds to a minute. Slack tries an event three times in six minutes; here it tries for a minute, so that an app
# that starts slowly on a busy machine loses none.
HURRIED = Pace(retry_after=(0.0, *[2.0] * 30), minute=2.0)
QUESTIONS = (
    "hvilke kurser styrker virksomhedssamarbejdet?",
    "hvad er svært, når uddannelse skal virke i hverdagen?",
    "hvilke greb anbefaler vejledningen til den jobrettede samtale?",
    "find et kursus i motiverende samtale",
    "hvad skal en virksomhedskonsulent kunne?",
    "which courses are there about coaching?",
    "hvordan lærer medarbejdere bedst i praksis?",
    "hvad er hovedstaden i Mongoliet?",
    "hvad siger kilderne om sidemandsoplæring?",
    "hvilke kompetencer mangler jobcentrene?",
)
FOLLOW_UPS = ("og for ledere?", "hvor står det?", "findes der også et kursus om det?", "hvad koster det?")
# One in so many questions brings a fault, a changed question, a deleted one, a private one.
FAULT_EVERY, EDIT_EVERY, DELETE_EVERY, PRIVATE_EVERY = 4, 25, 50, 20
# How often the script tells how far it is.
REPORT_EVERY = 50
# The longest time without any new answer, and how many questions may be unanswered at a time.
PATIENCE_SECONDS, MOST_WAITING = 90.0, 60
WRITING = ("chat.startStream", "chat.appendStream", "chat.stopStream", "chat.postMessage", "chat.update")
# Where the app is killed: between a call's work and its answer.
KILLED_AFTER = ("chat.startStream", "chat.stopStream", "chat.appendStream")


@dataclass(frozen=True, slots=True)
class Script:
    """How long and how bad a day."""

    people: int = 50
    questions: int = 500
    kills: int = 3
    seed: int = 1
    # Whether connections are cut too: the app's client takes ten seconds to notice.
    cuts: int = 1
    sources: Path = SAMPLES


@dataclass
class Asked:
    """A question and what should become of it."""

    message: Message
    deleted: bool = False
    # Whether there was an answer at some moment.
    answered: bool = False


@dataclass
class Day:
    """One day; `run` lives it and gives the report."""

    slack: Workspace
    script: Script
    folder: Path
    asked: list[Asked] = field(default_factory=list)
    private: list[tuple[str, str]] = field(default_factory=list)
    # Commands that Slack gave up, by person.
    unsure: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    expired: int = 0
    ingest: subprocess.Popen[bytes] | None = None
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.random = random.Random(self.script.seed)
        self.sources = self.folder / "sources"
        shutil.copytree(self.script.sources, self.sources)
        self.app = AppProcess(self._environment(), self.folder / "app.log")
        self.people = [self.slack.person(f"person{number}") for number in range(self.script.people)]
        for person in self.people:
            person.join("G1")

    def _environment(self) -> dict[str, str]:
        slack = self.slack
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FAGKOMPAS_")}
        return kept | {
            "FAGKOMPAS_DATA": str(self.folder / "data"),
            "FAGKOMPAS_SLACK_BOT_TOKEN": slack.bot_token,
            "FAGKOMPAS_SLACK_APP_TOKEN": slack.app_token,
            "FAGKOMPAS_SLACK_API_URL": slack.api_url,
            "FAGKOMPAS_PUBLIC_URL": "https://kompas.example.dk",
        }

    # ---- the course of the day

    def run(self) -> dict[str, Any]:
        """Live the day and report it."""
        self._take_in()
        self.app.start()
        try:
            self.slack.wait_for_app(60)
            for number in range(self.script.questions):
                self._step(number)
            self._finish()
        finally:
            self.app.stop()
        return report(self)

    def _step(self, number: int) -> None:
        script = self.script
        if number % REPORT_EVERY == 0:
            print(f"{number} of {script.questions} asked, {len(self._waiting())} waiting", file=sys.stderr, flush=True)
        if number in self._milestones(script.kills):
            self._kill_after(KILLED_AFTER[self.kills % len(KILLED_AFTER)])
        if number == script.questions // 2:
            self._reingest()
        if self._one_in(FAULT_EVERY):
            self._fault()
        self._ask(number)
        self._restart_when_dead()
        self._wait_while(lambda: len(self._waiting()) >= MOST_WAITING)

    def _milestones(self, count: int) -> set[int]:
        """When the app is killed: spread over the day."""
        return {self.script.questions * (index + 1) // (count + 1) for index in range(count)}

    def _ask(self, number: int) -> None:
        person = self.people[number % len(self.people)]
        text = self.random.choice(QUESTIONS)
        if self._one_in(PRIVATE_EVERY) and self._ask_in_private(person, text):
            return
        earlier = [each for each in self.asked if each.message.user == person.id and not each.deleted]
        if earlier and self._one_in(3):
            last = earlier[-1].message
            text = self.random.choice(FOLLOW_UPS)
            message = person.dm(text, last) if last.channel.kind == "im" else person.mention(text, thread=last)
        elif self._one_in(3):
            message = person.dm(text)
        else:
            message = person.mention(text, self.random.choice(("C1", "C1", "G1")))
        asked = Asked(message)
        self.asked.append(asked)
        if self._one_in(EDIT_EVERY):
            mention = f"<@{self.slack.bot_id}> " if message.channel.kind != "im" else ""
            person.edit(message, mention + self.random.choice(QUESTIONS))
        elif self._one_in(DELETE_EVERY) and message.thread_ts is None:
            person.delete(message)
            asked.deleted = True

    def _ask_in_private(self, person: Person, text: str) -> bool:
        """Send a command; when the app is not there, Slack tells the sender and does not send it again."""
        if not self.slack.socket.links:
            return False
        connections = self.slack.socket.connections
        is_taken = person.slash(f"/fagkompas {text}", "C1").acknowledged
        if is_taken:
            self.private.append((person.id, text))
        elif self.slack.socket.connections != connections or not self.slack.socket.links:
            # It went over a connection that was just ending; the app may have it all the same.
            self.slack.violations.pop()
            self.unsure[person.id] += 1
        return is_taken

    def _fault(self) -> None:
        slack, method = self.slack, self.random.choice(WRITING)
        faults: tuple[Callable[[], None], ...] = (
            lambda: slack.faults.rate_limit(method, 1),
            lambda: slack.faults.lose_reply(method),
            lambda: slack.faults.lose_call(method),
            lambda: slack.faults.fail(method, 500),
            lambda: slack.faults.delay(method, 0.5),
            self._lose_acknowledgements,
            self._deliver_twice,
            self._expire,
            slack.socket.disconnect,
            slack.socket.cut if self.script.cuts else slack.socket.disconnect,
        )
        self.random.choice(faults)()

    def _lose_acknowledgements(self) -> None:
        self.slack.deliveries.lose_acknowledgements += 2

    def _deliver_twice(self) -> None:
        self.slack.deliveries.duplicate += 2

    def _expire(self) -> None:
        """End the next stream as soon as it has begun."""
        self.slack.faults.after("chat.startStream", self._expire_now)

    def _expire_now(self, call: Call) -> None:
        if call.ok:
            self.expired += 1
            self.slack.expire_streams()

    def _kill_after(self, method: str) -> None:
        self.kills += 1
        self.slack.faults.after(method, lambda call: self.app.kill())

    def _restart_when_dead(self) -> None:
        if self.app.process and self.app.process.poll() is not None:
            self.app.start()

    def _reingest(self) -> None:
        """Change a source and take it in while people ask."""
        path = sorted(self.sources.rglob("*.md"))[0]
        path.write_text(path.read_text(encoding="utf-8") + "\nDer kom et afsnit til midt på dagen.\n", encoding="utf-8")
        self.ingest = self.app.begin("ingest", str(self.sources))

    def _take_in(self) -> None:
        """Ingest the sources, in this process, which is another than the app's."""
        with open_application(Settings(data=self.folder / "data")) as parts:
            taken = ingest([self.sources], parts.knowledge_base, IngestOptions())
        assert not taken.failed, taken.failed

    def _finish(self) -> None:
        self._wait_while(lambda: self._waiting() or self.slack.deliveries.pending)
        assert self.ingest is not None
        assert self.ingest.wait(PATIENCE_SECONDS) == 0, "the ingest in the middle of the day failed"
        # What is done twice is done a moment later.
        time.sleep(self.slack.pace.minute)

    def _wait_while(self, holds: Callable[[], object]) -> None:
        """Wait, starting the app when it is dead, but not for an app that answers nothing any more."""
        answered, since = -1, time.monotonic()
        while holds() and time.monotonic() - since < PATIENCE_SECONDS:
            count = len(self.asked) - len(self._waiting())
            if count != answered:
                answered, since = count, time.monotonic()
            self._restart_when_dead()
            time.sleep(0.1)

    def _one_in(self, count: int) -> bool:
        return self.random.randrange(count) == 0

    # ---- what came of it

    def _waiting(self) -> list[Asked]:
        with self.slack.lock:
            for each in self.asked:
                each.answered = each.answered or each.deleted or bool(self.replies(each))
            return [each for each in self.asked if not each.answered]

    def replies(self, asked: Asked) -> list[Message]:
        """The app's finished messages that answer this question, by the mark they carry."""
        return [m for m in asked.message.thread.answers if place_of(m) == asked.message.ts]


def main() -> int:
    """Live a day and print its report."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("people", 50), ("questions", 500), ("kills", 3), ("seed", 1), ("cuts", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    script = Script(**vars(parser.parse_args()))
    with tempfile.TemporaryDirectory() as folder, Workspace(dict(own_manifest()), HURRIED) as slack:
        lived = Day(slack, script, Path(folder)).run()
    print(json.dumps(lived, ensure_ascii=False, indent=2))
    return 0 if is_well(lived) else 1


if __name__ == "__main__":
    raise SystemExit(main())
