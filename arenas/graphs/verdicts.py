"""What a sector pair's figures mean, in words that a mayor reads: pure, but for the language."""

import math
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from arenas.graphs.words import group, group_first
from arenas.web.dates import number
from arenas.web.language import current_language
from network.periods import Change

ALPHA = 0.05

# What part of the difference goes with the forums, the largest first.
SHARES: tuple[tuple[float, Any], ...] = (
    (0.95, _l("Nesten hele forskjellen henger sammen med at de sitter i ulike arenaer")),
    (0.5, _l("Det meste av forskjellen henger sammen med at de sitter i ulike arenaer")),
    (0.2, _l("En del av forskjellen henger sammen med at de sitter i ulike arenaer")),
    (-math.inf, _l("Lite av forskjellen henger sammen med at de sitter i ulike arenaer")),
)


@dataclass(frozen=True)
class Verdict:
    """``kind`` is gap, overlap, expected, little or withheld.

    ``step`` is 1 to 3: how far from what was expected.
    """

    kind: str
    words: str
    step: int = 0


def verdict(pair: dict[str, Any]) -> Verdict | None:
    """The meetings with both against what chance would give; None without draws.

    A gap is shown when it is larger than chance explains (q <= 0.05), an overlap when more
    meetings were seen than in 97.5 % of the draws.
    """
    if pair.get("withheld"):
        return Verdict("withheld", _("skjult"))
    figure = pair["meetings_with_both"]
    if "expected" not in figure:
        return None
    if not figure["enough_data"]:
        return Verdict("little", _("for lite data"))
    if is_gap(pair):
        return Verdict(
            "gap", _("gap %(share)s", share=percent(figure["gap"])), _step(figure["gap"])
        )
    if figure["observed"] > figure["high"]:
        times = figure["observed"] / figure["expected"]
        said = number(times, current_language(), 1)
        return Verdict("overlap", _("%(times)s ganger ventet", times=said), _step(times - 1))
    return Verdict("expected", _("som ventet"))


def moved(change: Change) -> Verdict:
    """What happened from one half-year to another: kind is rarer, oftener, same or little."""
    if change.q is None or change.change is None:
        return Verdict("little", _("for lite data"))
    if change.q > ALPHA:
        return Verdict("same", _("ikke tydelig endret"))
    if change.change > 0:
        return Verdict("rarer", _("sjeldnere enn før"))
    return Verdict("oftener", _("oftere enn før"))


def of_expected(gap: float | None) -> str:
    """The share of the expected meetings that were held: what is left beside the gap."""
    return "–" if gap is None else percent(1 - gap)


def is_gap(pair: dict[str, Any]) -> bool:
    """Fewer meetings than chance explains (q <= 0.05), and enough data to say so."""
    figure = pair["meetings_with_both"]
    return bool(
        not pair.get("withheld") and figure.get("enough_data") and figure["gap"] > 0
        and figure["q"] <= ALPHA
    )  # fmt: skip


def _step(distance: float) -> int:
    return 1 + sum(distance >= limit for limit in (1 / 3, 2 / 3))


def percent(share: float, decimals: int = 0) -> str:
    """A share as the language writes it: 2,9 % with a hard space, or 2.9%."""
    language = current_language()
    return f"{number(100 * share, language, decimals)}{'' if language == 'en' else chr(160)}%"


def largest_gaps(report: dict[str, Any], most: int = 3) -> list[dict[str, Any]]:
    """The pairs of different sectors with the largest gaps that chance does not explain."""
    gaps = [pair for pair in report["sector_pairs"] if pair["a"] != pair["b"] and is_gap(pair)]
    gaps.sort(key=lambda pair: (-pair["meetings_with_both"]["gap"], pair["a"], pair["b"]))
    return gaps[:most]


def sentence(pair: dict[str, Any]) -> str:
    """The gap in words, and always beside it the same inside the forums that both sit in.

    Where no meeting has a forum the second part cannot be said and is left out.
    """
    figure, language = pair["meetings_with_both"], current_language()
    said = _(
        "%(one)s og %(other)s møttes på %(meetings)s; %(expected)s var ventet (%(low)s–%(high)s).",
        one=group_first(pair["a"]),
        other=group(pair["b"]),
        meetings=ngettext("ett møte", "%(num)d møter", figure["observed"]),
        expected=number(figure["expected"], language),
        low=number(figure["low"], language),
        high=number(figure["high"], language),
    )
    return f"{said} {_parts(pair)}" if pair["inside_forums"] else str(said)


def _parts(pair: dict[str, Any]) -> str:
    """How much of the difference goes with sitting in different forums, and what is inside.

    The shuffle inside each forum keeps the forums apart: what it expects less than the other
    one is the part of the difference that goes with the forums.
    """
    figure, inside = pair["meetings_with_both"], pair["inside_forums"]
    if not inside["expected"]:
        return str(_("De sitter ikke i noen av de samme arenaene."))
    within = _inside(inside)
    missing = figure["expected"] - figure["observed"]
    if missing <= 0:
        return str(_("Inne i arenaene de har felles, er det %(inside)s.", inside=within))
    share = (figure["expected"] - inside["expected"]) / missing
    words = next(words for least, words in SHARES if share >= least)
    return str(
        _("%(share)s: inne i dem de har felles, er det %(inside)s.", share=words, inside=within)
    )


def _inside(figure: dict[str, Any]) -> str:
    language = current_language()
    return str(
        _(
            "%(met)s av %(expected)s ventede (%(low)s–%(high)s)",
            met=number(figure["observed"], language),
            expected=number(figure["expected"], language),
            low=number(figure["low"], language),
            high=number(figure["high"], language),
        )
    )
