"""After delivery: objections and what becomes of them, urging, taking it further."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import amending
from county.dimensions.procuracy.actions.issuing import take_back, tell_withdrawn
from county.dimensions.procuracy.actions.moving import call, call_handler, locked, may, moving, text
from county.dimensions.procuracy.events import ClockReached, LateObjectionNoted
from county.dimensions.procuracy.knowledge.clocks import Clock
from county.dimensions.procuracy.models import (
    Escalation,
    Objection,
    Reminder,
    Suggestion,
    Urging,
)
from county.dimensions.procuracy.queries import suggestions as asked
from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.queries import holders
from county.kernel import clock
from county.kernel.deadlines import rule
from county.kernel.errors import Incomplete, Refused
from county.kernel.saying import saying
from county.records.enterprises import actions as enterprises
from county.records.enterprises.access import Permit as Firm
from county.records.enterprises.models import Representative

CLOCK = System("clock")


def object_to(suggestion: Suggestion, *, words: str, by: Officer | Representative) -> Objection:
    """Object to the letter: its review begins at once, and no clock stops (article 23).

    After the period of the letter the words are kept as an opinion, and nothing moves.
    """
    if suggestion.objection_due is not None and clock.today() > suggestion.objection_due:
        return _opinion_after_the_period(suggestion, words=words, by=by)
    with moving(suggestion, "object", by=by) as row:
        objection = _objection(row, words, by, is_late=False)
        call(Permit.APPROVE, row, gettext_noop("Objection to decide: %s"), by=by)
        call_handler(row, gettext_noop("The addressee objects: %s"), by=by)
    return objection


@transaction.atomic
def _opinion_after_the_period(
    suggestion: Suggestion, *, words: str, by: Officer | Representative
) -> Objection:
    row = locked(suggestion)
    may(row, Firm.SUGGESTIONS, by=by)
    if row.state not in asked.OPEN:
        raise Refused(_("This suggestion has ended."))
    objection = _objection(row, words, by, is_late=True)
    announce(LateObjectionNoted(suggestion_id=str(row.pk)), by=by)
    call_handler(row, gettext_noop("A late objection, kept as an opinion: %s"), by=by)
    return objection


def _objection(
    row: Suggestion, words: str, by: Officer | Representative, *, is_late: bool
) -> Objection:
    firm = by if isinstance(by, Representative) else None
    officer = by if isinstance(by, Officer) else None
    return Objection.objects.create(
        suggestion=row, version=row.version, words=text(words, _("Objection"), shortest=5),
        raised_by=firm, noted_by=officer, raised_at=clock.now(), is_late=is_late,
        due=rule("DL65").due(clock.today()),
    )  # fmt: skip


def amend(suggestion: Suggestion, *, reasons: str, by: Officer) -> Suggestion:
    """Uphold the objection: the amended letter is approved and issued anew under its own number.

    Raises Refused while its words are not written, or legal review has not passed them.
    The reply clock begins again with the delivery of the amended letter.
    """
    with moving(suggestion, "amend", by=by) as row:
        letter = amending.demand_passed(row)
        _decide(row, Objection.Outcome.AMENDED, reasons, by)
        row.version = letter.version
        row.approved_at, row.approved_by = clock.now(), by
        call_handler(
            row, gettext_noop("Objection upheld, letter amended: %s"), by=by, words=reasons
        )
        call(Permit.MANAGE, row, gettext_noop("To be numbered and sealed: %s"), by=by)
    return row


def withdraw_after_objection(suggestion: Suggestion, *, reasons: str, by: Officer) -> Suggestion:
    """Uphold the objection wholly: the letter is withdrawn, its number stays taken."""
    with moving(suggestion, "withdraw", by=by) as row:
        _decide(row, Objection.Outcome.WITHDRAWN, reasons, by)
        row.closed_at = clock.now()
        take_back(row, reasons, by=by)
        tell_withdrawn(row, by)
    return row


def dismiss_objection(suggestion: Suggestion, *, reasons: str, by: Officer) -> Suggestion:
    """Say, with reasons that the addressee reads, why the objection is not upheld."""
    with moving(suggestion, "dismiss_objection", by=by) as row:
        _decide(row, Objection.Outcome.DISMISSED, reasons, by)
        if row.organisation is not None:
            enterprises.tell_firm(
                row.organisation,
                title=saying(gettext_noop("Your objection to %s was decided"), str(row)),
                url=row.firm_url,
                trust=Firm.SUGGESTIONS,
                by=by,
            )
    return row


def _decide(row: Suggestion, outcome: str, reasons: str, by: Officer) -> None:
    objection = asked.open_objection(row)
    if objection is None:
        raise Refused(_("No objection is open."))
    objection.outcome, objection.reasons = outcome, text(reasons, _("Reasons"), longest=2000)
    objection.decided_by, objection.decided_at = by, clock.now()
    objection.save(update_fields=["outcome", "reasons", "decided_by", "decided_at"])


def urge(
    suggestion: Suggestion, *, how: str, on: date, counterpart: str, record: str, by: Officer,
    cause: str = "",
) -> Suggestion:  # fmt: skip
    """Keep the record of an urging: by inquiry, visit, consultation or joint meeting."""
    with moving(suggestion, "urge", by=by) as row:
        if how not in Urging.How.values:
            raise Incomplete(_("Choose how the addressee was urged."))
        if on > clock.today() or (row.delivered_on and on < row.delivered_on):
            raise Incomplete(_("The day lies between the delivery and today."))
        Urging.objects.create(
            suggestion=row, how=how, on=on, urged_by=by,
            counterpart=text(counterpart, _("With whom"), longest=80),
            record=text(record, _("Record"), longest=4000),
            cause=text(cause, _("Cause the addressee gave"), shortest=0, longest=1000),
        )  # fmt: skip
        if row.organisation is not None:
            enterprises.tell_firm(
                row.organisation,
                title=saying(gettext_noop("You are urged to reply to %s"), str(row)),
                url=row.firm_url,
                trust=Firm.SUGGESTIONS,
                by=by,
            )
    return row


def escalate(suggestion: Suggestion, *, to: Sequence[str], reasons: str, by: Officer) -> Suggestion:
    """Take it further, because the addressee was urged in vain and gave no just cause.

    Only the chief decides it, and only after two urgings are on record (article 25, invariant 15).
    """
    with moving(suggestion, "escalate", by=by) as row:
        if not asked.urged_enough(row):
            raise Refused(_("Two urgings must be on record before it is taken further."))
        if not to or set(to) - set(Escalation.To.values):
            raise Incomplete(_("Choose to whom it is taken."))
        Escalation.objects.create(
            suggestion=row, to=list(to), decided_by=by, at=clock.now(),
            reasons=text(reasons, _("Why there is no just cause"), shortest=5, longest=2000),
        )  # fmt: skip
        call_handler(row, gettext_noop("Taken further: %s"), by=by, words=reasons)
    return row


@transaction.atomic
def remind(now: datetime) -> int:
    """Call to mind every clock that reached one of its days; each day of a clock once.

    A day that passed while nobody looked is made up for by its latest only. Says how many.
    """
    today, told = clock.day_of(now), 0
    for suggestion in asked.running():
        for one in asked.clocks_of(suggestion, today):
            if one.is_running and _reached(suggestion, one, today, now):
                told += 1
    return told


def _reached(suggestion: Suggestion, one: Clock, today: date, now: datetime) -> bool:
    past = [offset for offset in sorted(one.offsets) if (today - one.due).days >= offset]
    if not past:
        return False
    offset = past[-1]
    _reminder, made = Reminder.objects.get_or_create(
        suggestion=suggestion, rule=one.rule.code, due=one.due, offset=offset,
        defaults={"at": now},
    )  # fmt: skip
    if made:
        _tell(suggestion, one, today)
        reached = ClockReached(suggestion_id=str(suggestion.pk), rule=one.rule.code, offset=offset)
        announce(reached, by=CLOCK)
    return made


def _tell(suggestion: Suggestion, one: Clock, today: date) -> None:
    left = one.left(today)
    sentence = (
        gettext_noop("%s: %s overdue since %s") if left < 0 else gettext_noop("%s: %s due on %s")
    )
    title = saying(sentence, str(suggestion), one.key, str(one.due))
    people = {
        "chief": list(holders(Permit.APPROVE)),
        "review": list(holders(Permit.REVIEW)),
        "manager": list(holders(Permit.MANAGE)),
    }.get(one.whose, [])
    tell(
        [*people, suggestion.handler], title=title, url=suggestion.url, by=CLOCK,
        about=suggestion.subject,
    )  # fmt: skip
    if one.whose == "firm" and suggestion.organisation is not None and one.rule.code == "DL03":
        enterprises.tell_firm(
            suggestion.organisation,
            title=saying(
                gettext_noop(
                    "Reply to procuratorial suggestion %s is due on %s. If there is a difficulty,"
                    " speak with the handling prosecutor in good time."
                ),
                str(suggestion),
                str(one.due),
            ),
            url=suggestion.firm_url,
            trust=Firm.SUGGESTIONS,
            by=CLOCK,
        )  # fmt: skip
