"""The smallest client that keeps its connection: what it costs is not measured."""

import re
import socket
from collections.abc import Mapping


class Client:
    """One kept connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._socket = socket.create_connection(("127.0.0.1", port))

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, str, bytes]:
        return self.send(self.request("GET", path, headers or {}))

    def post(self, path: str, body: str) -> tuple[int, str, bytes]:
        length = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
        }
        return self.send(self.request("POST", path, length) + body.encode())

    def request(self, method: str, path: str, headers: Mapping[str, str]) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {"Host": f"127.0.0.1:{self.port}", **headers}
        if cookies:
            given["Cookie"] = cookies
        lines = [f"{method} {path} HTTP/1.1", *(f"{key}: {value}" for key, value in given.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def send(self, request: bytes) -> tuple[int, str, bytes]:
        """Status, head and body of the answer."""
        self._socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        raw, _, body = received.partition(b"\r\n\r\n")
        head = raw.decode("latin-1")
        for name, value in re.findall(r"(?mi)^set-cookie: ([^=]+)=([^;\r]*)", head):
            self.cookies[name] = value
        status = int(head.split()[1])
        length = re.search(r"(?mi)^content-length: (\d+)", head)
        if length and status != 304:
            while len(body) < int(length[1]):
                body += self._receive()
        elif re.search(r"(?mi)^transfer-encoding: chunked", head):
            while not body.endswith(b"0\r\n\r\n"):
                body += self._receive()
        return status, head, body

    def _receive(self) -> bytes:
        received = self._socket.recv(65536)
        if not received:
            raise ConnectionError("the server closed the connection")
        return received

    def reconnect(self) -> None:
        """A fresh connection: the server ends one that rests for some seconds."""
        self._socket.close()
        self._socket = socket.create_connection(("127.0.0.1", self.port))
