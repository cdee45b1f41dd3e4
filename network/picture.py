"""Where the program that draws the network comes from: vis-network, in the wheel of pyvis.

Of pyvis nothing else is used and it is never imported: its page asks other hosts, runs what
stands in a title, and lays out in the reader's browser for minutes. What is drawn, and where,
is ``arenas/graphs/drawing.py``'s.
"""

from importlib.util import find_spec
from pathlib import Path


def vis_network_folder() -> Path:
    """The folder of the pyvis wheel with ``vis-network.min.js`` and ``vis-network.css``.

    Raises FileNotFoundError when pyvis is not installed.
    """
    spec = find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pyvis is not installed")
    return Path(spec.origin).parent / "lib" / "vis-9.1.2"
