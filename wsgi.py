"""What a WSGI server loads: ``gunicorn wsgi:app``."""

from arenas import create_app

app = create_app()
