"""Dockerfile and compose.yaml, as far as a machine without an engine can check them."""

import fnmatch
import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from arenas.cli import main
from arenas.config import VARIABLES

ROOT = Path(__file__).parents[2]
KNOWN = set(
    "ARG CMD COPY ENV EXPOSE FROM HEALTHCHECK RUN USER VOLUME WORKDIR".split()  # noqa: SIM905
)


def instructions() -> list[tuple[str, str]]:
    """Instruction and argument, line by line; a line that ends in a backslash goes on."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [(word, rest.strip()) for word, _, rest in (x.partition(" ") for x in lines) if word]


def arguments(instruction: str) -> list[str]:
    return [rest for word, rest in instructions() if word == instruction]


def copied() -> list[str]:
    """Every path that is copied out of the repository."""
    return [
        source.rstrip("/")
        for rest in arguments("COPY")
        if not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]


def ignored(path: str) -> bool:
    """Docker's rule: the last pattern that fits decides, and ! takes back."""
    answer = False
    for line in (ROOT / ".dockerignore").read_text().split():
        pattern = line.removeprefix("!")
        if fnmatch.fnmatch(path, pattern) or path.split("/")[0] == pattern:
            answer = not line.startswith("!")
    return answer


def test_every_instruction_is_one_that_docker_knows():
    assert {word for word, _ in instructions()} <= KNOWN
    assert instructions()[0][0] == "FROM"


@pytest.mark.parametrize("path", copied())
def test_what_is_copied_is_in_the_repository_and_not_ignored(path):
    assert (ROOT / path).exists()
    assert not ignored(path)


def test_secrets_data_and_the_developers_environment_stay_out_of_the_image():
    for path in (".env", ".git", ".venv", "instance", "tests", "requirements-dev.txt"):
        assert ignored(path)


def test_what_the_app_needs_at_run_time_is_copied():
    assert {"arenas", "network", "templates", "migrations", "wsgi.py"} <= set(copied())


def test_a_stage_copies_only_from_a_stage_before_it():
    names: set[str] = set()
    for word, rest in instructions():
        if word == "FROM":
            names |= set(re.findall(r"\bAS (\w+)", rest))
        elif word == "COPY" and rest.startswith("--from="):
            assert rest.split()[0].removeprefix("--from=") in names


def test_dependencies_are_installed_by_hash():
    installs = [rest for rest in arguments("RUN") if " install " in rest]
    assert len(installs) == 2
    for install in installs:
        assert "--require-hashes" in install or "--no-deps --no-build-isolation" in install


def test_the_app_runs_as_a_user_without_rights():
    order = [word for word, _ in instructions()]
    assert arguments("USER") == ["moteplass"]
    assert order.index("USER") < order.index("CMD")
    assert any("useradd" in rest and "moteplass" in rest for rest in arguments("RUN"))


def test_the_command_exists_and_takes_the_options_it_is_given():
    program, name, *options = json.loads(arguments("CMD")[-1])
    assert program == "moteplass"
    command = main.get_command(None, name)
    assert command is not None
    context = command.make_context(name, options)
    assert context.params["host"] == "0.0.0.0"
    assert str(context.params["port"]) == arguments("EXPOSE")[0]


def test_the_health_check_asks_a_route_of_the_app(app):
    (check,) = arguments("HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    compile(command[-1], "HEALTHCHECK", "exec")
    path = re.search(r"http://127\.0\.0\.1:8000(/\w+)", command[-1]).group(1)
    assert app.test_client().get(path, headers={"Host": "127.0.0.1:8000"}).status_code == 200


def test_shell_steps_can_be_read_by_a_shell():
    for rest in arguments("RUN"):
        assert shlex.split(rest)


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def test_the_services_are_the_app_its_mail_and_its_database(compose):
    assert set(compose) == {"services", "volumes", "x-moteplass"}
    assert set(compose["services"]) == {"app", "mail", "database"}


def test_the_mail_is_sent_by_a_command_that_exists(compose):
    program, *words = compose["services"]["mail"]["command"]
    assert program == "moteplass"
    group = main.get_command(None, words[0])
    assert group is not None
    command = group.commands[words[1]]
    assert command.make_context(words[1], words[2:]).params["forever"]


def test_services_wait_only_for_services_that_say_when_they_are_ready(compose):
    for service in compose["services"].values():
        for other in service.get("depends_on", {}):
            in_the_image = "build" in compose["services"][other] and arguments("HEALTHCHECK")
            assert in_the_image or "healthcheck" in compose["services"][other]


def test_volumes_that_are_used_are_declared(compose):
    used = {
        volume.partition(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
    }
    assert used == set(compose["volumes"])


def test_the_app_is_given_only_settings_that_it_reads(compose):
    known = {variable for variable, _ in VARIABLES.values()}
    for name in ("app", "mail"):
        assert set(compose["services"][name]["environment"]) <= known


def test_no_secret_has_a_default(compose):
    text = (ROOT / "compose.yaml").read_text()
    for secret in ("POSTGRES_PASSWORD", "MOTEPLASS_SECRET_KEY"):
        assert re.findall(rf"\${{{secret}(:\S)", text) in ([":?"], [":?", ":?"])


def test_a_caller_reaches_the_app_through_this_machine_alone(compose):
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["app"]["ports"])
    assert "ports" not in compose["services"]["database"]
