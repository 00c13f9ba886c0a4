"""Who stands by a town; first contacts; what enterprises need and the help they get."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.events import (
    ContactMade,
    FirstContactAsked,
    LiaisonAssigned,
    LiaisonEnded,
    NeedMet,
    NeedNoted,
)
from county.dimensions.procuracy.knowledge import counsel
from county.dimensions.procuracy.models import Assignment, Contact, Need, Part
from county.dimensions.procuracy.queries import liaison as queries
from county.dimensions.procuracy.queries.duty import HOUSE
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.notices.actions import tell
from county.foundation.staff import queries as staff
from county.foundation.staff.models import Department, Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.deadlines import rule
from county.kernel.errors import Incomplete, Refused
from county.kernel.saying import saying, trimmed
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from county.records.visits import actions as visits
from county.records.visits.models import Kind, Visit
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind as TaskKind

CLOCK = System("clock")
LIAISON_URL = "/procuracy/liaison/"


@transaction.atomic
def assign(
    *,
    town: Area,
    officer: Officer,
    part: str,
    phone: str,
    from_on: date,
    by: Officer,
    until_on: date | None = None,
) -> Assignment:
    """Let a prosecutor stand by the enterprises of a town, as its liaison or as a deputy.

    Raises Refused where the town has a liaison for that time, or the officer a part there.
    """
    demand(by, Permit.ROSTER)
    if part not in Part.values:
        raise Incomplete(_("Choose liaison prosecutor or deputy."))
    if until_on is not None and until_on < from_on:
        raise Incomplete(_("It ends before it begins."))
    if officer not in queries.liaisons():
        raise Incomplete(_("%s cannot stand by a town.") % officer.name)
    Area.objects.select_for_update().get(pk=town.pk)
    same = _overlapping(town, from_on, until_on)
    if part == Part.MAIN and same.filter(part=Part.MAIN).exists():
        raise Refused(_("%s has a liaison prosecutor then. End that first.") % town)
    if same.filter(officer=officer).exists():
        raise Refused(_("%s stands by this town already.") % officer.name)
    made = Assignment.objects.create(
        town=town, officer=officer, part=part, phone=phone.strip()[:20], from_on=from_on,
        until_on=until_on, assigned_by=by.actor,
    )  # fmt: skip
    announce(LiaisonAssigned(town=town.pk, officer_id=officer.pk, part=part), by=by)
    title = saying(gettext_noop("You stand by the enterprises of %s"), town.name)
    tell([officer], title=title, url=LIAISON_URL, by=by, about=f"liaison:{made.pk}")
    return made


def _overlapping(town: Area, first: date, last: date | None) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(town=town)
    if last is not None:
        rows = rows.filter(from_on__lte=last)
    return rows.filter(Q(until_on=None) | Q(until_on__gte=first))


@transaction.atomic
def end(assignment: Assignment, *, on: date, why: str, by: Officer) -> Assignment:
    """End an assignment with a day, its last one. Raises Refused for one that has ended."""
    demand(by, Permit.ROSTER)
    kept = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if kept.until_on is not None and kept.until_on < clock.today():
        raise Refused(_("This assignment has ended."))
    if on < kept.from_on or on < clock.today() - timedelta(days=1):
        raise Incomplete(_("The last day is yesterday at the earliest."))
    kept.until_on, kept.ended_why = on, _words(why)[:200]
    kept.save(update_fields=["until_on", "ended_why"])
    announce(LiaisonEnded(town=kept.town_id, officer_id=kept.officer_id, part=kept.part), by=by)
    return kept


@transaction.atomic
def alarm() -> int:
    """Tell the keepers of the roster of each town without a liaison; says how many."""
    bare = queries.uncovered(clock.today())
    keepers = list(staff.holders(Permit.ROSTER))
    for town in bare:
        title = saying(gettext_noop("No liaison prosecutor for %s"), town.name)
        about = f"uncovered:{town.pk}:{clock.today()}"
        tell(keepers, title=title, url=LIAISON_URL, by=CLOCK, about=about, loud=True)
    return len(bare)


@transaction.atomic
def ask_first_contact(
    organisation: Organisation,
    *,
    why: str,
    because: str,
    by: Actor,
    limit: str = counsel.FIRST_CONTACT,
) -> Contact:
    """Let the liaison of an enterprise's town get in touch in time (L02: DL71, L28: DL82).

    The same cause asks once; a town without a liaison leaves it to the whole office.
    """
    liaison, clock_of = queries.liaison_of(organisation), rule(limit)
    officer = liaison.officer if liaison else None
    contact, made = Contact.objects.get_or_create(
        organisation=organisation,
        because=because[:100],
        defaults={
            "why": trimmed(why)[:300], "officer": officer, "asked_by": by.actor,
            "due_on": clock_of.due(clock.today()),
        },
    )  # fmt: skip
    if not made:
        return contact
    worklist.assign(
        key=contact.key,
        kind=TaskKind.CALL,
        title=saying(gettext_noop("First contact with %s"), organisation.name),
        why=contact.why,
        basis=clock_of.basis_in_words(),
        about=because[:100],
        due_at=clock.end_of_day(contact.due_on),
        officer=officer,
        department=Department.objects.filter(kind=HOUSE).first(),
        by=by,
        url=f"/enterprises/{organisation.pk}/",
        area_code=organisation.area_id,
    )
    fact = FirstContactAsked(organisation_id=str(organisation.pk), contact_id=contact.pk)
    announce(fact, by=by)
    return contact


@transaction.atomic
def make_contact(contact: Contact, *, words: str, by: Officer) -> Contact:
    """Note that the enterprise was contacted, and what was said; the task is settled."""
    if not by.has(Permit.COUNSEL):
        demand(by, Permit.LIAISE)
    kept = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if kept.made_on is not None:
        raise Refused(_("The first contact was made already."))
    kept.words, kept.made_on, kept.made_by = _words(words), clock.today(), by
    kept.save(update_fields=["words", "made_on", "made_by"])
    fact = ContactMade(organisation_id=str(kept.organisation_id), contact_id=kept.pk)
    announce(fact, by=by)
    worklist.settle(kept.key, outcome=kept.words, by=by)
    return kept


@transaction.atomic
def made_by_task(key: str, *, words: str, by: Officer) -> None:
    """A first contact whose task was finished on the worklist was made, in the same words."""
    prefix, _colon, number = key.partition(":")
    if prefix != "first-contact" or not number.isdecimal():
        return
    contact = Contact.objects.filter(pk=number, made_on=None).first()
    if contact is not None:
        told = words if len(words.strip()) >= 2 else _("told on the worklist")
        make_contact(contact, words=told, by=by)


@transaction.atomic
def propose_visit(organisation: Organisation, *, why: str, due_on: date, by: Officer) -> Visit:
    """Put a visit to an enterprise on the own quarterly list."""
    demand(by, Permit.LIAISE)
    return visits.propose(
        kind=Kind.ENTERPRISE, why=why, due_on=due_on, organisation=organisation, officer=by, by=by
    )


@transaction.atomic
def note_need(organisation: Organisation, *, words: str, by: Officer) -> Need:
    """Note what an enterprise needs of the procuratorate."""
    if not by.has(Permit.COUNSEL):
        demand(by, Permit.LIAISE)
    need = Need.objects.create(organisation=organisation, words=_words(words), noted_by=by)
    announce(NeedNoted(organisation_id=str(organisation.pk), need_id=need.pk), by=by)
    return need


@transaction.atomic
def meet_need(need: Need, *, words: str, by: Officer) -> Need:
    """Note the one-to-one help by which a need was met."""
    if not by.has(Permit.COUNSEL):
        demand(by, Permit.LIAISE)
    kept = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if kept.met_on is not None:
        raise Refused(_("This need was met already."))
    kept.help, kept.helped_by, kept.met_on = _words(words), by, clock.today()
    kept.save(update_fields=["help", "helped_by", "met_on"])
    announce(NeedMet(organisation_id=str(kept.organisation_id), need_id=kept.pk), by=by)
    return kept


def _words(words: str) -> str:
    words = words.strip()
    if not 2 <= len(words) <= 300:
        raise Incomplete(_("Say it in 2 to 300 characters."))
    return words
