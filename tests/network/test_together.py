"""The meetings behind a figure are as many as the figure says."""

import pytest

from network.sectors import meeting_tables, sector_counts
from network.together import together
from tests.network import known


@pytest.fixture(scope="module")
def counts():
    return sector_counts(known.sample_region())


def test_each_figure_has_its_meetings_and_its_contacts(counts):
    both, pairs = meeting_tables(counts)
    for one in range(len(counts)):
        for other in range(len(counts)):
            found = together(counts, one, other)
            assert len(found) == both[one, other]
            assert sum(meeting.pairs for meeting in found) == pairs[one, other]
