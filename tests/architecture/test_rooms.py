"""What must not be written in the rooms of the house, and how large a room may grow."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = sorted(
    path
    for folder in ("arenas", "network", "tests", "benchmarks")
    for path in (ROOT / folder).glob("**/*.py")
)
TEMPLATES = sorted((ROOT / "templates").glob("**/*.*"))
STATIC = sorted(
    path
    for suffix in ("*.css", "*.js")
    for path in (ROOT / "arenas" / "static").glob(f"**/{suffix}")
)
# Trusted markup is made in these places alone; each says beside the line why it is safe.
MAY_MAKE_MARKUP = {
    "arenas/web/attributes.py",
    "arenas/web/texts.py",
    "arenas/web/filters.py",
    "arenas/web/forms.py",
}
ANOTHER_HOST = re.compile(r"""(?:src|href|action|url)\s*[=(:]\s*["']?(?:https?:)?//[\w.-]+""")
# Links that people follow are no requests of the page; these lead to sources, not to resources.
LINK = re.compile(r"""<a\s[^>]*href=["']https://[^"']+["']""")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", ROOMS, ids=name)
def test_rooms_stay_small(path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", [p for p in ROOMS if name(p).startswith("arenas")], ids=name)
def test_only_the_configuration_reads_the_environment(path):
    if name(path) == "arenas/config.py":
        return
    read = re.findall(r"\bos\.(?:environ|getenv)\b|from os import", path.read_text())
    assert not read


@pytest.mark.parametrize("path", [p for p in ROOMS if name(p).startswith("arenas")], ids=name)
def test_queries_are_written_with_select(path):
    legacy = re.findall(r"\b[A-Z]\w+\.query\b|\bsession\(?\)?\.query\(", path.read_text())
    assert not legacy, "use select() and db.session"


@pytest.mark.parametrize("path", [p for p in ROOMS if name(p).startswith("arenas")], ids=name)
def test_markup_is_trusted_in_few_places_only(path):
    if name(path) in MAY_MAKE_MARKUP:
        return
    assert not re.search(r"\bMarkup\(", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_escape_everything_and_ask_no_other_host(path):
    source = re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"\|\s*safe\b", source), "|safe"
    assert "{% autoescape" not in source
    text = re.sub(r"{[{%].*?[%}]}", "", source, flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=", text), "an inline style"
    assert not re.search(r"\son\w+\s*=\s*[\"']", text), "an inline handler"
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text), "inline script"
    assert not ANOTHER_HOST.findall(LINK.sub("", text)), "another host"


@pytest.mark.parametrize("path", STATIC, ids=name)
def test_scripts_and_styles_write_no_markup_and_ask_no_other_host(path):
    text = path.read_text()
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in text
    assert not ANOTHER_HOST.findall(text)


def test_no_lock_file_names_a_registry():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        assert "://" not in (ROOT / lock).read_text()


def test_the_runtime_lock_is_a_part_of_the_development_lock():
    runtime, development = (
        set(re.findall(r"^([\w.-]+==\S+)", (ROOT / lock).read_text(), re.MULTILINE))
        for lock in ("requirements.txt", "requirements-dev.txt")
    )
    assert runtime
    assert runtime <= development
