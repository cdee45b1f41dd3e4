"""Style sheets, scripts and pictures: from this host alone, straight from WhiteNoise."""

import gzip
import shutil
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from whitenoise import WhiteNoise

from arenas.config import ROOT
from arenas.web.headers import of_files
from network.picture import vis_network_folder

HOUR = 3600
BOOTSTRAP = "css/bootstrap.min.css"


def bootstrap_folder() -> Path:
    """Where the Bootstrap-Flask wheel keeps Bootstrap 5."""
    spec = find_spec("flask_bootstrap")
    if spec is None or spec.origin is None:
        raise RuntimeError("Bootstrap-Flask is not installed")
    return Path(spec.origin).parent / "static" / "bootstrap5"


def beside_its_gzip(path: Path, keep: Path) -> Path:
    """A copy of a wheel's file with its compressed twin beside it, which WhiteNoise then serves to
    who takes it: a quarter of the bytes. The file itself where nothing can be kept.

    It is made once for each content, in a folder that is whole before it has its name.
    """
    folder = keep / sha256(path.read_bytes()).hexdigest()[:16]
    copy = folder / path.name
    if copy.is_file():
        return copy
    try:
        keep.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=keep, ignore_cleanup_errors=True) as made:
            shutil.copy(path, made)
            twin = Path(made) / f"{path.name}.gz"
            twin.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
            Path(made).rename(folder)
    except OSError:  # nowhere to write, or another process was first
        return copy if copy.is_file() else path
    return copy


def init_app(app: Flask, *, https: bool) -> None:
    folder = ROOT / "arenas" / "static"
    files = WhiteNoise(
        app.wsgi_app,
        root=str(folder),
        prefix="static/",
        max_age=HOUR,
        autorefresh=bool(app.debug),
        allow_all_origins=False,
        add_headers_function=of_files(https),
    )
    wheels = {
        "bootstrap.min.css": bootstrap_folder() / BOOTSTRAP,
        "vis-network.min.js": vis_network_folder() / "vis-network.min.js",
    }
    for name, path in wheels.items():
        kept = beside_its_gzip(path, Path(app.instance_path) / "static")
        files.add_file_to_dictionary(f"/static/{name}", str(kept))
    app.wsgi_app = files  # type: ignore[method-assign]

    @lru_cache
    def asset(name: str) -> str:
        """The address of a file, with its content's mark, so that a new one is fetched at once."""
        path = wheels.get(name, folder / name)
        return f"/static/{name}?v={sha256(path.read_bytes()).hexdigest()[:10]}"

    app.jinja_env.globals["asset"] = asset
