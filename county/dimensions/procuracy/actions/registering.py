"""From a lead to a draft: register, plan, decide, verify, report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions.moving import call, call_handler, locked, may, moving, text
from county.dimensions.procuracy.events import (
    InvestigationExtended,
    StepNoted,
    SuggestionHandedOver,
    SuggestionRegistered,
)
from county.dimensions.procuracy.flow import Stage
from county.dimensions.procuracy.knowledge import letters, numbering
from county.dimensions.procuracy.models import (
    Addressee,
    DraftSeries,
    Ground,
    Kind,
    Letter,
    Level,
    Measure,
    Opinion,
    Route,
    Step,
    Suggestion,
)
from county.foundation.audit.actions import look
from county.foundation.events.actions import announce
from county.foundation.files.models import StoredFile
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.deadlines import rule
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.fields import reveal, set_sealed
from county.kernel.numbers import require_credit_code
from county.records.organisations.models import Organisation

LEAST_PEOPLE = 2
"""Who goes to verify: two at least; a local design value (domain §1.2)."""


@transaction.atomic
def register(
    *,
    ground: str,
    reason: str,
    case_no: str,
    addressee_kind: str,
    by: Officer,
    organisation: Organisation | None = None,
    addressee: str = "",
    addressee_code: str = "",
    level: str = Level.COUNTY,
    region: str = "330424",
    route: str = Route.NONE,
    domain: str = "",
    kind: str = Kind.GOVERNANCE,
    urgent: bool = False,
) -> Suggestion:
    """Register a lead for a suggestion; it gets a draft number and is nobody else's yet.

    Raises Incomplete for an addressee outside the county that is not the involved unit as long as
    no way to it is named (article 3), BadCreditCode for a wrong credit code.
    """
    demand(by, Permit.HANDLE)
    if ground not in Ground.values or kind not in Kind.values:
        raise Incomplete(_("Choose one of the grounds."))
    if organisation is not None:
        addressee, addressee_code = organisation.name, organisation.code
    elif addressee_code:
        addressee_code = require_credit_code(addressee_code)
    region = region.strip() or "330424"
    involved = addressee_kind == Addressee.INVOLVED
    if letters.needs_route(level=level, region=region, involved=involved) and not route:
        raise Incomplete(
            _(
                "This unit is of another level or another place, and not the unit involved. Say by"
                " which way the letter goes to it (article 3)."
            )
        )
    now = clock.now()
    suggestion = Suggestion(
        draft_no=_draft_number(clock.today().year),
        kind=kind, ground=ground, domain=domain[:20], reason=text(reason, _("Why"), longest=500),
        addressee_kind=addressee_kind, organisation=organisation,
        addressee=text(addressee, _("Addressee"), longest=80), addressee_code=addressee_code,
        level=level, region=region, route=route, urgent=urgent, handler=by, registered_at=now,
    )  # fmt: skip
    set_sealed(suggestion, "case_no", text(case_no, _("Source case"), longest=80))
    suggestion.save(force_insert=True)
    announce(SuggestionRegistered(suggestion_id=str(suggestion.pk), ground=ground), by=by)
    return suggestion


def _draft_number(year: int) -> str:
    DraftSeries.objects.bulk_create([DraftSeries(year=year)], ignore_conflicts=True)
    series = DraftSeries.objects.select_for_update().get(pk=year)
    series.last += 1
    series.save(update_fields=["last"])
    return numbering.draft_number(year, series.last)


@transaction.atomic
def hand_over(suggestion: Suggestion, *, to: Officer, by: Officer) -> Suggestion:
    """Give a suggestion to another handling prosecutor, who is told; the chief does it."""
    demand(by, Permit.APPROVE)
    if not to.has(Permit.HANDLE):
        raise NotAllowed(_("%s does not handle suggestions.") % to)
    row = locked(suggestion)
    row.handler = to
    row.save(update_fields=["handler"])
    announce(SuggestionHandedOver(suggestion_id=str(row.pk), officer_id=to.pk), by=by)
    call_handler(row, gettext_noop("Handed to you: %s"), by=by)
    return row


@transaction.atomic
def uncover_source(suggestion: Suggestion, *, address: str, by: Officer) -> str:
    """The source case's number in clear, for its handling prosecutor only; the look is kept."""
    may(suggestion, Permit.HANDLE, by=by)
    look(by, suggestion.subject, fields="case_no", reason=_("own suggestion"), address=address)
    return reveal(suggestion, "case_no")


def submit_plan(
    suggestion: Suggestion, *, plan: str, measures: Sequence[str], people: Sequence[str],
    by: Officer,
) -> Suggestion:  # fmt: skip
    """Lay the plan of the investigation before the chief.

    Raises Incomplete for a measure that the rules do not know (what restrains people or property
    is not among them) and for fewer than two people.
    """
    if not measures or set(measures) - set(Measure.values):
        raise Incomplete(_("Choose the measures from the list; no other may be used."))
    people = [one.strip() for one in people if one.strip()]
    if len(set(people)) < LEAST_PEOPLE:
        raise Incomplete(_("At least two people verify. Name them."))
    with moving(suggestion, "submit_plan", by=by) as row:
        row.plan, row.planned_at = text(plan, _("What is to be verified")), clock.now()
        row.plan_measures, row.plan_people = list(measures), people
        call(Permit.APPROVE, row, gettext_noop("Plan of an investigation to decide: %s"), by=by)
    return row


def decide_plan(suggestion: Suggestion, *, granted: bool, words: str, by: Officer) -> Suggestion:
    """Approve the investigation, whose two months begin today, or end the matter with a reason."""
    with moving(suggestion, "approve_plan" if granted else "reject_plan", by=by) as row:
        _note(row, Opinion.Of.PLAN, granted=granted, words=words, by=by)
        if granted:
            row.investigation_from = clock.today()
            row.investigation_due = rule("DL01").due(clock.today())
            call_handler(row, gettext_noop("Investigation approved: %s"), by=by, words=words)
        else:
            row.closed_at = clock.now()
            call_handler(row, gettext_noop("Investigation refused: %s"), by=by, words=words)
    return row


@transaction.atomic
def extend_investigation(
    suggestion: Suggestion, *, until: date, words: str, by: Officer
) -> Suggestion:
    """Give the investigation more time, with the reason; the chief decides it (DL01)."""
    row = locked(suggestion)
    may(row, Permit.APPROVE, by=by)
    if row.state != Stage.INVESTIGATING or row.investigation_due is None:
        raise Refused(_("The investigation is not under way."))
    if until <= row.investigation_due:
        raise Incomplete(_("The new day lies after the one before."))
    _note(row, Opinion.Of.EXTENSION, granted=True, words=text(words, _("Reasons")), by=by)
    row.investigation_due = until
    row.save(update_fields=["investigation_due"])
    extended = InvestigationExtended(suggestion_id=str(row.pk), until=until.isoformat())
    announce(extended, by=by)
    call_handler(row, gettext_noop("Investigation extended: %s"), by=by, words=words)
    return row


@transaction.atomic
def note_step(
    suggestion: Suggestion, *, measure: str, on: date, place: str, record: str, by: Officer,
    file: StoredFile | None = None,
) -> Step:  # fmt: skip
    """Keep the record of one measure taken."""
    row = locked(suggestion)
    may(row, Permit.HANDLE, by=by)
    if row.state != Stage.INVESTIGATING:
        raise Refused(_("The investigation is not under way."))
    if measure not in Measure.values:
        raise Incomplete(_("Choose the measures from the list; no other may be used."))
    if on > clock.today() or (row.investigation_from and on < row.investigation_from):
        raise Incomplete(_("The day lies between the chief's decision and today."))
    step = Step.objects.create(
        suggestion=row, measure=measure, on=on, place=text(place, _("Place"), longest=120),
        record=text(record, _("Record")), file=file, noted_by=by,
    )  # fmt: skip
    announce(StepNoted(suggestion_id=str(row.pk), measure=measure), by=by)
    return step


def report(suggestion: Suggestion, *, findings: str, by: Officer) -> Suggestion:
    """End the investigation with its report: course, facts, evidence and an opinion.

    Raises Incomplete while no measure is on record.
    """
    if not Step.objects.filter(suggestion=suggestion).exists():
        raise Incomplete(_("Note at least one measure with its record first."))
    with moving(suggestion, "report", by=by) as row:
        row.findings = text(findings, _("Report"), shortest=10)
        row.reported_at = clock.now()
        call(Permit.APPROVE, row, gettext_noop("Investigation reported: %s"), by=by)
    return row


def decide_no(suggestion: Suggestion, *, words: str, by: Officer) -> Suggestion:
    """Decide that no suggestion is made; the file is archived with the reason."""
    with moving(suggestion, "decide_no", by=by) as row:
        _note(row, Opinion.Of.REPORT, granted=False, words=words, by=by)
        row.closed_at = clock.now()
        call_handler(row, gettext_noop("No suggestion is made: %s"), by=by, words=words)
    return row


def begin_draft(suggestion: Suggestion, *, by: Officer) -> Suggestion:
    """Begin the letter, its parts filled with what is known."""
    with moving(suggestion, "draft", by=by) as row:
        row.version = 1
        Letter.objects.get_or_create(
            suggestion=row, version=1, defaults={"facts": row.findings, "contact": by.name}
        )
    return row


def _note(row: Suggestion, of: str, *, granted: bool, words: str, by: Officer) -> None:
    word = Opinion.Word.YES if granted else Opinion.Word.NO
    shortest = 0 if granted else 2
    Opinion.objects.create(
        suggestion=row, of=of, word=word, version=row.version, officer=by, at=clock.now(),
        words=text(words, _("Reasons"), shortest=shortest, longest=1000),
    )  # fmt: skip
