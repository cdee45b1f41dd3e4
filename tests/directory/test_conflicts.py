"""A record that somebody else changed first, whoever asks and wherever."""

import pytest

from arenas import versions
from arenas.directory.organisations.services import Duplicate
from arenas.errors import Conflict
from arenas.versions import ChangedMeanwhile
from tests.directory.records import organisation
from tests.pages import checked


def test_a_conflict_that_no_view_expects_is_still_told_as_a_conflict(app):
    for error in (ChangedMeanwhile(), Conflict("I bruk.")):
        with app.test_request_context("/organisations/as/archive"):
            answer = app.make_response(app.handle_user_exception(error))
        assert checked(answer, 409).headings


def test_an_older_version_is_refused_and_the_present_one_is_not(session):
    made = organisation(session)
    versions.check(made, 1)
    for wrong in (0, 2, None):
        with pytest.raises(ChangedMeanwhile):
            versions.check(made, wrong)


def test_a_duplicate_is_a_conflict_that_names_the_other(session):
    taken = Duplicate("%(name)s står allerede i registeret.", "name", organisation(session))
    assert isinstance(taken, Conflict)
    assert str(taken) == "Ås kommune står allerede i registeret."
