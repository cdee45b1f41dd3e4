"""The documents say what is there."""

import re
from pathlib import Path

import pytest

from arenas.cli import COMMANDS
from arenas.config import VARIABLES

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_every_setting_is_described_for_those_who_deploy():
    text = (ROOT / "docs" / "deploy.md").read_text()
    for variable, _ in VARIABLES.values():
        assert f"`{variable}`" in text


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path):
    for link in re.findall(r"\]\((?!https?://)([^)#]+)", path.read_text()):
        assert (path.parent / link).exists(), link


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_in_the_documents_exist(path):
    text = path.read_text()
    targets = (ROOT / "Makefile").read_text()
    for target in re.findall(r"\bmake (run|test|quick|check|bench|lock|[a-z]+s)\b(?=[`\s])", text):
        if f"`make {target}" in text:
            assert f"\n{target}:" in targets
    for name in re.findall(r"moteplass (\w+) ?[a-z]*", "\n".join(re.findall(r"`([^`]+)`", text))):
        assert name in COMMANDS or f"moteplass {name}" not in text
