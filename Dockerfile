# Møteplass for a server. Build: docker build -t moteplass .   Run: see compose.yaml, docs/deploy.md
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv .venv
COPY requirements.txt ./
RUN .venv/bin/python -m pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md ./
COPY arenas ./arenas
COPY network ./network
RUN .venv/bin/python -m pip install --no-deps --no-build-isolation -e .
RUN .venv/bin/pybabel compile -d arenas/translations
COPY templates ./templates
COPY migrations ./migrations
COPY wsgi.py gunicorn.conf.py ./

FROM python:3.11-slim-bookworm
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 NUMBA_CACHE_DIR=/app/instance/numba
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin moteplass \
    && mkdir -p /app/instance \
    && chown moteplass:moteplass /app/instance
COPY --from=build /app /app
WORKDIR /app
USER moteplass
VOLUME /app/instance
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["moteplass", "serve", "--host", "0.0.0.0", "--port", "8000", "--migrate"]
