"""Style sheets, scripts and pictures: from this host alone, straight from WhiteNoise."""

from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

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
        files.add_file_to_dictionary(f"/static/{name}", str(path))
    app.wsgi_app = files  # type: ignore[method-assign]

    @lru_cache
    def asset(name: str) -> str:
        """The address of a file, with its content's mark, so that a new one is fetched at once."""
        path = wheels.get(name, folder / name)
        return f"/static/{name}?v={sha256(path.read_bytes()).hexdigest()[:10]}"

    app.jinja_env.globals["asset"] = asset
