"""Amend a letter that was objected to: written, reviewed by law, then decided with the objection.

It has no stage of its own (domain Appendix E): all of it happens while the objection is under
review, and the chief's decision approves exactly the words that the reviewers passed.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import drafting
from county.dimensions.procuracy.actions.issuing import digest_of
from county.dimensions.procuracy.actions.moving import call, locked, may, text
from county.dimensions.procuracy.events import AmendmentMoved
from county.dimensions.procuracy.flow import Stage
from county.dimensions.procuracy.models import Letter, Opinion, Suggestion
from county.dimensions.procuracy.queries import suggestions as asked
from county.foundation.events.actions import announce
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused


@transaction.atomic
def begin(suggestion: Suggestion, *, by: Officer) -> Letter:
    """Open the amended letter, filled with the words that were objected to."""
    row = _objected_to(suggestion, Permit.HANDLE, by)
    letter = asked.amendment_of(row)
    if letter is None:
        letter = drafting.copied_into(asked.letter_of(row), row.version + 1)
        announce(_fact(row, "begun"), by=by)
    return letter


@transaction.atomic
def lay(suggestion: Suggestion, *, by: Officer) -> Suggestion:
    """Lay the amended letter before the reviewers.

    Raises Incomplete for one that is not whole, or says the same as the letter before.
    """
    row = _objected_to(suggestion, Permit.HANDLE, by)
    letter = _amendment(row)
    if wrong := drafting.faults_of(letter):
        raise Incomplete(
            _("%(part)s: %(fault)s")
            % {"part": drafting.part_name(wrong[0].part), "fault": wrong[0].words}
        )
    if digest_of(letter) == digest_of(asked.letter_of(row)):
        raise Incomplete(_("The amended letter says the same as the one before."))
    announce(_fact(row, "laid"), by=by)
    call(Permit.REVIEW, row, gettext_noop("Amended letter for legal review: %s"), by=by)
    return row


@transaction.atomic
def review(suggestion: Suggestion, *, words: str, by: Officer) -> Suggestion:
    """Say, as a reviewer, that the amended letter is lawful; new words after it need it anew."""
    row = _objected_to(suggestion, Permit.REVIEW, by)
    letter = _amendment(row)
    Opinion.objects.create(
        suggestion=row, of=Opinion.Of.LEGAL, word=Opinion.Word.YES, version=letter.version,
        words=text(words, _("Opinion"), longest=2000), officer=by, at=clock.now(),
    )  # fmt: skip
    announce(_fact(row, "reviewed"), by=by)
    call(Permit.APPROVE, row, gettext_noop("Amended letter passed legal review: %s"), by=by)
    return row


def demand_passed(row: Suggestion) -> Letter:
    """The amended letter, if the reviewers passed its latest words; else Refused."""
    letter = _amendment(row)
    if not asked.is_amendment_passed(row):
        raise Refused(_("Legal review has not passed the amended letter."))
    return letter


def _amendment(row: Suggestion) -> Letter:
    letter = asked.amendment_of(row)
    if letter is None:
        raise Refused(_("The handling prosecutor writes the amended letter first."))
    return letter


def _objected_to(suggestion: Suggestion, permit: str, by: Officer) -> Suggestion:
    row = locked(suggestion)
    may(row, permit, by=by)
    if row.state != Stage.OBJECTION:
        raise Refused(_("No objection is open."))
    return row


def _fact(row: Suggestion, what: str) -> AmendmentMoved:
    return AmendmentMoved(suggestion_id=str(row.pk), version=row.version + 1, what=what)
