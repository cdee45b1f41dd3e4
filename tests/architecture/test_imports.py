"""Imports point inwards: what may know what."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = {"flask", "flask_babel", "flask_wtf", "werkzeug", "wtforms"}
FORBIDDEN = {
    "network/**/*.py": WEB | {"arenas", "flask_sqlalchemy", "icalendar", "sqlalchemy"},
    "arenas/models/*.py": WEB | {"arenas.web", "icalendar", "network", "networkx"},
    "arenas/errors.py": WEB | {"sqlalchemy"},
    "arenas/text.py": WEB | {"sqlalchemy"},
    "arenas/**/services.py": WEB | {"arenas.web"},
    "arenas/**/queries.py": WEB | {"arenas.web"},
    "arenas/calendars/ical.py": WEB | {"sqlalchemy"},
    "arenas/**/forms.py": {"arenas.database", "sqlalchemy"},
    "arenas/**/views.py": {"networkx", "scipy", "numba", "igraph", "pyvis"},
}
# Plain functions on text, which happen to live among the web's rooms.
PURE = ("arenas.web.cleaning",)


def imports(path: Path) -> Iterator[str]:
    """Every module the file imports at run time; what only the type checker sees is left out."""
    tree = ast.parse(path.read_text())
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for part in node.body
        for inner in ast.walk(part)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_imports_point_inwards(pattern):
    paths = sorted(ROOT.glob(pattern))
    assert paths, f"no file matches {pattern}"
    crossed = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imports(path)
        if not name.startswith(PURE)
        and any(name == bad or name.startswith(f"{bad}.") for bad in FORBIDDEN[pattern])
    ]
    assert not crossed, "\n".join(crossed)


@pytest.mark.parametrize("heavy", ["networkx", "scipy", "numba", "igraph", "pyvis", "IPython"])
def test_the_app_starts_without_the_analysis(heavy, imported_by_the_app):
    assert heavy not in imported_by_the_app


@pytest.fixture(scope="module")
def imported_by_the_app():
    """The top-level modules that a served app has loaded, asked in a fresh interpreter."""
    import subprocess
    import sys

    program = "import arenas, arenas.cli, sys; arenas.create_app; print(*sys.modules)"
    program = (
        "import sys; from arenas import create_app; from tests.settings import make_settings; "
        "create_app(make_settings()); print(*sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in answer.stdout.split()}
