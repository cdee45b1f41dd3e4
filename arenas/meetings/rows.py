"""Rows of a form that can be added, moved and removed by buttons, without a script.

A button sends the whole form with a command such as ``agenda:up:2``. The rows are put in
their new order as they were typed, right or wrong, and the form is shown again; nothing is
saved.
"""

import re

from werkzeug.datastructures import MultiDict

COMMAND = re.compile(r"(agenda|documents):(add|up|down|remove):(\d{1,3})")
MOST = 100

Row = dict[str, list[str]]


def rearranged(data: MultiDict[str, str], command: str) -> MultiDict[str, str]:
    """The form as sent, its rows as ``command`` wants them; an unknown command does nothing.

    >>> sent = MultiDict([("agenda-0-title", "A"), ("agenda-4-title", "B")])
    >>> sorted(rearranged(sent, "agenda:up:1").items())
    [('agenda-0-title', 'B'), ('agenda-1-title', 'A')]
    """
    match = COMMAND.fullmatch(command)
    if match is None:
        return data
    name, verb, number = match[1], match[2], int(match[3])
    rows, rest = _taken_apart(data, name)
    if verb == "add":
        if len(rows) < MOST:
            rows.append({"title": [""], "key": [_new_key(rows)]})
    elif number < len(rows):
        _moved(rows, verb, number)
    for position, row in enumerate(rows):
        for field, values in row.items():
            rest.setlist(f"{name}-{position}-{field}", values)
    return rest


def touched(command: str, rows: int) -> str:
    """The id of the field to go on with after the command, where there are ``rows`` now."""
    match = COMMAND.fullmatch(command)
    if match is None or rows == 0:
        return ""
    step = {"up": -1, "down": 1, "remove": 0, "add": MOST}[match[2]]
    position = min(max(int(match[3]) + step, 0), rows - 1)
    return f"{match[1]}-{position}-title"


def _taken_apart(data: MultiDict[str, str], name: str) -> tuple[list[Row], MultiDict[str, str]]:
    found: dict[int, Row] = {}
    rest: MultiDict[str, str] = MultiDict()
    pattern = re.compile(rf"{name}-(\d{{1,4}})-(\w+)")
    for field, values in data.lists():
        if match := pattern.fullmatch(field):
            found.setdefault(int(match[1]), {})[match[2]] = values
        elif field != "rows":
            rest.setlist(field, values)
    return [found[index] for index in sorted(found)], rest


def _moved(rows: list[Row], verb: str, number: int) -> None:
    row = rows.pop(number)
    if verb != "remove":
        rows.insert(max(0, number + (1 if verb == "down" else -1)), row)


def _new_key(rows: list[Row]) -> str:
    used = {key for row in rows for key in row.get("key", [])}
    return next(key for number in range(1, MOST + 2) if (key := f"n{number}") not in used)
