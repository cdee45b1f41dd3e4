"""The proposal: sectors first, heads second; every small poll held against brute force."""

from itertools import product

import pytest

from arenas.models.enums import DateChoice, Sector
from arenas.polls.score import Voter, rank

YES, MAYBE, NO = DateChoice.YES, DateChoice.IF_NEEDED, DateChoice.NO
TOWN, SCHOOL = Sector.MUNICIPALITY, Sector.ACADEMIA


def voter(sector=TOWN, required=False, **choices):
    return Voter(sector, required, {int(name[1:]): choice for name, choice in choices.items()})


def order(voters, dates=(1, 2), quorum=1):
    return [(one.date, one.place) for one in rank(dates, voters, quorum)]


def test_two_sectors_come_before_three_heads_of_one():
    voters = [voter(d1=YES, d2=NO), voter(d1=YES, d2=NO), voter(d1=YES, d2=YES)]
    voters.append(voter(SCHOOL, d1=NO, d2=YES))
    best, other = rank((1, 2), voters, 1)
    assert (best.date, best.sectors, best.people) == (2, 2, 2)
    assert (other.date, other.sectors, other.people) == (1, 1, 3)
    assert other.lacking == (SCHOOL,)


def test_of_dates_with_the_same_sectors_the_one_with_more_heads_is_first():
    assert order([voter(d1=YES, d2=YES), voter(d1=NO, d2=YES)]) == [(2, 1), (1, 2)]


def test_a_sector_is_not_there_without_its_required_people():
    voters = [voter(required=True, d1=NO, d2=YES), voter(d1=YES, d2=NO), voter(d1=YES, d2=NO)]
    best, other = rank((1, 2), voters, 1)
    assert best.date == 2
    assert other.lacking == (TOWN,)


def test_required_heads_come_before_other_heads():
    """Neither date has a sector; one required person beats two others."""
    voters = [
        voter(None, required=True, d1=NO, d2=YES),
        voter(None, d1=YES, d2=NO),
        voter(None, d1=YES, d2=NO),
    ]
    assert order(voters) == [(2, 1), (1, 2)]


def test_of_as_many_heads_more_plain_yes_is_first():
    assert order([voter(d1=MAYBE, d2=YES), voter(d1=MAYBE, d2=MAYBE)]) == [(2, 1), (1, 2)]


def test_silence_is_not_counted_on_and_if_need_be_is():
    assert order([voter(), voter(d1=NO, d2=MAYBE)]) == [(2, 1), (1, 2)]
    [best, _other] = rank((1, 2), [voter(), voter(d1=NO, d2=MAYBE)], 1)
    assert (best.people, best.plain) == (1, 0)


def test_dates_that_are_alike_share_a_place_in_order_of_time():
    voters = [voter(d1=NO, d2=YES, d3=YES, d4=NO)]
    assert order(voters, dates=(1, 2, 3, 4)) == [(2, 1), (3, 1), (1, 3), (4, 3)]


def test_the_quorum_is_of_those_asked_where_fewer_are_asked():
    voters = [voter(SCHOOL, d1=YES, d2=YES), *(voter(d1=YES, d2=NO) for _ in range(2))]
    assert [one.sectors for one in rank((1, 2), voters, 2)] == [2, 1]
    voters.append(voter(d1=NO, d2=YES))
    assert [one.sectors for one in rank((1, 2), voters, 3)] == [1, 1]


def test_a_poll_that_nobody_has_answered_has_only_ties():
    assert order([voter(required=True), voter(SCHOOL)]) == [(1, 1), (2, 1)]


def weight(date, voters, quorum):
    """The same rule as one number, counted anew: each part outweighs all that comes after it."""
    can = [who for who in voters if who.choices.get(date) not in (None, NO)]
    sectors = 0
    for sector in {who.sector for who in voters} - {None}:
        asked = sum(who.sector == sector for who in voters)
        come = sum(who.sector == sector for who in can)
        barred = sum(who.sector == sector and who.required and who not in can for who in voters)
        sectors += barred == 0 and come >= (quorum if asked > quorum else asked)
    base = len(voters) + 1
    parts = (sectors, sum(who.required for who in can), len(can))
    plain = sum(who.choices.get(date) is YES for who in voters)
    return sum(n * base**k for n, k in zip((*parts, plain), (3, 2, 1, 0), strict=True))


def brute(dates, voters, quorum):
    """Places by counting who is ahead."""
    weights = {date: weight(date, voters, quorum) for date in dates}
    places = {d: 1 + sum(weights[o] > weights[d] for o in dates) for d in dates}
    return sorted(((d, places[d]) for d in dates), key=lambda pair: (pair[1], pair[0]))


class Who(Voter):
    """Two people who answered alike are still two."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


ANSWERS = [
    {date: choice for date, choice in zip((1, 2), pair, strict=True) if choice}
    for pair in product((YES, MAYBE, NO, None), repeat=2)
]
KINDS = list(product((TOWN, SCHOOL, None), (True, False)))


@pytest.mark.parametrize("quorum", [1, 2])
@pytest.mark.parametrize("number", [1, 2])
def test_every_poll_of_two_dates_and_up_to_two_people(number, quorum):
    """All answers, all kinds of people: 96 polls with one person, 9216 with two."""
    polls = 0
    for people in product(product(KINDS, ANSWERS), repeat=number):
        voters = [Who(sector, required, choices) for (sector, required), choices in people]
        assert order(voters, (1, 2), quorum) == brute((1, 2), voters, quorum)
        polls += 1
    assert polls == (6 * 16) ** number


@pytest.mark.parametrize("quorum", [1, 2, 3])
@pytest.mark.parametrize(
    "kinds",
    [
        [(TOWN, False), (TOWN, False), (SCHOOL, False)],
        [(TOWN, True), (TOWN, False), (SCHOOL, True)],
        [(TOWN, True), (TOWN, True), (SCHOOL, False)],
        [(TOWN, False), (TOWN, False), (None, True)],
    ],
)
def test_every_poll_of_two_dates_and_three_people(kinds, quorum):
    """All 4096 ways to answer, for each make-up of the group."""
    for answers in product(ANSWERS, repeat=3):
        voters = [
            Who(sector, required, choices)
            for (sector, required), choices in zip(kinds, answers, strict=True)
        ]
        assert order(voters, (1, 2), quorum) == brute((1, 2), voters, quorum)


def test_every_poll_of_three_dates_and_two_people():
    answers = [
        {date: choice for date, choice in zip((1, 2, 3), row, strict=True) if choice}
        for row in product((YES, MAYBE, NO, None), repeat=3)
    ]
    for first, second in product(answers, repeat=2):
        voters = [Who(TOWN, True, first), Who(SCHOOL, False, second)]
        assert order(voters, (1, 2, 3)) == brute((1, 2, 3), voters, 1)
