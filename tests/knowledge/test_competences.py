"""The register of competences: one thing under all its names, and who asks for and gives it."""

from knowledge.competences import AskedBy, Competences, InCourse, competence_key
from knowledge.types import Competence, Course, CourseCompetence, Profile

TALK = Competence(
    "k-samtale",
    "Samtaleteknik",
    "At føre en samtale.",
    alt_labels=("Jobsamtale",),
    hidden_labels=("samtalleteknik",),
    broader=("Kommunikation",),
    level=3,
)
BASIS = Profile("basis", "fiktiv", "1", "Basis", "basis", competences=(Competence("kommunikation", "Kommunikation"),))
CONSULTANT = Profile("konsulent", "fiktiv", "1", "Konsulent", "konsulent", competences=(TALK,))
MENTOR = Profile(
    "mentor", "fiktiv", "1", "Mentor", "mentor", competences=(Competence("samtaleteknik", "Samtaleteknik", level=2),)
)
COURSE = Course(
    "kursus",
    "Kursus",
    "kursus",
    requires=(CourseCompetence("Jobsamtale", level=1),),
    provides=(CourseCompetence("samtaleteknikker"), CourseCompetence("Vejledning", "v-1", 4)),
)
REGISTER = Competences((BASIS, CONSULTANT, MENTOR), (COURSE,))


def test_a_competence_is_named_by_its_id_or_else_by_its_label() -> None:
    assert competence_key("k-1", "Samtaleteknik") == "k-1"
    assert competence_key(None, "Årlige samtaler") == "aarlige-samtaler"
    assert competence_key(None, "能力") == "能力"


def test_the_same_label_in_two_profiles_is_the_same_competence() -> None:
    known = REGISTER.get("samtaleteknik")
    assert known is not None
    assert known is REGISTER.get("k-samtale")
    assert known.key == "k-samtale"
    assert known.ids == ("k-samtale", "samtaleteknik", "jobsamtale")
    assert known.asked_by == (AskedBy("konsulent", 3), AskedBy("mentor", 2))
    assert known.broader == ("kommunikation",)


def test_courses_count_under_any_name_of_a_competence() -> None:
    known = REGISTER.find("Samtaleteknik")
    assert known is not None
    assert known.required_by == (InCourse("kursus", 1),)
    assert known.provided_by == (InCourse("kursus"),)
    only_in_courses = REGISTER.get("v-1")
    assert only_in_courses is not None
    assert (only_in_courses.asked_by, only_in_courses.provided_by) == ((), (InCourse("kursus", 4),))


def test_a_competence_is_found_by_id_label_other_hidden_and_inflected_name_in_any_spelling() -> None:
    for words in (
        "k-samtale",
        "SAMTALETEKNIK",
        " jobsamtale ",
        "Samtalleteknik",
        "samtaleteknikkerne",
        "jobsamtalerne",
    ):
        found = REGISTER.find(words)
        assert found is not None, words
        assert found.key == "k-samtale", words
    assert REGISTER.find("svejsning") is None
    assert REGISTER.find("") is None


def test_the_nearest_of_a_mistyped_name_comes_first_and_nothing_is_offered_for_other_words() -> None:
    assert [one.label for one in REGISTER.nearest("samtaletknik")][:1] == ["Samtaleteknik"]
    assert [one.label for one in REGISTER.nearest("komunikasjon", 1)] == ["Kommunikation"]
    assert REGISTER.nearest("svejsning og rørlægning") == []


def test_the_register_lists_each_competence_once_by_label() -> None:
    assert [one.label for one in REGISTER] == ["Kommunikation", "Samtaleteknik", "Vejledning"]
    assert len(REGISTER) == 3


def test_what_a_profile_or_course_means_is_told_by_id_or_label() -> None:
    by_label = REGISTER.named(CourseCompetence("Jobsamtale"))
    by_id = REGISTER.named(CourseCompetence("Noget andet", "k-samtale"))
    assert by_label is by_id is REGISTER.get("k-samtale")
    assert REGISTER.named(CourseCompetence("Svejsning")) is None


def test_a_label_goes_before_another_ones_other_name() -> None:
    profile = Profile(
        "p", "s", "1", "P", "p",
        competences=(Competence("a", "Ledelse", alt_labels=("Vejledning",)), Competence("b", "Vejledning")),
    )  # fmt: skip
    found = Competences((profile,), ()).find("vejledning")
    assert found is not None
    assert found.key == "b"
