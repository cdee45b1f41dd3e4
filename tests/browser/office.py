"""A hand whose clicks are counted, and the commands that send and read the mail of a served app."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import Live
from tests.mail.server import Keeps, controller


class Hand:
    """Somebody at a page, whose every click and field is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.clicks += 1

    def write(self, selector: str, text: str) -> None:
        self.page.locator(selector).first.fill(text)
        self.clicks += 1

    def choose(self, selector: str, value: str) -> None:
        self.page.locator(selector).select_option(value)
        self.clicks += 1


class Office:
    """The commands that send and read mail, on the database of the served app."""

    def __init__(self, live: Live, command: Callable[..., Any], maildir: Path) -> None:
        self.live, self.command, self.maildir = live, command, maildir
        self.server = Keeps()
        self.running = controller(self.server)
        self.running.start()
        self.settings = {
            "DATABASE_URL": live.app.extensions["settings"].database_url,
            "MOTEPLASS_BASE_URL": live.url,
            "MOTEPLASS_SMTP_URL": f"smtp://127.0.0.1:{self.running.port}",
        }

    def send(self) -> dict[str, EmailMessage]:
        """Send what waits; the messages by recipient, one each."""
        self.server.taken.clear()
        result = self.command("mail", "send", **self.settings)
        assert result.exit_code == 0, result.output
        found = {str(message["To"].addresses[0].addr_spec): message for message in self.messages()}
        assert len(found) == len(self.server.taken)
        return found

    def messages(self) -> list[EmailMessage]:
        for recipient, _content in self.server.taken:
            assert "@" in recipient
        return self.server.messages

    def read_replies(self) -> str:
        result = self.command("replies", "read", f"maildir://{self.maildir}", **self.settings)
        assert result.exit_code == 0, result.output
        return str(result.output)
