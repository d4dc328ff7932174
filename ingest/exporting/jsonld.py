"""JSON-LD: profiles and competences as SKOS concepts in schemes, courses as schema.org Course with CourseInstance.

What neither vocabulary has a term for stands under `urn:fagkompas:`.
"""

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.exporting.written import Entry, Scalar, Written
from knowledge.slugs import slug

_OURS = "urn:fagkompas:"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SCHEMA = "https://schema.org/"

_FIT_FOR_ADDRESS = re.compile(r"[\w.-]+", re.ASCII)

# Field -> term; what is not here keeps the name of its field.
_PROFILE_TERMS = {
    "id": "@id", "title": "prefLabel", "aliases": "altLabel", "description": "definition", "derived_from":
    "wasDerivedFrom", "note": "note", "date": "datePublished", "language": "inLanguage", "set": "profile_set",
}  # fmt: skip
_COMPETENCE_TERMS = {
    "id": "notation", "label": "prefLabel", "alt_labels": "altLabel", "hidden_labels": "hiddenLabel",
    "description": "definition", "same_as": "closeMatch",
}  # fmt: skip
_COURSE_TERMS = {
    "id": "@id", "title": "name", "level": "educationalLevel", "ects": "numberOfCredits", "form": "courseMode",
    "duration": "timeRequired", "admission": "programPrerequisites", "credential": "educationalCredentialAwarded",
    "date": "datePublished", "language": "inLanguage", "provides": "teaches", "requires": "coursePrerequisites",
}  # fmt: skip
_RUN_TERMS = {
    "start": "startDate", "end": "endDate", "deadline": "applicationDeadline", "seats": "maximumAttendeeCapacity",
}  # fmt: skip
_NEEDED_TERMS = {"id": "termCode", "label": "name"}
_TRANSFER = "transfer_"
_PRICE = ("price", "currency", "vat")

_CONTEXTS: Mapping[str, Mapping[str, object]] = {
    "profile": {
        "@vocab": _OURS, "@base": _OURS, "skos": _SKOS, "schema": _SCHEMA,
        "Concept": "skos:Concept", "ConceptScheme": "skos:ConceptScheme",
        **{term: f"skos:{term}" for term in ("prefLabel", "altLabel", "hiddenLabel", "definition", "notation", "note")},
        **{term: {"@id": f"skos:{term}", "@type": "@id"} for term in ("broader", "related", "closeMatch", "inScheme")},
        "wasDerivedFrom": {"@id": "http://www.w3.org/ns/prov#wasDerivedFrom", "@type": "@id"},
        "datePublished": "schema:datePublished", "inLanguage": "schema:inLanguage", "url": "schema:url",
    },
    "course": {"@vocab": _SCHEMA, "@base": _OURS, **{
        name: _OURS + name
        for name in ("said", "deadline", "transfer", "learner", "profiles", "fictional", "visibility", "retrieved",
                     "valid_from", "valid_to", "content", "teacher", "exam", "contact", "note", "source_note", "level")
    }},
}  # fmt: skip


def write(records: Sequence[Written], kind: str) -> bytes:
    """Write one document with everything in `@graph`."""
    described = [_course(one) for one in records] if kind == "course" else [*_schemes(records), *map(_profile, records)]
    document = {"@context": _CONTEXTS[kind], "@graph": described}
    return json.dumps(document, ensure_ascii=False, indent=2, default=_date).encode("utf-8")


def scheme_of(record: Written) -> str:
    """Name the concept scheme of a profile: its set and version."""
    return "profilsaet/" + (slug(f"{record.values.get('set', '')} {record.values.get('version', '')}") or "uden-navn")


def _schemes(records: Sequence[Written]) -> Iterator[Mapping[str, object]]:
    schemes = {scheme_of(one): one for one in reversed(records)}
    for identity, one in reversed(schemes.items()):
        named = {"prefLabel": one.values["set"]} if "set" in one.values else {}
        version = {"version": one.values["version"]} if "version" in one.values else {}
        yield {"@id": identity, "@type": "ConceptScheme", **named, **version}


def _profile(record: Written) -> Mapping[str, object]:
    said = _termed({**record.values, **record.lists}, _PROFILE_TERMS)
    competences = [
        {**_address(one), "@type": "Concept", **_termed(one, _COMPETENCE_TERMS)}
        for one in record.competences.get("competences", ())
    ]
    concept = {"@type": ["Concept", "Profile"], "inScheme": scheme_of(record), **said}
    return concept | ({"competences": competences} if competences else {})


def _address(competence: Entry) -> Mapping[str, object]:
    """An id that is fit for an address names the concept, so that `broader` and `related` lead to it."""
    identity = str(competence.get("id", ""))
    return {"@id": identity} if _FIT_FOR_ADDRESS.fullmatch(identity) else {}


def _course(record: Written) -> Mapping[str, object]:
    values, offer = dict(record.values), _offer(record)
    for name in (*(_PRICE if offer else ()), "provider", "publisher", "audience"):
        values.pop(name, None)
    transfer = {name: values.pop(name) for name in record.values if name.startswith(_TRANSFER)}
    said: dict[str, object] = {"@type": "Course", **_termed({**values, **record.lists}, _COURSE_TERMS)}
    said |= {name: {"@type": "Organization", "name": record.values[name]} for name in ("provider", "publisher")
             if name in record.values}  # fmt: skip
    if "audience" in record.values:
        said["audience"] = {"@type": "Audience", "audienceType": record.values["audience"]}
    for role, given in record.competences.items():
        said[_COURSE_TERMS[role]] = [{"@type": "DefinedTerm", **_termed(one, _NEEDED_TERMS)} for one in given]
    if record.runs:
        said["hasCourseInstance"] = [_run(run) for run in record.runs]
    if transfer:
        said["transfer"] = {name.removeprefix(_TRANSFER): value for name, value in transfer.items()}
    return said | ({"offers": offer} if offer else {})


def _run(run: Entry) -> Mapping[str, object]:
    said = _termed({name: value for name, value in run.items() if name != "place"}, _RUN_TERMS)
    place = {"location": {"@type": "Place", "name": run["place"]}} if "place" in run else {}
    return {"@type": "CourseInstance", **said, **place}


def _offer(record: Written) -> Mapping[str, object]:
    """A price in words is not an offer."""
    price = record.values.get("price")
    if price is None or isinstance(price, str):
        return {}
    said = {"@type": "Offer", "price": price, "priceCurrency": record.values["currency"]}
    return said | ({"valueAddedTaxIncluded": record.values["vat"]} if "vat" in record.values else {})


def _termed(values: Mapping[str, Scalar | tuple[str, ...]], terms: Mapping[str, str]) -> dict[str, object]:
    return {terms.get(name, name): value for name, value in values.items()}


def _date(value: object) -> str:
    assert isinstance(value, datetime.date)
    return value.isoformat()
