from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from arenas.database import Model


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    with Session(engine) as made:
        Model.metadata.create_all(made.connection())
        yield made
    engine.dispose()
