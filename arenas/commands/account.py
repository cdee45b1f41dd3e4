"""``moteplass account``: the first administrator, and accounts without a web page."""

import sys

import click

ROLES = ("admin", "coordinator", "leadership", "member")


@click.group()
def account() -> None:
    """The accounts of those who sign in."""


@account.command()
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(email: str, role: str, password_stdin: bool) -> None:
    """Create an account for EMAIL. The password is asked for, never given as an argument."""
    from arenas import create_app
    from arenas.accounts import services
    from arenas.database import db
    from arenas.models.enums import Role

    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with create_app().app_context():
        services.create_account(db.session(), email=email, role=Role(role), password=password)
        db.session.commit()
    click.echo(f"{email} can sign in as {role}.")
