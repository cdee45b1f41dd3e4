"""The graph in sentences: what one sees, for those who do not see it and for everybody else."""

from flask_babel import gettext as _
from flask_babel import ngettext

from arenas.graphs import choice
from arenas.graphs.drawing import Tie
from arenas.graphs.graph_page import View
from arenas.graphs.tie_words import listed, meetings_in_words
from arenas.graphs.verdicts import percent
from arenas.graphs.words import group, group_first, whole
from arenas.web.dates import day, number
from arenas.web.language import current_language


def title(view: View) -> str:
    """What a picture is called, with its choice of meetings."""
    heads = {
        "sectors": _("Sektorene som har møttes"),
        "organisations": _("Organisasjonene som har møttes"),
        "map": _("Organisasjonene som har møttes, på kartet"),
    }
    if view.level == "around":
        head = _("Rundt %(name)s", name=view.found.names.get(view.centre, view.centre))
    else:
        head = heads[view.level]
    parts = [head, _chosen(view), _period(view), choice.in_words(view.listing)]
    return ". ".join(str(part) for part in parts if part)


def sentences(view: View) -> list[str]:
    """The strongest tie, what is missing most, and how much is drawn."""
    if view.level == "around":
        return _around(view)
    return _sectors(view) if view.level == "sectors" else _organisations(view)


def nobody(view: View) -> tuple[str, str]:
    """What is said where no tie is drawn: who has met nobody, and what to do about it."""
    asked = dict(view.found.never_came).get(view.centre)
    if view.level == "around":
        head = _("%(name)s har ikke møtt noen i dette utvalget", name=view.found.names[view.centre])
        if asked:
            return head, ngettext(
                "Invitert til ett møte, men kom ikke.",
                "Invitert til %(num)d møter, men kom ikke til noen av dem.",
                asked,
            )
        return head, _("Velg en lengre periode eller færre filtre.")
    if view.found.projection.edges:
        return _("Ingen av de valgte har møtt noen"), _(
            "Velg en annen sektor eller et annet fylke."
        )
    return (
        _("Ingen har møttes i dette utvalget"),
        _(
            "Velg en lengre periode eller færre filtre. Bare møter som er holdt, med registrert "
            "oppmøte, teller."
        ),
    )


def _chosen(view: View) -> str:
    """The sector and the county that are drawn alone, with those they met."""
    if view.level not in ("organisations", "map"):
        return ""
    filters = view.listing.filters
    sector = group_first(filters["sector"]) if "sector" in filters else ""
    return ", ".join(words for words in (sector, filters.get("place", "")) if words)


def _period(view: View) -> str:
    days = view.found.days()
    if days is None:
        return ""
    language = current_language()
    return f"{day(days[0], language)}–{day(days[1], language)}"


def _sectors(view: View) -> list[str]:
    found = []
    met = max(view.drawn.met, key=lambda tie: (tie.meetings, tie.b, tie.a), default=None)
    if met is not None:
        found.append(
            _(
                "%(one)s og %(other)s har møttes mest: på %(meetings)s.",
                one=group_first(met.a),
                other=group(met.b),
                meetings=meetings_in_words(met.meetings),
            )
        )
    missing = sorted(view.drawn.missing, key=_share)
    if missing:
        found.append(_missing_most(missing[0]))
        others = ngettext(
            "Ett sektorpar har hatt under en fjerdedel av møtene som var ventet (stiplet).",
            "%(num)d sektorpar har hatt under en fjerdedel av møtene som var ventet (stiplet).",
            len(missing),
        )
        found.append(others if view.report else _("Stiplede bånd: sektorer som aldri har møttes."))
    return found


def _share(tie: Tie) -> tuple[float, str, str]:
    return (tie.meetings / tie.expected if tie.expected else 0.0, tie.a, tie.b)


def _missing_most(tie: Tie) -> str:
    one, other = group(tie.a), group(tie.b)
    if tie.expected is None:
        return str(_("%(one)s og %(other)s har aldri møttes.", one=group_first(tie.a), other=other))
    return str(
        _(
            "Mest mangler mellom %(one)s og %(other)s: %(meetings)s, %(expected)s var ventet.",
            one=one,
            other=other,
            meetings=meetings_in_words(tie.meetings),
            expected=number(tie.expected, current_language()),
        )
    )


def _organisations(view: View) -> list[str]:
    found = [_strongest(view), _how_many(view), _how_much(view)]
    alone = sum(node.hollow for node in view.drawn.nodes)
    if alone:
        found.append(
            ngettext(
                "Én organisasjon har ikke møtt noen (uten fyll).",
                "%(num)d organisasjoner har ikke møtt noen (uten fyll).",
                alone,
            )
        )
    if "by" in view.listing.filters and view.level == "organisations":
        found.append(_stability(view))
    return [str(words) for words in found if words]


def _strongest(view: View) -> str:
    tie = max(view.drawn.met, key=lambda tie: (tie.weight, tie.a, tie.b), default=None)
    if tie is None:
        return ""
    names = view.drawn.names()
    return str(
        _(
            "%(one)s og %(other)s har det sterkeste båndet: %(meetings)s.",
            one=names[tie.a],
            other=names[tie.b],
            meetings=meetings_in_words(tie.meetings),
        )
    )


def _how_many(view: View) -> str:
    """How many of the organisations are drawn, and how to come to the others."""
    drawn = view.drawn
    shown, total = len(drawn.nodes), drawn.nodes_total
    if shown >= total:
        return ""
    chosen = {"sector", "place"} & view.listing.filters.keys()
    if chosen and drawn.own == drawn.own_total:
        return str(
            _(
                "Alle de %(own)s valgte organisasjonene er tegnet, og %(shown)s av de %(total)s "
                "andre som de har møtt: de som var på flest møter.",
                own=whole(drawn.own),
                shown=whole(shown - drawn.own),
                total=whole(total - drawn.own_total),
            )
        )
    said = _(
        "%(shown)s av %(total)s organisasjoner er tegnet: de som var på flest møter.",
        shown=whole(drawn.own if chosen else shown),
        total=whole(drawn.own_total if chosen else total),
    )
    way = (
        _("Finn en organisasjon ved navn for å se de andre.")
        if len(chosen) == 2
        else _(
            "Velg en sektor eller et fylke under tegningen, eller finn en organisasjon ved navn, "
            "for å se de andre."
        )
    )
    return f"{said} {way}"


def _how_much(view: View) -> str:
    language = current_language()
    shown = number(len(view.drawn.met), language)
    total = number(view.drawn.total, language)
    if len(view.drawn.met) == view.drawn.total:
        return str(_("Alle %(total)s bånd er tegnet.", total=total))
    if {"sector", "place", "ties"} & view.listing.filters.keys():
        return str(_("%(shown)s av %(total)s bånd er tegnet.", shown=shown, total=total))
    return str(
        _(
            "%(shown)s av %(total)s bånd er tegnet: de tre nærmeste for hver, og det som trengs "
            "for at ingen mister forbindelsen. To er nære når de ofte sitter i små møter sammen, "
            "målt mot alle møtene de ellers er i.",
            shown=shown,
            total=total,
        )
    )


def _stability(view: View) -> str:
    groups = view.all_time.communities
    if groups.stability is None:
        return ""
    count = ngettext("Én gruppe møtes", "%(num)d grupper møtes", groups.count)
    if groups.stability >= 0.8:
        return str(
            _("%(groups)s mest innbyrdes; ti forsøk gir nesten samme svar (enighet %(share)s).",
              groups=count, share=percent(max(groups.stability, 0)))
        )  # fmt: skip
    return str(
        _("%(groups)s mest innbyrdes, men inndelingen er usikker: ti forsøk gir ulike svar "
          "(enighet %(share)s).",
          groups=count, share=percent(max(groups.stability, 0)))
    )  # fmt: skip


def _around(view: View) -> list[str]:
    row = next(r for r in view.found.report["organisations_detail"] if r["id"] == view.centre)
    name = view.found.names[view.centre]
    own = [tie for tie in view.drawn.met if view.centre in (tie.a, tie.b)]
    if not own:
        return [str(_("%(name)s har ikke møtt noen i dette utvalget.", name=name))]
    best = max(own, key=lambda tie: (tie.weight, tie.a, tie.b))
    other = view.drawn.names()[best.b if best.a == view.centre else best.a]
    met = ngettext(
        "har møtt én annen organisasjon", "har møtt %(num)d andre organisasjoner", view.drawn.total
    )
    found = [
        _(
            "%(name)s %(met)s på %(meetings)s. Sterkest er båndet til %(other)s: %(shared)s.",
            name=name,
            met=met,
            meetings=meetings_in_words(row["meetings"]),
            other=other,
            shared=meetings_in_words(best.meetings),
        )
    ]
    if row["sectors_never_met"]:
        found.append(
            _("Har aldri møtt: %(sectors)s", sectors=listed(row["sectors_never_met"])) + "."
        )
    if len(own) < view.drawn.total:
        found.append(
            _("De %(shown)s nærmeste er tegnet.", shown=number(len(own), current_language()))
        )
    return [str(words) for words in found]
