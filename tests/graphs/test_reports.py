"""Reports with draws: kept, dated, made once."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, update

from arenas.database import db, now
from arenas.engine import writer
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.reports import Standing, Wanted, make, standing
from arenas.models import AnalysisReport
from arenas.revision import NETWORK, raise_revision

OSLO = ZoneInfo("Europe/Oslo")
WANTED = Wanted(MeetingFilter(), 20, OSLO)


@pytest.fixture
def region(sample_copy):
    with sample_copy.app_context():
        yield db.session()
        db.session.rollback()


def test_before_the_first_report_there_is_nothing_to_show(region):
    assert standing(region, WANTED) == Standing(None, 0)


def test_a_report_that_is_made_is_kept_with_its_draws_and_is_current(database, region):
    region.rollback()
    assert make(db.engine, WANTED)
    kept = standing(region, WANTED).kept
    assert kept is not None
    assert (kept.is_current, kept.report["samples"], kept.report["events"]) == (True, 20, 548)
    pair = next(
        p for p in kept.report["sector_pairs"] if (p["a"], p["b"]) == ("culture", "industry")
    )
    assert pair["meetings_with_both"]["expected"] > 50


def test_after_a_change_in_the_register_the_old_report_is_shown_as_old(region):
    region.rollback()
    make(db.engine, WANTED)
    raise_revision(region, NETWORK)
    region.commit()
    kept = standing(region, WANTED).kept
    assert kept is not None
    assert not kept.is_current
    region.rollback()
    make(db.engine, WANTED)
    kept = standing(region, WANTED).kept
    assert kept is not None
    assert kept.is_current


def test_another_choice_of_meetings_is_another_report(region):
    region.rollback()
    make(db.engine, WANTED)
    other = Wanted(MeetingFilter(start=date(2024, 1, 1)), 20, OSLO)
    assert standing(region, other).kept is None


def claim(at):
    with writer(db.engine) as connection:
        connection.execute(
            insert(AnalysisReport).values(key=WANTED.key, revision=-1, claimed_at=at, drawn=7)
        )


def test_a_report_that_somebody_else_makes_is_left_to_him(database, region):
    region.rollback()
    claim(now())
    assert not make(db.engine, WANTED)
    assert standing(region, WANTED) == Standing(None, 7)


def test_a_claim_without_a_sign_of_life_is_taken_over(region):
    region.rollback()
    claim(now() - timedelta(minutes=2))
    assert make(db.engine, WANTED)
    assert standing(region, WANTED).kept is not None


def test_a_report_that_fails_gives_its_claim_back(region):
    region.rollback()
    broken = Wanted(MeetingFilter(), 0, OSLO)
    with pytest.raises(ValueError, match="samples"):
        make(db.engine, broken)
    with writer(db.engine) as connection:
        claimed = connection.execute(
            update(AnalysisReport)
            .where(AnalysisReport.key == broken.key, AnalysisReport.claimed_at.is_(None))
            .values(drawn=0)
        )
    assert claimed.rowcount == 1
