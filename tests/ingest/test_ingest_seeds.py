"""The five real documents through the whole of ingest, as the acceptance list has it."""

from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.report import report_to_json
from tests.builders import make_knowledge_base

DATES = ["2018-11-27", "2018-05-16", "2016-06-30", None, "2016-08-17"]
FURNITURE = ("Spring over hovedmenu", "Mest læste", "Mest Læste", "Annonce", "Download rapporten", "CVR", "Læs op")


@pytest.mark.shared
def test_the_seeds_become_five_dated_reports_without_furniture(shared_data: Path, tmp_path: Path) -> None:
    with make_knowledge_base(tmp_path / "data") as base:
        done = report_to_json(ingest([shared_data / "seeds"], base))
        assert [(one["kind"], one["date"]) for one in done["added"]] == [("report", date) for date in DATES]
        publishers = [one["publisher"] for one in done["added"]]
        assert (publishers[1], publishers[3]) == ("Fremfærd", "DISCUS A/S")
        assert done["failed"] == []
        assert [notice["code"] for notice in done["notices"]] == ["undated"]
        snapshot = base.current()
        for source in snapshot.sources():
            text = snapshot.text(source.text_id)
            if publishers[int(source.source_id[:3])] is not None:
                assert publishers[int(source.source_id[:3])] in text
            for passage in snapshot.passages(source.source_id):
                assert text[passage.start : passage.end] == passage.text
                assert not any(word in passage.text for word in FURNITURE), passage.text
