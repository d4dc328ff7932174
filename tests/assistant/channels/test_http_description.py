"""The description at `/openapi.json`: complete, and true for what schemathesis makes up from it."""

from collections.abc import Iterator

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import BaseSchema

# What is too long for an address is refused before the routes see it, whatever else is wrong with it.
REFUSED = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429", "431"]
# Of each operation, of each kind; some hundred were looked at when the routes were written.
EXAMPLES = 10
# Seconds: the first map of a process draws letters for the first time.
PATIENCE = 60
# A conversation without a question follows its schema, and there is nothing to answer; a team may contradict itself.
MAY_BE_REFUSED = {"POST /v1/chat/completions", "POST /api/gap"}


@pytest.fixture(scope="module")
def described(client: httpx.Client) -> BaseSchema:
    load_all_checks()
    checks = {"negative_data_rejection": {"expected-statuses": REFUSED}}
    config = SchemathesisConfig.from_dict({"checks": checks})
    return schemathesis.openapi.from_url(f"{client.base_url}/openapi.json", config=config)


def operations(described: BaseSchema) -> Iterator[APIOperation]:
    for result in described.get_all_operations():
        yield result.ok()


def try_out(operation: APIOperation, mode: GenerationMode) -> None:
    excluded = [CHECKS.get_one("positive_data_acceptance")] if operation.label in MAY_BE_REFUSED else []

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    def conforms(case: Case) -> None:
        case.call_and_validate(excluded_checks=excluded, timeout=PATIENCE)

    conforms()


def test_what_the_description_allows_is_answered_as_described(described: BaseSchema) -> None:
    for operation in operations(described):
        try_out(operation, GenerationMode.POSITIVE)


def test_what_the_description_does_not_allow_is_refused_as_described(described: BaseSchema) -> None:
    for operation in operations(described):
        if operation.body or operation.query:
            try_out(operation, GenerationMode.NEGATIVE)


def test_every_operation_says_what_it_is(client: httpx.Client) -> None:
    description = client.get("/openapi.json").json()
    names = []
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            names.append(operation["operationId"])
            assert operation["summary"], (method, path)
            assert operation.get("tags"), (method, path)
            problems = {status for status in operation["responses"] if status.startswith(("4", "5"))}
            assert {"401", "429"} <= problems or path in {"/healthz", "/readyz"}, (method, path, problems)
    assert len(names) == len(set(names))
    assert "Answer" in description["components"]["schemas"]
    assert description["components"]["schemas"]["Answer"]["examples"]


def test_an_address_names_all_its_methods(client: httpx.Client) -> None:
    refused = client.put("/api/conversations/x")
    assert refused.status_code == 405
    assert set(refused.headers["allow"].split(", ")) >= {"GET", "DELETE"}


@pytest.mark.parametrize("day", [0, 1.5, "0", "1", "2026-02-30", "30-02-2026", "i går", True, [], "2026-2-3"])
def test_what_is_no_day_is_refused(client: httpx.Client, day: object) -> None:
    assert client.post("/api/ask", json={"question": "hej", "as_of": day}).status_code == 422
    if isinstance(day, str):
        assert client.get("/api/courses", params={"from": day}).status_code == 422


@pytest.mark.parametrize("day", ["2026-02-03", "03-02-2026"])
def test_a_day_is_read_in_both_ways(client: httpx.Client, day: str) -> None:
    assert client.post("/api/ask", json={"question": "hej", "as_of": day}).status_code == 200
    assert client.get("/api/courses", params={"from": day}).json()["filters"]["start_from"] == "2026-02-03"
