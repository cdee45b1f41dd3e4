"""One page of a long list, with two statements: how many there are, and the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from arenas.errors import N_, UnknownRecord

SIZE = 50
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """``number`` counts from 1."""

    items: Sequence[Row]
    total: int
    number: int = 1
    size: int = SIZE

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last_row(self) -> int:
        return min(self.number * self.size, self.total)

    def numbers(self) -> list[int | None]:
        """The pages to offer: the ends and the neighbours; None where some are left out.

        >>> Page([], total=1000, number=10).numbers()
        [1, None, 9, 10, 11, None, 20]
        """
        near = {1, self.last, self.number - 1, self.number, self.number + 1}
        offered: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.last):
            if offered and number - (offered[-1] or 0) == 2:
                offered.append(number - 1)
            elif offered and number - (offered[-1] or 0) > 2:
                offered.append(None)
            offered.append(number)
        return offered


def page_of(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    number: int,
    *,
    size: int = SIZE,
    scalars: bool = True,
) -> Page[Any]:
    """Run ``statement`` for one page.

    Raises
    ------
    UnknownRecord
        If there are not that many pages.
    """
    counted = statement.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    if statement._group_by_clauses or statement._distinct:
        counted = select(func.count()).select_from(statement.order_by(None).subquery())
    total = session.scalar(counted) or 0
    if number > 1 and (number - 1) * size >= total:
        raise UnknownRecord(N_("Listen har ikke så mange sider."))
    rows = session.execute(statement.limit(size).offset((number - 1) * size))
    return Page((rows.scalars() if scalars else rows).all(), total, number, size)
