"""Settings: the environment before the file before the default; what is not known or not usable is refused."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from assistant.channels.explaining import explain_error
from assistant.channels.settings import PREFIX, SECRETS, Settings, all_settings, read_settings
from assistant.channels.state.types import Limits
from knowledge.errors import SettingError
from prompts.wording import LANGUAGES, Wording


def write(folder: Path, text: str) -> Path:
    (folder / "fagkompas.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}) == Settings()


def test_the_file_is_read(tmp_path: Path) -> None:
    settings = read_settings(write(tmp_path, 'data = "~/viden"\nport = 9000\n'), {})
    assert settings.port == 9000
    assert settings.data == Path("~/viden").expanduser()


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(tmp_path: Path) -> None:
    write(tmp_path, 'data = "a"\nport = 9000\n')
    settings = read_settings(tmp_path, {"FAGKOMPAS_PORT": "9001", "FAGKOMPAS_DATA": "b", "HOME": "/root"}, Path("c"))
    assert (settings.port, settings.data) == (9001, Path("c"))


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("FAGKOMPAS_PROT", "1", "FAGKOMPAS_PROT"),
        ("FAGKOMPAS_PORT", "mange", "port"),
        ("FAGKOMPAS_PORT", "0", "port"),
        ("FAGKOMPAS_PORT", "65536", "port"),
        ("FAGKOMPAS_PORT", "80.5", "port"),
        ("FAGKOMPAS_PORT", "", "port"),
        ("FAGKOMPAS_KEEP_GENERATIONS", "-1", "keep_generations"),
        ("FAGKOMPAS_CONVERSATION_DAYS", "0", "conversation_days"),
        ("FAGKOMPAS_MOST_CONVERSATIONS", "alle", "most_conversations"),
        ("FAGKOMPAS_STATE_URL", "", "state_url"),
        ("FAGKOMPAS_HOST", " ", "host"),
        ("FAGKOMPAS_CHROMA_URL", "127.0.0.1:8000", "chroma_url"),
        ("FAGKOMPAS_DATA", "", "data"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(tmp_path: Path, variable: str, value: str, named: str) -> None:
    with pytest.raises(SettingError, match=named):
        read_settings(tmp_path, {variable: value})


@pytest.mark.parametrize(
    "line", ["prot = 1", "port = true", "port = 80.5", "data = 5", "host = []", "port = ", "x = {"]
)
def test_a_line_that_cannot_be_used_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(SettingError):
        read_settings(write(tmp_path, line), {})


def test_the_password_of_a_chroma_server_is_neither_shown_nor_told(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, {"FAGKOMPAS_CHROMA_URL": "https://drift:hemmelig@chroma.example"})
    assert settings.knowledge.chroma_url == "https://drift:hemmelig@chroma.example"
    assert "hemmelig" not in f"{settings} {settings.knowledge}"
    with pytest.raises(SettingError) as raised:
        read_settings(tmp_path, {"FAGKOMPAS_CHROMA_URL": "https://drift:hemmelig@chroma.example/sti"})
    told = explain_error(raised.value, Wording.load())
    assert told == "Indstillingen chroma_url er ikke en Chroma-servers adresse. Giv en som http://127.0.0.1:8000."
    assert "hemmelig" not in raised.value.message


def test_the_state_lies_in_the_data_folder_whatever_its_name(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "100 % æ?#")
    assert make_url(settings.state_database).database == str(tmp_path / "100 % æ?#" / "state.sqlite")
    assert Settings(state_url="postgresql+psycopg://vært/fag").state_database == "postgresql+psycopg://vært/fag"


def test_how_long_and_how_many_conversations_are_kept_is_set(tmp_path: Path) -> None:
    write(tmp_path, "conversation_days = 7\nmost_conversations = 50\n")
    limits = read_settings(tmp_path, {}).limits
    assert (limits.days, limits.conversations) == (7, 50)
    assert Settings().limits == Limits()


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fagkompas.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingError, match="mend the file"):
        read_settings(tmp_path, {})


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="is a file"):
        read_settings(tmp_path, {}, data=Path(__file__))


def test_every_setting_says_what_it_means_and_how_it_is_called() -> None:
    for setting in all_settings():
        assert setting.meaning
        assert setting.variable == PREFIX + setting.name.upper()


@pytest.mark.parametrize("secret", sorted(SECRETS))
def test_a_secret_is_taken_from_the_environment_alone_and_never_shown(tmp_path: Path, secret: str) -> None:
    settings = read_settings(tmp_path, {PREFIX + secret.upper(): "hemmelig"})
    assert getattr(settings, secret) == "hemmelig"
    assert "hemmelig" not in repr(settings)
    write(tmp_path, f'{secret} = "hemmelig"\n')
    with pytest.raises(SettingError) as caught:
        read_settings(tmp_path, {})
    for language in LANGUAGES:
        sentence = explain_error(caught.value, Wording.load(), language)
        assert PREFIX + secret.upper() in sentence
        assert "hemmelig " not in sentence
