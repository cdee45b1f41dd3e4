"""Views of the network under a name: kept, renamed, shared, deleted. The caller commits."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from arenas import audit
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.models import Account, SavedView
from arenas.ordering import alphabetical

MOST = 100  # views of one account
LONGEST = 1000
"""Characters of an address that are kept."""


@dataclass(frozen=True)
class ViewDetails:
    """What the owner says of a view."""

    name: str
    shared: bool = False


def of_account(session: Session, owner: Account) -> Sequence[SavedView]:
    """The owner's views, by name."""
    query = select(SavedView).where(SavedView.account_id == owner.id)
    return session.scalars(query.order_by(alphabetical(SavedView.name), SavedView.id)).all()


def shared_by_others(session: Session, reader: Account) -> Sequence[SavedView]:
    """The views that others have shared, by name."""
    query = select(SavedView).where(SavedView.shared, SavedView.account_id != reader.id)
    return session.scalars(query.order_by(alphabetical(SavedView.name), SavedView.id)).all()


def get(session: Session, view_id: int, owner: Account) -> SavedView:
    """The owner's view.

    Raises
    ------
    UnknownRecord
        If there is none, or it is another's.
    """
    view = session.get(SavedView, view_id)
    if view is None or view.account_id != owner.id:
        raise UnknownRecord(N_("Visningen finnes ikke."))
    return view


def save(
    session: Session, owner: Account, details: ViewDetails, *, page: str, query: str
) -> SavedView:
    """Keep the address of a view under a name.

    Raises
    ------
    Refusal
        If the name is taken, the address is too long or there are too many.
    """
    if len(query) > LONGEST:
        raise Refusal(N_("Adressen til visningen er for lang til å lagres. Bruk færre filtre."))
    owned = select(func.count()).where(SavedView.account_id == owner.id)
    if (session.scalar(owned) or 0) >= MOST:
        raise Refusal(
            N_("Du har %(most)s lagrede visninger. Slett en før du lagrer en ny."), most=MOST
        )
    _refuse_taken(session, owner, details.name, None)
    view = SavedView(
        account_id=owner.id, name=details.name, shared=details.shared, page=page, query=query
    )
    session.add(view)
    session.flush()
    audit.record(session, owner, "view.save", "saved_view", view.id, shared=view.shared)
    return view


def change(session: Session, view: SavedView, owner: Account, details: ViewDetails) -> None:
    """Another name, or shared or not; where it leads stays.

    Raises
    ------
    Refusal
        If another of the owner's views has the name.
    """
    _refuse_taken(session, owner, details.name, view.id)
    view.name, view.shared = details.name, details.shared
    session.flush()
    audit.record(session, owner, "view.change", "saved_view", view.id, shared=view.shared)


def remove(session: Session, view: SavedView, owner: Account) -> None:
    session.delete(view)
    session.flush()
    audit.record(session, owner, "view.delete", "saved_view", view.id)


def _refuse_taken(session: Session, owner: Account, name: str, but: int | None) -> None:
    taken = session.scalar(
        select(SavedView.id).where(SavedView.account_id == owner.id, SavedView.name == name)
    )
    if taken is not None and taken != but:
        raise Refusal(N_("Du har alt en visning med dette navnet."), field="name")
