"""What must not be written in the rooms of the house, and how large a room may grow."""

import re
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = sorted(
    path
    for folder in ("arenas", "network", "tests", "benchmarks")
    for path in (ROOT / folder).glob("**/*.py")
)
APP = [path for path in ROOMS if path.is_relative_to(ROOT / "arenas")]
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


def offenders(paths: list[Path], fault: Callable[[str], object]) -> list[str]:
    """Each path whose text has the fault, with what was found."""
    found = ((path, fault(path.read_text())) for path in paths)
    return [f"{name(path)}: {what}" for path, what in found if what]


def test_rooms_stay_small():
    assert not offenders(ROOMS, lambda text: max(0, len(text.splitlines()) - 300))


def test_only_the_configuration_reads_the_environment():
    others = [path for path in APP if name(path) != "arenas/config.py"]
    pattern = re.compile(r"\bos\.(?:environ|getenv)\b|from os import")
    assert not offenders(others, pattern.findall)


def test_queries_are_written_with_select():
    legacy = re.compile(r"\b[A-Z]\w+\.query\b|\bsession\(?\)?\.query\(")
    assert not offenders(APP, legacy.findall)


def test_markup_is_trusted_in_few_places_only():
    others = [path for path in APP if name(path) not in MAY_MAKE_MARKUP]
    assert not offenders(others, re.compile(r"\bMarkup\(").findall)


def template_faults(text: str) -> list[str]:
    source = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
    html = re.sub(r"{[{%].*?[%}]}", "", source, flags=re.DOTALL)
    return [
        *re.findall(r"\|\s*safe\b|{%-?\s*autoescape", source),
        *re.findall(r"\sstyle\s*=|\son\w+\s*=\s*[\"']", html),
        *re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", html),
        *ANOTHER_HOST.findall(LINK.sub("", html)),
    ]


def test_templates_escape_everything_and_ask_no_other_host():
    assert TEMPLATES
    assert not offenders(TEMPLATES, template_faults)


def test_scripts_and_styles_write_no_markup_and_ask_no_other_host():
    writing = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\("
    assert STATIC
    assert not offenders(STATIC, re.compile(writing).findall)
    assert not offenders(STATIC, ANOTHER_HOST.findall)


def test_no_conflict_was_left_behind():
    marks = re.compile(r"^(?:<{7}|>{7}) .*$", re.MULTILINE)
    assert not offenders([*ROOMS, *TEMPLATES, *STATIC], marks.findall)


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
