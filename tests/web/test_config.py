"""The settings: what is read, and how a wrong one stops the start."""

import stat
from datetime import timedelta
from ipaddress import ip_network

import pytest

from arenas import config
from arenas.config import load
from arenas.errors import WrongSetting

KEY = "k" * 32


def test_without_any_setting_the_app_serves_this_machine_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "INSTANCE", tmp_path / "instance")
    settings = load({})
    assert settings.port == 8000
    assert settings.base_url == "http://localhost:8000"
    assert settings.database_url.startswith("sqlite:////")
    assert settings.hosts == ["localhost", "localhost", "127.0.0.1", "[::1]"]
    assert not settings.sample


def test_a_key_is_made_once_and_readable_by_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "INSTANCE", tmp_path / "instance")
    first, second = load({}), load({})
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 64
    path = tmp_path / "instance" / "secret-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_public_address_must_be_given_its_own_key():
    with pytest.raises(WrongSetting, match="MOTEPLASS_SECRET_KEY: missing"):
        load({"MOTEPLASS_BASE_URL": "https://moteplass.example.org"})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "eight"),
        ("PORT", "٨٠٠٠"),
        ("DATABASE_URL", "mysql://db/name"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://"),
        ("MOTEPLASS_BASE_URL", "moteplass.example.org"),
        ("MOTEPLASS_BASE_URL", "https://moteplass.example.org/path"),
        ("MOTEPLASS_BASE_URL", "https://user@moteplass.example.org"),
        ("MOTEPLASS_BASE_URL", "https://moteplass.example.org:port"),
        ("MOTEPLASS_SECRET_KEY", "short"),
        ("MOTEPLASS_SMTP_URL", "http://mail.example.org"),
        ("MOTEPLASS_REPLIES_URL", "imaps://"),
        ("MOTEPLASS_TRUSTED_PROXIES", "10.0.0.0/8,proxy"),
        ("MOTEPLASS_TIMEZONE", "Europe/Atlantis"),
        ("MOTEPLASS_TIMEZONE", "../secret"),
        ("MOTEPLASS_SAMPLE", "yes"),
        ("MOTEPLASS_SAMPLE_PASSWORD", "short"),
        ("MOTEPLASS_OIDC_ISSUER", "javascript:alert(1)"),
        ("MOTEPLASS_ACCESSIBILITY_URL", "javascript:alert(1)"),
        ("MOTEPLASS_SESSION_IDLE_MINUTES", "0"),
        ("MOTEPLASS_SESSION_DAYS", "-1"),
        ("MOTEPLASS_MAX_UPLOAD_MB", "1.5"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(variable, value):
    with pytest.raises(WrongSetting, match=f"^{variable}: expected"):
        load({"MOTEPLASS_SECRET_KEY": KEY, variable: value})


@pytest.mark.parametrize("variable", ["DATABASE_URL", "MOTEPLASS_SMTP_URL", "MOTEPLASS_SECRET_KEY"])
def test_a_message_never_shows_what_may_hold_a_password(variable):
    with pytest.raises(WrongSetting) as refused:
        load({"MOTEPLASS_SECRET_KEY": KEY, variable: "gopher://me:hemmelig@host"})
    assert "hemmelig" not in str(refused.value)


def test_units_are_turned_into_values():
    settings = load(
        {
            "MOTEPLASS_SECRET_KEY": KEY,
            "PORT": "9000",
            "DATABASE_URL": "postgres://me@db/moteplass",
            "MOTEPLASS_TRUSTED_PROXIES": "10.0.0.0/8, ::1",
            "MOTEPLASS_SESSION_IDLE_MINUTES": "30",
            "MOTEPLASS_MAX_UPLOAD_MB": "2",
        }
    )
    assert settings.base_url == "http://localhost:9000"
    assert settings.database_url == "postgresql+psycopg://me@db/moteplass"
    assert settings.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("::1"))
    assert settings.session_idle == timedelta(minutes=30)
    assert settings.max_upload == 2_097_152


def test_a_relative_database_file_is_where_the_program_was_started(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = load({"MOTEPLASS_SECRET_KEY": KEY, "DATABASE_URL": "sqlite:///data/own.db"})
    assert settings.database_url == f"sqlite:///{tmp_path}/data/own.db"


def test_the_overview_for_the_admin_tells_no_secret():
    settings = load(
        {
            "MOTEPLASS_SECRET_KEY": "hemmelig" * 4,
            "DATABASE_URL": "postgresql://me:hemmelig@db/moteplass",
            "MOTEPLASS_SMTP_URL": "smtp://me:hemmelig@mail:25",
        }
    )
    overview = dict(settings.overview())
    assert overview["DATABASE_URL"] == "postgresql+psycopg://me:•••@db/moteplass"
    assert overview["MOTEPLASS_SECRET_KEY"] == "•••"
    assert "hemmelig" not in str(overview)
    assert "hemmelig" not in repr(settings).replace("me:hemmelig@db", "")
