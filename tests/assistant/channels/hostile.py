"""Sources that try to run in whoever reads them."""

from pathlib import Path

from tests.assistant.channels.doors import write_sources

HOSTILE_QUESTION = "Hvad betyder nissevarsling?"
TEXT = (
    "Nissevarsling\n\n"
    "Nissevarsling betyder <img src=x onerror=\"document.title='ramt'\"> og </div><script>alert(2)</script> for alle.\n"
)
ABOUT = """title: 'Ondt <script>document.title="ramt"</script> & "godt"'
publisher: '<b onclick=alert(3)>Udgiver</b>'
url: "javascript:document.title='ramt'"
date: 2024-03-05
"""
COURSES = """kurser:
  - id: ondt
    titel: 'Kursus <img src=x onerror=alert(4)>'
    udbyder: '"><script>alert(5)</script>'
    url: "javascript:alert(6)"
    laerer: medarbejder
    giver: ['<svg onload=alert(7)>']
    beskrivelse: Et kursus i nissevarsling.
    hold:
      - {start: 2031-03-01, sted: '<iframe src=javascript:alert(8)>'}
"""


def write_hostile(folder: Path) -> Path:
    """The small sources, and beside them a text and a course full of markup."""
    write_sources(folder)
    (folder / "ondt.txt").write_text(TEXT, encoding="utf-8")
    (folder / "ondt.txt.meta.yaml").write_text(ABOUT, encoding="utf-8")
    (folder / "onde-kurser.yaml").write_text(COURSES, encoding="utf-8")
    return folder
