"""The files that set the project up say what they should, and nothing else."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = [path for path in sorted((ROOT / "scripts").iterdir()) if path.suffix == ""]


def make(*arguments: str) -> str:
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


def test_help_names_every_target():
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    listed = set(re.findall(r"^  make (\w+)", make("help"), re.MULTILINE))
    assert listed == set(phony.group(1).split())


@pytest.mark.parametrize("path", [*SCRIPTS, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_scripts_are_executable_and_readable_by_a_shell(path):
    assert os.access(path, os.X_OK)
    first, text = path.read_text().splitlines()[0], path.read_text()
    if first == "#!/bin/sh":
        subprocess.run(["sh", "-n"], input=text, text=True, check=True)


def test_the_build_machine_runs_what_a_developer_runs():
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1].endswith("make test")


def test_the_missing_programs_are_named_to_one_who_is_not_root(tmp_path):
    """With an empty path and no server in sight, the message names both packages."""
    for name in ("sh", "ls", "dirname"):
        (tmp_path / name).symlink_to(shutil.which(name))
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "id").chmod(0o755)
    answer = subprocess.run(
        [tmp_path / "sh", ROOT / "scripts" / "tools"],
        env={"PATH": str(tmp_path), "POSTGRESQL": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    _, _, packages = answer.stdout.partition("sudo apt-get install ")
    assert {"chromium", "postgresql"} <= set(packages.split())
