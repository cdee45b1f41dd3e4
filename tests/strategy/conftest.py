"""Until the common fixtures are there: an empty database in memory."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from arenas.database import Model


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=ON"))
    Model.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()
