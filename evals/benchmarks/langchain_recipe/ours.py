"""Our side: the knowledge base and the assistant, with default settings."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from assistant.core.build import build_assistant
from assistant.core.types import AskRequest
from evals.assembling import ASKED_ON, SamplesError, asked_on
from evals.benchmarks.langchain_recipe.sides import DEPTH, Found, Ingested, Question
from evals.cases import Case
from evals.metrics.abstention import abstention
from evals.metrics.fact_coverage import fact_in_answer
from evals.metrics.right_source import right_source
from evals.running import ask
from evals.suites import read_suites
from ingest.options import IngestOptions
from ingest.pipeline import ingest
from knowledge import embeddings
from knowledge.generations import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from knowledge.texts import text_id_of
from knowledge.types import Hit, Learner, Passage, SearchQuery, Source, SourceKind


class Ours:
    """Fagkompas over a data folder."""

    def __init__(self, data: Path) -> None:
        settings = KnowledgeSettings(data=data)
        self._base = KnowledgeBase(settings, lambda: embeddings.load(settings.embedding), asked_on)
        self._assistant = build_assistant(self._base.current, asked_on)

    def ingest(self, roots: Sequence[Path]) -> Ingested:
        """What `fagkompas ingest` does; raises `SamplesError` for a file that cannot be read."""
        report = ingest(roots, self._base, IngestOptions(allow_removals=True))
        for fault in report.failed:
            raise SamplesError(f"{fault.path}: {fault.error}", folder=fault.path)
        return self._ingested()

    def ingest_records(self, records: Sequence[Mapping[str, str]]) -> Ingested:
        """Each text is one passage, as in `evals.benchmarks.squad`."""
        with self._base.writer() as draft:
            for record in records:
                name, text = record["id"], record["text"]
                text_id = text_id_of(text)
                source = Source(name, SourceKind.REPORT, record["title"], text_id, root="bench")
                passage = Passage(name, name, source.kind, text_id, 0, len(text), text, source.title)
                draft.put(source, text, [passage])
            draft.publish()
        return self._ingested()

    def replace(self, file: Path) -> None:
        """What `fagkompas ingest FILE` does."""
        self.ingest([file])

    def search(self, question: Question) -> list[Found]:
        """The hits of the published generation."""
        text, learner = question
        query = SearchQuery(text, DEPTH, learner=Learner(learner) if learner else None)
        return [self._found(hit) for hit in self._base.current().search(query).hits]

    def texts(self) -> list[str]:
        """Every passage of the published generation."""
        current = self._base.current()
        return [passage.text for source in current.sources() for passage in current.passages(source.source_id)]

    def records(self) -> dict[str, list[str]]:
        """The ids of the sources that each file became, by the file's name without ending."""
        ids: dict[str, list[str]] = {}
        for source in self._base.current().sources():
            ids.setdefault(PurePosixPath(source.path or source.source_id).stem, []).append(source.source_id)
        return ids

    def answer(self, question: Question) -> str:
        """The whole answer's text."""
        text, learner = question
        asked = AskRequest(text, learner=Learner(learner) if learner else None, today=ASKED_ON)
        return self._assistant.ask(asked).text

    def score(self, case_id: str) -> Mapping[str, Any]:
        """The answer's fact and source figures, and whether it abstained."""
        case = self._cases[case_id]
        answer = ask(case, self._assistant)
        return {
            "fact": fact_in_answer(case, answer),
            "source": right_source(case, answer),
            "abstained": abstention(answer),
            "characters": sum(len(citation.quote) for citation in answer.citations),
        }

    def _ingested(self) -> Ingested:
        return Ingested(self._base.current().manifest.counts["passages"])

    def _found(self, hit: Hit) -> Found:
        source_id = hit.passage.source_id
        source = self._base.current().source(source_id)
        stem = PurePosixPath(source.path).stem if source and source.path else source_id
        return Found(hit.passage.text, tuple(dict.fromkeys([source_id, stem])))

    @cached_property
    def _cases(self) -> Mapping[str, Case]:
        return {case.id: case for case in read_suites()}
