"""Pages of a made-up provider and a made-up site of profiles, and what of them is declared to be a record."""

from typing import Any

from tests.ingest.web.site import Answer, Site

COURSES: dict[str, Any] = {
    "kind": "course",
    "page": "/kurser/*",
    "fields": {
        "title": "h1",
        "udbyder": {"text": "Kursushuset Lyng"},
        "pris": ".pris",
        "ects": {"select": ".fakta", "match": r"([\d,]+) ECTS"},
        "beskrivelse": ".om p",
        "link": "a.tilmelding @href",
        "fiktiv": {"text": "ja"},
        "runs": {"each": ".hold tr", "start": "td:nth-child(1)", "sted": "td.sted"},
        "provides": {"each": ".udbytte li", "navn": ":scope", "id": "@data-id"},
    },
}
PROFILES: dict[str, Any] = {
    "kind": "profile",
    "page": "/profiler/*",
    "required": ["competences"],
    "fields": {
        "title": "h1",
        "set": {"text": "Lyngprofiler"},
        "fictional": {"text": "ja"},
        "tasks": ".opgaver li",
        "competences": {"each": ".kompetence", "label": "h3", "description": "p"},
    },
}


def course(site: Site, path: str, title: str, price: str, runs: tuple[str, ...] = ("2. marts 2027",)) -> str:
    """Set the page of a course; returns its address."""
    rows = "".join(f"<tr><td>{start}</td><td class=sted>Lyngby</td></tr>" for start in runs)
    html = f"""<!doctype html><html lang=da><head><title>{title}</title></head><body>
<h1>{title}</h1>
<div class=om><p>Et kursus i at føre samtaler.<script>let x = 1</script></p><p>Det er for ansatte i jobcentre.</p></div>
<p class=pris>{price}</p>
<p class=fakta>To dage, <b>2,5 ECTS</b></p>
<table class=hold><tr><th>Start</th><th>Sted</th></tr>
{rows}</table>
<ul class=udbytte><li data-id=sam-1>Den svære <i>samtale</i></li><li>Aktiv lytning</li></ul>
<a class=tilmelding href="/tilmeld?kursus=1">Tilmeld</a>
</body></html>"""
    site.answers[path] = Answer(html.encode())
    return site.address + path


def profile(site: Site, path: str, title: str, competences: tuple[str, ...]) -> str:
    """Set the page of a profile; returns its address."""
    parts = "".join(f"<div class=kompetence><h3>{name}</h3><p>At kunne det.</p></div>" for name in competences)
    html = f"""<!doctype html><html lang=da><head><title>{title}</title></head><body><h1>{title}</h1>
<p>En fagprofil for dem, der taler med borgere hver dag.</p>
<ul class=opgaver><li>Føre samtaler</li><li>Skrive planer</li></ul>
{parts}</body></html>"""
    site.answers[path] = Answer(html.encode())
    return site.address + path
