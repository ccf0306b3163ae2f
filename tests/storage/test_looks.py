"""A million closed cases cost the overview nothing."""

from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite

from storage.cases import _OPEN
from storage.schema import metadata


def test_open_cases_are_found_by_their_stage() -> None:
    """Seen once: "anything but closed" walked through every case there is, for minutes."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    query = _OPEN.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        steps = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    engine.dispose()
    assert any("ix_cases_stage" in step for step in steps)
    assert not any(step.startswith("SCAN") for step in steps)
