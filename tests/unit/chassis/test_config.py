"""Settings come from the environment or from files, and what is missing is named."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from chassis.config import Settings

NEEDED = {
    "DATABASE_URL": "postgresql://leads:hunter2@127.0.0.1/leads",
    "IDENTITY_PUBLIC_KEY": "a public key",
    "PAGE_TOKEN_KEY": "a key",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment with what every process needs, and nothing of the shell's."""
    for name in [*Settings.model_fields, *(f"{n}_FILE" for n in Settings.model_fields)]:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_process_is_in_production_unless_told_otherwise(
    environment: pytest.MonkeyPatch,
) -> None:
    assert Settings().environment == "production"
    assert Settings().log_format == "json"


def test_a_secret_may_come_from_a_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    environment.delenv("PAGE_TOKEN_KEY")
    environment.setenv("PAGE_TOKEN_KEY_FILE", str(tmp_path / "key"))
    assert Settings().page_token_key.get_secret_value() == "from a file"


@pytest.mark.parametrize("name", NEEDED)
def test_what_is_missing_is_named(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv(name)
    with pytest.raises(ValidationError) as refusal:
        Settings()
    assert [error["loc"][0] for error in refusal.value.errors()] == [name.lower()]


@pytest.mark.parametrize(("name", "value"), [("THREADS", "0"), ("ENVIRONMENT", "staging")])
def test_what_makes_no_sense_is_refused(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    environment.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()


def test_secrets_are_not_shown(environment: pytest.MonkeyPatch) -> None:
    assert "hunter2" not in repr(Settings())


def test_settings_do_not_change_while_a_process_runs(environment: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError):
        Settings().threads = 3  # type: ignore[misc] -- that is the point
