"""Returned mail: which message did not arrive, and why (RFC 3464, and what is older). Pure.

A message is known by the left half of its Message-ID, which nobody but its recipient and the
servers on its way have seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

_KEY = re.compile(r"^\s*Message-ID:\s*<([0-9a-f]{32})@", re.MULTILINE | re.IGNORECASE)
_CODE = re.compile(r"\b([45])(?:\d\d[ -]|\.\d{1,3}\.\d{1,3}\b)")
_POST = re.compile(
    r"\b(mailer-daemon|postmaster|microsoftexchange[0-9a-f]{32})@|\bmail delivery (sub)?system",
    re.IGNORECASE,
)
_OURS = re.compile(r"<([0-9a-f]{32})@")


@dataclass(frozen=True)
class Bounce:
    """``key`` is empty where the report does not say which message it is about.

    ``permanent``: nobody will try again.
    """

    key: str
    reason: str
    permanent: bool


def of(message: EmailMessage) -> Bounce | None:
    """What a delivery report says; None for any other mail."""
    said = _report(message) if message.get_content_type() == "multipart/report" else None
    return said or (_old(message) if _is_from_the_post(message) else None)


def _report(message: EmailMessage) -> Bounce | None:
    """Of several recipients the first that failed; a read receipt is no delivery report."""
    fields = [group for part in message.walk() for group in _groups(part)]
    told = [group for group in fields if "status" in group or "action" in group]
    if not told:
        return None
    failed = next((group for group in told if _has_failed(group)), told[0])
    said = " ".join(failed[name] for name in ("status", "diagnostic-code") if name in failed)
    return Bounce(_key(message), said[:500], _has_failed(failed))


def _groups(part: EmailMessage) -> Iterator[dict[str, str]]:
    """The groups of fields of a delivery status, one a recipient."""
    if part.get_content_type() != "message/delivery-status":
        return
    for group in part.get_payload():
        if isinstance(group, EmailMessage):
            yield {name.lower(): " ".join(str(value).split()) for name, value in group.items()}


def _has_failed(group: dict[str, str]) -> bool:
    """A server that gave up says so, also where the code is one of those that may pass."""
    action = group.get("action", "").lower()
    return action == "failed" or (not action and group.get("status", "").startswith("5"))


def _is_from_the_post(message: EmailMessage) -> bool:
    return bool(message["X-Failed-Recipients"] or _POST.search(str(message["From"] or "")))


def _old(message: EmailMessage) -> Bounce | None:
    """A report in plain words: the line with the code is the reason."""
    text = _whole(message)
    found = _CODE.search(text)
    if found is None:
        return None
    line = text[text.rfind("\n", 0, found.start()) + 1 :].partition("\n")[0]
    return Bounce(_key(message), " ".join(line.split())[:500], found[1] == "5")


def _key(message: EmailMessage) -> str:
    """Of the returned message's Message-ID, not of the report's own."""
    parts = [part for part in message.walk() if part is not message]
    for part in parts:
        if part.get_content_type() in {"message/rfc822", "message/global"}:
            original = part.get_payload()
            first = original[0] if isinstance(original, list) and original else None
            if isinstance(first, EmailMessage) and (
                found := _KEY.search(f"Message-ID: {first['Message-ID']}")
            ):
                return found[1]
    found = _KEY.search(_whole(message)) or _OURS.search(_answers(message))
    return found[1] if found else ""


def _answers(message: EmailMessage) -> str:
    """What the report says that it answers: of some of Exchange's this is all there is."""
    return " ".join(str(message[name] or "") for name in ("In-Reply-To", "References"))


def _whole(message: EmailMessage) -> str:
    """Every text of the report, headers of the returned message included."""
    texts = []
    for part in message.walk():
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                texts.append(content.decode("utf-8", "replace").replace("\r\n", "\n"))
    return "\n".join(texts)
