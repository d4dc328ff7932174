"""Which places lie in which part of the country."""

import pytest

from knowledge.areas import area_code, areas, lies_in


@pytest.mark.parametrize(
    ("place", "area", "inside"),
    [
        ("Aarhus", "jylland", True),
        ("Vejle", "Jylland", True),
        ("Odense", "jylland", False),
        ("Odense", "fyn", True),
        ("København", "sjaelland", True),
        ("Rønne, Bornholm", "sjaelland", False),
        ("København", "region-sjaelland", False),
        ("Næstved", "Region Sjælland", True),
        ("Roskilde og Vejle", "jylland", True),
        ("Atlantis", "jylland", False),
        ("Online", "jylland", False),
        (None, "jylland", False),
        ("Aarhus", "Skåne", False),
    ],
)
def test_a_place_lies_in_a_part_of_the_country(place: str | None, area: str, inside: bool) -> None:
    assert lies_in(place, area) is inside


def test_every_area_goes_by_its_code_and_each_of_its_names() -> None:
    for code, area in areas().items():
        assert area_code(code) == code
        assert {area_code(name) for name in area.names} == {code}
    assert area_code("Skåne") is None
