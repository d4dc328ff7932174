"""Profiles that lie on each other, in two versions, and one that a municipality has made of the older."""

from pathlib import Path

PROFILES = """profiler:
  - id: basis
    profilsaet: fiktivt sæt
    version: '2019'
    titel: Basiskompetencer
    basis: ja
    kompetencer:
      - {id: sag, navn: Orden i sagen, niveau: 2}
  - id: virk-2019
    profilsaet: fiktivt sæt
    version: '2019'
    titel: Virksomhedsprofilen
    aliasser: [virksomhedskonsulent]
    gyldig_til: 2025-10-31
    bygger_paa: [basis]
    opgaver: [Besøge virksomheder]
    kompetencer:
      - {id: kontakt, navn: Kontakt til virksomheder, niveau: 3}
  - id: virk-2025
    profilsaet: fiktivt sæt
    version: '2025'
    titel: Virksomhedsprofilen
    gyldig_fra: 2025-11-01
    bygger_paa: [basis]
    opgaver: [Besøge virksomheder]
    kompetencer:
      - {id: kontakt, navn: Kontakt til små virksomheder, niveau: 3, stavefejl: [kontagt]}
      - {id: samtale, navn: Samtale, niveau: 2, esco: 'http://data.europa.eu/esco/skill/1'}
  - id: vores
    profilsaet: Lyngby
    version: '1'
    titel: Vores konsulent
    afledt_af: virk-2019
    bygger_paa: [basis, findes-ikke]
    opgaver: [Besøge virksomheder, Holde møder]
    kompetencer:
      - {id: kontakt, navn: Kontakt til virksomheder, niveau: 3}
"""


def write_profiles(folder: Path) -> Path:
    """A folder with the profiles."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "profiler.yaml").write_text(PROFILES, encoding="utf-8")
    return folder
