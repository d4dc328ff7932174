import datetime
import json

from ingest.report import report_to_json
from ingest.types import Change, Fault, IngestReport, Notice
from knowledge.types import SourceKind


def test_a_report_becomes_plain_json() -> None:
    change = Change("a", "A", "a.txt", SourceKind.REPORT, datetime.date(2018, 1, 2), None, {"date": "text"})
    report = IngestReport(
        3,
        added=(change,),
        kept=2,
        failed=(Fault("b.txt", "the file is empty", "empty", values={"when": datetime.date(2018, 1, 2), "one": {1}}),),
        notices=(Notice("undated", "a.txt", values={"kind": SourceKind.COURSE, "other": object}),),
    )
    written = report_to_json(report)
    assert json.loads(json.dumps(written)) == written
    assert written.keys() == {"generation", "added", "changed", "kept", "removed", "failed", "notices", "dry_run"}
    assert written["added"][0]["date"] == "2018-01-02"
    assert written["added"][0]["kind"] == "report"
    assert written["failed"][0]["values"] == {"when": "2018-01-02", "one": [1]}
    assert written["notices"][0]["values"]["kind"] == "course"
