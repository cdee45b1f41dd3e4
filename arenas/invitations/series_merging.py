"""What a message about dates of a series says in the end, when more befalls them. Pure."""

from collections.abc import Mapping

TAKEN_OUT = frozenset({"cancelled", "withdrawn"})
OF_SEATS = frozenset({"waiting", "seated"})
Dates = dict[int, str]
"""What is told of each date, by meeting: new, changed, restored, cancelled or withdrawn; or of
the person's own seat: waiting, seated."""


def merged(before: Mapping[int, str], after: Mapping[int, str], *, gone: bool) -> Dates:
    """What is to be told when the message ``before`` still waits; ``gone``: it may have gone.

    >>> merged({1: "new", 2: "new", 3: "changed"}, {1: "changed", 2: "cancelled"}, gone=False)
    {1: 'new', 3: 'changed'}
    """
    dates = dict(before)
    for meeting, change in after.items():
        earlier = dates.pop(meeting, None)
        if not gone and change in TAKEN_OUT and earlier in {"new", "restored"}:
            continue
        is_new = earlier == "new" and change in {"changed", "waiting", "seated"}
        dates[meeting] = "new" if is_new else change
    return dates
