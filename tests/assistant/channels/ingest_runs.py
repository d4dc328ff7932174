"""The report of a made-up ingest, as the state keeps it."""

from typing import Any

REPORT: dict[str, Any] = {
    "generation": 3,
    "added": [{"title": "Kursus i samtaler", "publisher": "Kursushuset Lyng", "path": "samtaler.html"}],
    "changed": [{"title": "Tovholder", "publisher": None, "path": None}],
    "kept": 7,
    "removed": [],
    "failed": [
        {
            "path": "ny.html",
            "error": "in the log's words",
            "code": "selector_nothing",
            "field": "pris",
            "line": 4,
            "values": {"selector": ".pris", "page": "https://lyng.example/ny"},
        }
    ],
    "notices": [{"code": "undated", "path": "samtaler.html", "field": None, "line": None, "values": None}],
    "dry_run": False,
}
