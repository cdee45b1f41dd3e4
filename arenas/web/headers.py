"""The headers that every response carries, files included."""

from collections.abc import Callable
from wsgiref.headers import Headers as FileHeaders

from flask import Flask, Response, g

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = "max-age=31536000; includeSubDomains"


def init_app(app: Flask, *, https: bool) -> None:
    headers = {**ALWAYS, "Strict-Transport-Security": A_YEAR} if https else ALWAYS
    pairs = [(name.lower(), (name, value)) for name, value in headers.items()]

    @app.after_request
    def add(response: Response) -> Response:
        given = {name.lower() for name, _value in response.headers}
        if response.headers.get("Content-Security-Policy") == FRAMED:
            given.add("x-frame-options")
        response.headers.extend([pair for name, pair in pairs if name not in given])
        if g.get("account") is not None or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        elif response.mimetype == "text/html" and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-cache"
        return response


def may_be_framed(response: Response) -> Response:
    """Let the page stand in a page of another house: only for one that anybody may read, where
    nobody is signed in and nothing can be changed."""
    response.headers["Content-Security-Policy"] = FRAMED
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def of_files(https: bool) -> Callable[[FileHeaders, str, str], None]:
    """The same headers for WhiteNoise's files."""

    def add(headers: FileHeaders, path: str, url: str) -> None:
        for name, value in ALWAYS.items():
            headers[name] = value
        if https:
            headers["Strict-Transport-Security"] = A_YEAR

    return add
