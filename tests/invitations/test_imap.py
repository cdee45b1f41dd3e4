"""Answers read from an IMAP mailbox: a small server of the tests' own, over a real socket."""

import socketserver
import threading
from collections.abc import Iterator

import pytest

from arenas.errors import Refusal
from arenas.invitations import mailbox


class Box:
    """The mails of one mailbox, and which of them were read."""

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.seen: set[int] = set()


class Talk(socketserver.StreamRequestHandler):
    """As much of RFC 3501 as one needs to read new mail."""

    box: Box

    def handle(self) -> None:
        self.say(b"* OK ready")
        for line in self.rfile:
            tag, _, rest = line.strip().partition(b" ")
            words = rest.upper().split()
            self.answer(tag, words, rest)
            if words[0] == b"LOGOUT":
                return

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def answer(self, tag: bytes, words: list[bytes], rest: bytes) -> None:
        result = b"OK done"
        if words[0] == b"CAPABILITY":
            self.say(b"* CAPABILITY IMAP4rev1")
        elif words[0] == b"LOGIN":
            result = b"OK in" if b"s3cret" in rest else b"NO wrong"
        elif words[0] == b"SELECT":
            self.say(f"* {len(self.box.mails)} EXISTS".encode())
        elif words[:2] == [b"UID", b"SEARCH"]:
            unseen = " ".join(str(uid) for uid in self.box.mails if uid not in self.box.seen)
            self.say(f"* SEARCH {unseen}".rstrip().encode())
        elif words[:2] == [b"UID", b"FETCH"]:
            uid = int(words[2])
            mail = self.box.mails[uid]
            self.say(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(mail)}}}".encode())
            self.wfile.write(mail + b")\r\n")
        elif words[:2] == [b"UID", b"STORE"]:
            self.box.seen.add(int(words[2]))
        self.say(tag + b" " + result)


@pytest.fixture
def box() -> Iterator[Box]:
    made = Box()
    handler = type("Handler", (Talk,), {"box": made})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        made.url = f"imap://me:s3cret@127.0.0.1:{server.server_address[1]}/INBOX"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def test_unread_mails_are_read_once(box):
    box.mails = {3: b"Subject: one\r\n\r\n", 8: b"Subject: two\r\n\r\n"}
    box.seen = {3}
    read = []
    assert mailbox.read_all(box.url, read.append) == 1
    assert read == [b"Subject: two\r\n\r\n"]
    assert mailbox.read_all(box.url, read.append) == 0


def test_a_mail_that_could_not_be_kept_is_read_again(box):
    box.mails = {1: b"Subject: one\r\n\r\n"}

    def fails(_content):
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError):
        mailbox.read_all(box.url, fails)
    assert box.seen == set()
    read = []
    assert mailbox.read_all(box.url, read.append) == 1


def test_a_wrong_password_is_told_without_it(box):
    url = box.url.replace("s3cret", "wrong-one")
    with pytest.raises(Refusal) as told:
        mailbox.read_all(url, lambda _: None)
    assert "127.0.0.1" in str(told.value)
    assert "wrong-one" not in str(told.value)
