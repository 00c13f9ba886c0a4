"""Enter an incident, note that its case is solved, or that there is none."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from county.dimensions.incidents.access import Permit
from county.dimensions.incidents.events import CaseSolved, IncidentDropped, IncidentEntered
from county.dimensions.incidents.flow import INCIDENT
from county.dimensions.incidents.models import Incident
from county.foundation.events.actions import announce
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder, demand
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from county.records.residents.wording import require_sayable


@transaction.atomic
def enter(
    *,
    number: str,
    what: str,
    happened_on: date,
    area: Area,
    by: Holder,
    organisation: Organisation | None = None,
    loss: int = 0,
) -> Incident:
    """Enter an incident under the number that the police gave it.

    Raises Refused for a number that is entered already and for a day to come, NotAllowed for an
    area of somebody else.
    """
    demand(by, Permit.WRITE)
    if by.reach is not None and not any(area.pk.startswith(code) for code in by.reach):
        raise NotAllowed(_("This area belongs to another station."))
    if happened_on > clock.today():
        raise Refused(_("The day lies ahead."))
    if area.alias_of_id:
        raise Refused(_("This town's name is no longer used. Take its successor."))
    incident = Incident(
        number=number.strip(), what=what, happened_on=happened_on, area=area,
        organisation=organisation, loss=loss,
        entered_by=by if isinstance(by, Officer) else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            incident.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("An incident with this number is entered already.")) from error
    announce(
        IncidentEntered(
            incident_id=str(incident.pk), what=what, area=area.pk,
            organisation_id=str(organisation.pk) if organisation else "",
        ),
        by=by,
    )  # fmt: skip
    return incident


@transaction.atomic
def solve(
    incident: Incident, *, loss: int, gap: bool = False, gap_words: str = "", by: Officer
) -> Incident:
    """Note that the case is solved, what it cost, and whether a gap in management was seen.

    Raises Incomplete for a gap without words, and for words that are never kept.
    """
    demand(by, Permit.WRITE)
    incident = _locked(incident)
    if gap and len(gap_words.strip()) < 2:
        raise Incomplete(_("Say which gap was seen, without naming anybody."))
    INCIDENT.move(incident, "solve")
    incident.loss, incident.gap = loss, gap
    incident.gap_words = require_sayable(gap_words.strip())[:200] if gap else ""
    incident.closed_at = clock.now()
    incident.save(update_fields=["state", "loss", "gap", "gap_words", "closed_at"])
    announce(
        CaseSolved(
            incident_id=str(incident.pk), what=incident.what, loss=loss, gap=gap,
            organisation_id=str(incident.organisation_id or ""),
        ),
        by=by,
    )  # fmt: skip
    return incident


@transaction.atomic
def drop(incident: Incident, *, reason: str, by: Officer) -> Incident:
    """Note that there is no case, with the reason; figures count it no longer."""
    demand(by, Permit.WRITE)
    incident = _locked(incident)
    if len(reason.strip()) < 2:
        raise Incomplete(_("Say why there is no case."))
    INCIDENT.move(incident, "drop")
    incident.reason, incident.closed_at = reason.strip()[:200], clock.now()
    incident.save(update_fields=["state", "reason", "closed_at"])
    announce(IncidentDropped(incident_id=str(incident.pk), reason=incident.reason), by=by)
    return incident


def _locked(incident: Incident) -> Incident:
    rows = Incident.objects.select_for_update(of=("self",))
    return rows.select_related("area", "organisation").get(pk=incident.pk)
