"""gunicorn reads this file by itself: the same options as ``moteplass serve``."""

from arenas.server import OPTIONS

globals().update(OPTIONS)
