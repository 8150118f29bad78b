"""Settings come from the environment, once, and each can be wrong in a clear way."""

from pathlib import Path

import pytest

from enjoin.server.settings import MIB, Settings, SettingsError


def test_without_an_environment_the_defaults_hold() -> None:
    found = Settings.from_environment({})
    assert (found.store, found.host, found.port, found.timeout) == (Path("var"), "127.0.0.1", 8080, 10.0)
    assert (found.max_rows, found.max_bytes, found.max_query) == (100_000, 64 * MIB, 128 * 1024)
    assert found.token is None


def test_each_variable_is_read_by_the_type_of_its_setting() -> None:
    found = Settings.from_environment({
        "ENJOIN_STORE": "/srv/graph", "ENJOIN_PORT": "9000", "ENJOIN_TIMEOUT": "2.5",
        "ENJOIN_READ_ONLY": "yes", "ENJOIN_TOKEN": "secret", "OTHER": "ignored", "ENJOIN_HOST": "",
    })  # fmt: skip
    assert found == Settings(store=Path("/srv/graph"), port=9000, timeout=2.5, read_only=True, token="secret")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENJOIN_PORT", "http"),
        ("ENJOIN_TIMEOUT", "-1"),
        ("ENJOIN_MAX_ROWS", "0"),
        ("ENJOIN_READ_ONLY", "maybe"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(name, value) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})


def test_the_token_is_never_shown() -> None:
    assert "secret" not in repr(Settings(token="secret"))


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("sesame\n")
    assert Settings.from_environment({"ENJOIN_TOKEN_FILE": str(file)}).token == "sesame"
    with pytest.raises(SettingsError, match=r"ENJOIN_TOKEN_FILE .* ENJOIN_TOKEN too"):
        Settings.from_environment({"ENJOIN_TOKEN_FILE": str(file), "ENJOIN_TOKEN": "other"})
    for content in ("", "two\nlines\n"):
        file.write_text(content)
        with pytest.raises(SettingsError, match="one line"):
            Settings.from_environment({"ENJOIN_TOKEN_FILE": str(file)})
    with pytest.raises(SettingsError, match="cannot be read"):
        Settings.from_environment({"ENJOIN_TOKEN_FILE": str(tmp_path / "none")})
    assert Settings.from_environment({"ENJOIN_HOST_FILE": str(file)}).host == "127.0.0.1", "only secrets"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENJOIN_LOG_FORMAT", "xml"),
        ("ENJOIN_TIMEOUT", "inf"),
        ("ENJOIN_TIMEOUT", "nan"),
        ("ENJOIN_STOP_TIMEOUT", "0"),
    ],
)
def test_what_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})


def test_zero_may_mean_that_there_is_no_limit() -> None:
    found = Settings.from_environment(
        {"ENJOIN_SLOW_QUERY": "0", "ENJOIN_MAX_REQUESTS": "0", "ENJOIN_MAX_SECONDS": "0"}
    )
    assert (found.slow_query, found.max_requests, found.max_seconds) == (0.0, 0, 0.0)
