"""Every migration goes up and down, with the sample region on record, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, create_engine, inspect, select, text

from arenas import create_app, migrate
from arenas import engine as connections
from arenas.database import Model
from tests.settings import make_settings

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory(str(migrate.SCRIPTS)).walk_revisions()))
]


@pytest.fixture
def engine_of(database, templates):
    """Give a template's name, get an engine on a fresh copy of it."""
    engines: list[Engine] = []

    def make(template: str) -> Engine:
        url = getattr(templates, database)(template, "migrations")
        made = create_engine(url, **connections.options(url))
        connections.prepare(made)
        engines.append(made)
        return made

    yield make
    for made in engines:
        made.dispose()


def schema(engine: Engine) -> dict[str, object]:
    """Tables with columns, keys, indexes and constraints, in an order of our own."""
    found = inspect(engine)
    return {
        table: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)),
            found.get_pk_constraint(table),
            sorted(found.get_foreign_keys(table), key=lambda key: str(key["name"])),
            sorted(found.get_unique_constraints(table), key=lambda key: str(key["name"])),
            sorted((i["name"], i["column_names"], i["unique"]) for i in found.get_indexes(table)),
            sorted(c["name"] for c in found.get_check_constraints(table)),
        )
        for table in sorted(found.get_table_names())
    }


def rows(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, as text and sorted: a dump that ignores physical order."""
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return {
            name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
            for name, table in metadata.tables.items()
        }


def test_revisions_are_numbered_one_by_one():
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_the_migrations_make_what_the_models_say(engine_of):
    engine = engine_of("empty")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []


def test_all_the_way_down_nothing_is_left_and_up_again_the_schema_is_the_same(engine_of):
    engine = engine_of("sample")
    before = schema(engine)
    migrate.downgrade(engine, "base")
    assert set(schema(engine)) == {"alembic_version"}
    migrate.upgrade(engine)
    assert schema(engine) == before
    assert migrate.current(engine) == migrate.newest() == REVISIONS[-1]


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_records_survive_the_way_down_to_a_revision_and_up_again(engine_of, revision):
    engine = engine_of("sample")
    before = rows(engine)
    migrate.downgrade(engine, revision)
    kept = [name for name in rows(engine) if name in before]
    migrate.upgrade(engine)
    after = rows(engine)
    assert len(before["organisation"]) == 248
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def test_foreign_keys_hold_after_a_migration_rebuilt_its_tables(engine_of, database):
    engine = engine_of("sample")
    migrate.downgrade(engine, REVISIONS[0])
    migrate.upgrade(engine)
    if database == "sqlite":
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_database_of_a_newer_program_is_known_as_such():
    assert migrate.is_known(REVISIONS[0])
    assert migrate.is_known(None)
    assert not migrate.is_known("9999")


def test_the_command_refuses_to_serve_a_database_it_does_not_know(templates, monkeypatch, command):
    url = templates.sqlite("empty", "newer")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    answer = command("serve", "--migrate", DATABASE_URL=url)
    assert answer.exit_code == 1
    assert "version 9999, which this program does not know" in answer.output
    assert create_app(make_settings(url)) is not None
