"""The roster of the duty desk: plan a half-day, note an absence, name who stands in."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.events import AbsenceNoted, SessionPlanned, SubstituteNamed
from county.dimensions.procuracy.models import Absence, Half, Session
from county.dimensions.procuracy.queries import duty as queries
from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.notices.actions import tell
from county.foundation.staff import queries as staff
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.saying import saying

CLOCK = System("clock")
ROSTER_URL = "/procuracy/duty/"
AHEAD = timedelta(days=92)
"""How far ahead sessions are planned."""


@transaction.atomic
def plan(*, on: date, half: str, procurator: Officer, assistant: Officer, by: Officer) -> Session:
    """Put two people on a half-day at the centre that nobody has yet.

    Raises Incomplete for a day off, in the past or far ahead and for unfit people, Refused for a
    half-day that is planned: a change names a substitute.
    """
    demand(by, Permit.ROSTER)
    if half not in Half.values:
        raise Incomplete(_("Choose morning or afternoon."))
    if not clock.today() <= on <= clock.today() + AHEAD:
        raise Incomplete(_("Plan a day from today on, three months ahead at most."))
    if not clock.is_working_day(on):
        raise Incomplete(_("The centre is closed on %s.") % on)
    _demand_fit(procurator, assistant)
    session, made = Session.objects.get_or_create(
        on=on,
        half=half,
        defaults={"procurator": procurator, "assistant": assistant, "planned_by": by.actor},
    )
    if not made:
        raise Refused(_("This half-day is planned. To change it, name a substitute."))
    announce(SessionPlanned(session_id=session.pk, on=on.isoformat(), half=half), by=by)
    about = f"session:{session.pk}"
    title = saying(gettext_noop("You are on duty at the centre: %s"), _named(session))
    tell([procurator, assistant], title=title, url=ROSTER_URL, by=by, about=about)
    return session


def _named(session: Session) -> str:
    """The session in words that are the same in both languages."""
    return f"{session.on} {session.half.upper()}"


def _demand_fit(procurator: Officer, assistant: Officer) -> None:
    if procurator.pk == assistant.pk:
        raise Incomplete(_("Procurator and assistant are two people."))
    if not procurator.has(Permit.COUNSEL):
        raise Incomplete(_("%s does not give advice on duty.") % procurator.name)
    for one in (procurator, assistant):
        _demand_house(one)


def _demand_house(officer: Officer) -> None:
    if not officer.is_active or officer not in queries.company():
        raise Incomplete(_("%s does not work in the procuratorate.") % officer.name)


@transaction.atomic
def note_absence(session: Session, *, officer: Officer, why: str, by: Officer) -> Absence:
    """Note that somebody cannot come; whoever keeps the roster names a substitute.

    The person or a keeper of the roster says so. Raises Refused for a session that is over.
    """
    session = _coming(session)
    if by.pk != officer.pk:
        demand(by, Permit.ROSTER)
    if officer.pk not in (session.procurator_id, session.assistant_id):
        raise Incomplete(_("%s is not on duty then.") % officer.name)
    absence, made = Absence.objects.get_or_create(
        session=session,
        officer=officer,
        substitute=None,
        defaults={"why": _reason(why), "noted_by": by.actor},
    )
    if made:
        announce(AbsenceNoted(session_id=session.pk, officer_id=officer.pk), by=by)
        title = saying(gettext_noop("On duty %s somebody is absent: name a substitute"),
                       _named(session))  # fmt: skip
        keepers = staff.holders(Permit.ROSTER)
        tell(keepers, title=title, url=ROSTER_URL, by=by, about=f"absence:{absence.pk}")
    return absence


@transaction.atomic
def substitute(
    session: Session, *, officer: Officer, by_whom: Officer, why: str, by: Officer
) -> Session:
    """Let somebody else take an officer's place on a session.

    Raises Incomplete for a substitute who is on duty then or unfit, Refused for what is over.
    """
    demand(by, Permit.ROSTER)
    session = _coming(session)
    place = _place(session, officer)
    if by_whom.pk in (session.procurator_id, session.assistant_id):
        raise Incomplete(_("%s is on duty then already.") % by_whom.name)
    if place == "procurator" and not by_whom.has(Permit.COUNSEL):
        raise Incomplete(_("%s does not give advice on duty.") % by_whom.name)
    _demand_house(by_whom)
    absence = Absence.objects.select_for_update().filter(
        session=session, officer=officer, substitute=None
    ).first()  # fmt: skip
    absence = absence or Absence(
        session=session, officer=officer, why=_reason(why), noted_by=by.actor
    )
    absence.substitute, absence.substituted_at = by_whom, clock.now()
    absence.save()
    setattr(session, place, by_whom)
    session.save(update_fields=[place])
    told = SubstituteNamed(session_id=session.pk, officer_id=officer.pk, substitute_id=by_whom.pk)
    announce(told, by=by)
    title = saying(gettext_noop("You stand in on duty at the centre: %s"), _named(session))
    tell([by_whom], title=title, url=ROSTER_URL, by=by, about=f"session:{session.pk}")
    return session


def _place(session: Session, officer: Officer) -> str:
    places = {session.procurator_id: "procurator", session.assistant_id: "assistant"}
    if officer.pk not in places:
        raise Incomplete(_("%s is not on duty then.") % officer.name)
    return places[officer.pk]


def _coming(session: Session) -> Session:
    kept = Session.objects.select_for_update().get(pk=session.pk)
    if kept.on < clock.today():
        raise Refused(_("This session is over."))
    return kept


def _reason(why: str) -> str:
    if len(why.strip()) < 2:
        raise Incomplete(_("Say in a few words why."))
    return why.strip()[:200]


@transaction.atomic
def alarm() -> int:
    """Tell the keepers of the roster of days without a session and of absences; says how many."""
    today = clock.today()
    wrong = [
        (saying(gettext_noop("No duty at the centre on %s"), str(day)), f"gap:{day}")
        for day in queries.gaps(today)
    ] + [
        (
            saying(gettext_noop("On duty %s somebody is absent: name a substitute"),
                   _named(one.session)),
            f"absence:{one.pk}",
        )
        for one in queries.open_absences(today)
    ]  # fmt: skip
    keepers = list(staff.holders(Permit.ROSTER))
    for title, about in wrong:
        tell(keepers, title=title, url=ROSTER_URL, by=CLOCK, about=about, loud=True)
    return len(wrong)
