"""The police's list of incidents: how a row is checked, what it becomes, how it is taken back.

A number that is there already is never entered twice: its row only notes an outcome that is new.
What people are named in other columns never comes here; addresses are read for their town alone.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.incidents import knowledge
from county.dimensions.incidents.actions.entering import drop, enter, solve
from county.dimensions.incidents.events import IncidentWithdrawn
from county.dimensions.incidents.flow import State
from county.dimensions.incidents.models import Incident, What
from county.foundation.events.actions import announce
from county.foundation.events.models import Event
from county.foundation.events.registry import System
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.numbers import is_credit_code
from county.kernel.periods import EARLIEST
from county.kernel.saying import kept, saying
from county.records.lists.checking import day_in, town_named, towns_by_name
from county.records.lists.registry import Brought, Checked
from county.records.organisations.models import Organisation
from county.records.places.models import Area, Level
from county.records.places.queries import name_of

SHORTEST, LONGEST = 4, 40
KEPT = ("number", "what", "day", "town", "firm", "loss", "outcome", "word")
"""All that is kept of a row; an address is forgotten when its town is known."""
LISTS = System("lists")


def check(row: Checked, officer: Officer) -> None:
    """Look at a row of the police's list; what it leaves are the values to be brought in."""
    _number(row)
    _what(row)
    _day(row)
    _area(row, officer)
    _firm(row)
    _loss(row)
    _outcome(row)
    row.values = {name: row.values[name] for name in KEPT if name in row.values}
    if not row.problems:
        _known(row, officer)


@transaction.atomic
def bring(values: dict[str, str], by: Officer) -> Brought:
    """Enter the incident of a checked row, or note its outcome where it is there already."""
    known = Incident.objects.select_for_update(of=("self",)).filter(number=values["number"])
    incident = known.first()
    is_new, loss = incident is None, int(values["loss"])
    if incident is None:
        code = values.get("firm", "")
        incident = enter(
            number=values["number"],
            what=values["what"],
            happened_on=date.fromisoformat(values["day"]),
            area=_areas()[values["town"]],
            organisation=Organisation.objects.get(code=code) if code else None,
            loss=loss,
            by=by,
        )
    if values["outcome"] == State.SOLVED:
        solve(incident, loss=loss or incident.loss, by=by)
    elif values["outcome"] == State.DROPPED:
        drop(incident, reason=values["word"], by=by)
    return Brought(incident.subject, is_new)


@transaction.atomic
def take_back(key: str) -> None:
    """Remove an incident that a list brought in by mistake.

    Raises Refused where a rule acted on it: what followed would have no cause.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=key)
    own = Event.objects.filter(subject=incident.subject).order_by().values("pk")
    if Event.objects.filter(because_of__in=own).exists():
        raise Refused(_("Something followed from this incident."))
    announce(IncidentWithdrawn(incident_id=str(incident.pk)), by=LISTS)
    incident.delete()


def _number(row: Checked) -> None:
    number = "".join(row.values.get("number", "").split())
    row.values["number"] = number
    row.keys.add(f"number:{number}")
    if not SHORTEST <= len(number) <= LONGEST:
        words = gettext_noop("“%s” is no number of the police: it has 4 to 40 signs.")
        row.wrong("number", saying(words, number[:40]))


def _what(row: Checked) -> None:
    said = row.values.get("what", "")
    what = knowledge.what_of(said)
    if not what:
        words = gettext_noop("“%s” is no type that is known. Write one of: %s")
        row.wrong("what", saying(words, said[:40], knowledge.known_words("what")))
        return
    row.values["what"] = what


def _day(row: Checked) -> None:
    said = row.values.get("day", "")
    day = day_in(knowledge.moment_in(said))
    if day is None or day < EARLIEST:
        words = gettext_noop("“%s” is no day. Write it as 2026-11-20.")
        row.wrong("day", saying(words, said[:40]))
        return
    if day > clock.today():
        row.wrong("day", saying(gettext_noop("“%s” lies ahead."), said[:40]))
        return
    row.values["day"] = day.isoformat()


def _area(row: Checked, officer: Officer) -> None:
    """The row's grid, else its town, as a code in `town`; the address names a town at most."""
    town, grid = row.values.get("town", ""), row.values.get("grid", "")
    area = _town(row)
    if town and not area:
        words = gettext_noop("“%s” is no town of the county. Write its name as on the map.")
        row.wrong("town", saying(words, town[:40]))
        return
    if grid and not (area := _grid(grid, area)):
        words = gettext_noop("“%s” is no grid of the county. Write its name or code, or leave it"
                             " empty.")  # fmt: skip
        row.wrong("grid", saying(words, grid[:40]))
        return
    if not area:
        words = gettext_noop("There is no town: write its name as on the map, or an address that"
                             " names it.")  # fmt: skip
        row.wrong("town" if "town" in row.values else "address", saying(words))
        return
    reach = officer.reach
    if reach is not None and not any(area.startswith(code) for code in reach):
        words = gettext_noop("“%s” is not your area. Its station brings this row in.")
        row.wrong("grid" if grid else "town", saying(words, (grid or town or name_of(area))[:40]))
        return
    row.values["town"] = area


@cache
def _areas() -> dict[str, Area]:
    """Every town and grid that new records may name, by its code."""
    rows = Area.objects.filter(alias_of__isnull=True).exclude(level=Level.COUNTY)
    return {one.pk: one for one in rows}


def _town(row: Checked) -> str:
    said = row.values.get("town", "")
    if said:
        return town_named(said) or (said if said in _areas() else "")
    address = row.values.get("address", "")
    named_in = {code for name, code in towns_by_name().items() if name in address}
    return next(iter(named_in)) if len(named_in) == 1 else ""


def _grid(said: str, town: str) -> str:
    """The grid with this name or code, of the town where one is named; empty for none or two."""
    found = [
        code
        for code, one in _areas().items()
        if one.level == Level.GRID and code.startswith(town[:9]) and said in (one.name, code)
    ]
    return found[0] if len(found) == 1 else ""


def _firm(row: Checked) -> None:
    code = "".join(row.values.get("firm", "").upper().split())
    row.values["firm"] = code
    if not code:
        return
    if not is_credit_code(code):
        words = gettext_noop("“%s” is no valid credit code. Compare its eighteen signs.")
        row.wrong("firm", saying(words, code[:40]))
    elif not Organisation.objects.filter(code=code).exists():
        words = gettext_noop("No enterprise has the code %s. Bring it in first, or leave the cell"
                             " empty.")  # fmt: skip
        row.wrong("firm", saying(words, code))


def _loss(row: Checked) -> None:
    said = row.values.get("loss", "")
    yuan = knowledge.loss_in(said)
    if yuan is None:
        words = gettext_noop("“%s” is no amount. Write whole yuan, such as 1200.")
        row.wrong("loss", saying(words, said[:40]))
        return
    row.values["loss"] = str(yuan)


def _outcome(row: Checked) -> None:
    said = row.values.get("outcome", "")
    outcome, word = knowledge.outcome_of(said)
    if not outcome:
        words = gettext_noop("“%s” does not say whether the case is open, solved or none. Write"
                             " one of: %s")  # fmt: skip
        row.wrong("outcome", saying(words, said[:40], knowledge.known_words("outcome")))
        return
    row.values["outcome"] = outcome
    row.values["word"] = row.values.get("word") or word


def _known(row: Checked, officer: Officer) -> None:
    """What the register says of this number already: nothing, the same, less, or otherwise."""
    known = Incident.objects.filter(number=row.values["number"]).first()
    if known is None:
        return
    if officer.reach is not None and not any(
        known.area_id.startswith(one) for one in officer.reach
    ):
        row.wrong("number", saying(gettext_noop("Another station has entered this number.")))
        return
    said = (known.what, known.happened_on.isoformat(), known.area_id[:9])
    here = (row.values["what"], row.values["day"], row.values["town"][:9])
    if said != here:
        words = gettext_noop("This number is entered already: %s, %s, %s. Compare the two.")
        town = name_of(known.area_id[:9])
        row.wrong("number", saying(words, kept(What(known.what).label), said[1], town))
        return
    outcome = row.values["outcome"]
    row.double_of = known.subject
    if known.state == State.OPEN:
        row.is_news = outcome != State.OPEN
    elif outcome not in (State.OPEN, known.state):
        words = gettext_noop("The register says already: %s. Compare the two.")
        row.wrong("outcome", saying(words, kept(State(known.state).label)))
