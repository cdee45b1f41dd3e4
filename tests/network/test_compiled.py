import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_house_that_cannot_be_written_to_still_computes(tmp_path):
    shutil.copytree(ROOT / "network", tmp_path / "network", ignore=shutil.ignore_patterns("__*__"))
    for kind in ("__pycache__",):
        (tmp_path / "network" / kind).touch()  # a file where numba wants its folder
    run = (
        "from network import pairs_kernel as k, build, Organisation, Event, project;"
        "r = build([Organisation('a'), Organisation('b')], [Event('x')], [('a','x'),('b','x')]);"
        "print(project(r).edges)"
    )
    bare = {"PATH": os.environ["PATH"], "HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null"}
    bare |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", run],
        cwd=tmp_path, env=bare, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "1\n", done.stderr
