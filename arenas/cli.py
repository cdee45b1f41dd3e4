"""The command ``moteplass``. Exit status: 0 done, 1 refused with a message, 2 wrong usage.

Each command lives in a module of its own that is imported when it is asked for, so that
``moteplass serve`` never waits for the analysis.
"""

import sys
from importlib import import_module
from typing import Any

import click

from arenas.errors import ArenaError

COMMANDS = {
    "account": "arenas.commands.account:account",
    "analyse": "arenas.graphs.analyse:analyse",
    "db": "arenas.commands.app:database",
    "feed": "arenas.commands.feed:feed",
    "gaps": "arenas.commands.gaps:gaps",
    "import": "arenas.commands.imports:imports",
    "mail": "arenas.commands.mail:mail",
    "replies": "arenas.commands.replies:replies",
    "sample": "arenas.commands.sample:sample",
    "serve": "arenas.commands.app:serve",
    "sheet": "arenas.commands.sheet:sheet",
}


class Lazy(click.Group):
    """A group that imports a command only when it is named (or listed in the help)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ArenaError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="moteplass")
def main() -> None:
    """Møteplass: who meets whom in a region, and who ought to."""


if __name__ == "__main__":
    sys.exit(main())
