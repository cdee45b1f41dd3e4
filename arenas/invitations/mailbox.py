"""Where answers come in: a maildir or an IMAP mailbox. Each mail is marked once it is kept.

A mail is marked as seen after its transaction is committed: one that was read twice changes
nothing the second time.
"""

import imaplib
import mailbox
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from arenas.errors import Refusal
from arenas.invitations.reply_files import MOST_BYTES

SECONDS = 30
Handle = Callable[[bytes], None]


def read_all(url: str, handle: Handle) -> int:
    """Give each unread mail to ``handle``. Returns how many there were.

    Raises
    ------
    Refusal
        If the mailbox cannot be opened.
    """
    parts = urlsplit(url)
    if parts.scheme in {"maildir", "file"}:
        return _maildir(Path(unquote(parts.netloc + parts.path)), handle)
    try:
        with _opened(url) as connection:
            return _imap(connection, handle)
    except (OSError, imaplib.IMAP4.error) as error:
        raise Refusal(f"{parts.hostname}: {error}") from error


def _maildir(path: Path, handle: Handle) -> int:
    if not (path / "new").is_dir() or not (path / "cur").is_dir():
        raise Refusal(f"{path} is no maildir")
    box = mailbox.Maildir(path, factory=None, create=False)
    number = 0
    for key in sorted(box.keys()):
        with suppress(KeyError):  # another reader was first
            message = box.get_message(key)
            if message.get_subdir() == "cur" and "S" in message.get_flags():
                continue
            handle(box.get_bytes(key)[: MOST_BYTES + 1])
            message.set_subdir("cur")
            message.add_flag("S")
            box[key] = message
            number += 1
    return number


@contextmanager
def _opened(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    connection: imaplib.IMAP4
    if parts.scheme == "imaps":
        context = ssl.create_default_context()
        connection = imaplib.IMAP4_SSL(
            host, parts.port or 993, ssl_context=context, timeout=SECONDS
        )
    else:
        connection = imaplib.IMAP4(host, parts.port or 143, timeout=SECONDS)
    try:
        connection.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        state, words = connection.select(f'"{folder}"')
        if state != "OK":
            raise imaplib.IMAP4.error(f"no folder {folder}: {words!r}")
        yield connection
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            connection.logout()


def _imap(connection: imaplib.IMAP4, handle: Handle) -> int:
    _, found = connection.uid("SEARCH", "UNSEEN")
    numbers = (found[0] or b"").split() if found else []
    done = 0
    for number in numbers:
        uid = number.decode("ascii")
        if not re.fullmatch(r"\d+", uid):
            continue
        _, data = connection.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)")
        content = next((part[1] for part in data if isinstance(part, tuple)), None)
        if isinstance(content, bytes):
            handle(content)
            done += 1
            connection.uid("STORE", uid, "+FLAGS", r"(\Seen)")
    return done
