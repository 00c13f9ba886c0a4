"""Write the letter, have it reviewed by law, ask the addressee, sign it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions.moving import call, call_handler, locked, may, moving, text
from county.dimensions.procuracy.events import LetterSaved
from county.dimensions.procuracy.knowledge import letters
from county.dimensions.procuracy.models import Item, Letter, Opinion, Suggestion
from county.dimensions.procuracy.queries import suggestions as asked
from county.foundation.events.actions import announce
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused

MOST_ITEMS = 20
PARTS = ("origin", "facts", "faults", "other", "attachments", "secrets")


class Stale(Refused):
    """Somebody else saved the letter meanwhile."""


@transaction.atomic
def save_letter(
    suggestion: Suggestion,
    *,
    parts: Mapping[str, str],
    items: Sequence[Mapping[str, str]],
    contact: str,
    contact_phone: str,
    objection_days: int,
    reply_days: int | None,
    revision: int,
    by: Officer,
) -> Letter:
    """Keep the draft as it stands, complete or not; nobody is told.

    Raises Stale when `revision` is not the latest: nothing of the other's words is lost.
    """
    row = locked(suggestion)
    may(row, Permit.HANDLE, by=by)
    letter = asked.being_written(row)
    if letter is None:
        raise Refused(_("The letter is not open for writing. Take it back first."))
    if revision != letter.revision:
        raise Stale(
            _("The letter was saved elsewhere meanwhile. Copy your words, then open it anew.")
        )
    for name in PARTS:
        setattr(letter, name, text(parts.get(name, ""), name, shortest=0))
    letter.contact = text(contact, _("Contact person"), shortest=0, longest=40)
    letter.contact_phone = text(contact_phone, _("Telephone"), shortest=0, longest=40)
    letter.objection_days = _within(objection_days, 1, 60, _("Days for an objection"))
    letter.reply_days = (
        None if reply_days is None else _within(reply_days, 1, 59, _("Days for an urgent reply"))
    )
    letter.saved_at, letter.saved_by, letter.revision = clock.now(), by, letter.revision + 1
    letter.save()
    _keep_items(letter, items)
    saved = LetterSaved(suggestion_id=str(row.pk), version=letter.version, revision=letter.revision)
    announce(saved, by=by)
    return letter


def _within(value: int, least: int, most: int, what: str) -> int:
    if not least <= value <= most:
        raise Incomplete(
            _("%(what)s: from %(least)s to %(most)s.")
            % {"what": what, "least": least, "most": most}
        )
    return value


def _keep_items(letter: Letter, items: Sequence[Mapping[str, str]]) -> None:
    wanted = [one for one in items if any(value.strip() for value in one.values())]
    if len(wanted) > MOST_ITEMS:
        raise Incomplete(_("A letter holds twenty items at most."))
    letter.items.all().delete()
    Item.objects.bulk_create(
        Item(
            letter=letter, no=number,
            content=text(one.get("content", ""), _("Item"), shortest=0, longest=2000),
            basis=text(one.get("basis", ""), _("Basis"), shortest=0, longest=300),
            expected=text(one.get("expected", ""), _("Expected result"), shortest=0, longest=300),
            check_by=text(one.get("check_by", ""), _("How measured"), shortest=0, longest=300),
        )
        for number, one in enumerate(wanted, 1)
    )  # fmt: skip


def faults_of(letter: Letter) -> list[letters.Fault]:
    """What keeps the letter from moving on."""
    return letters.faults(
        {name: getattr(letter, name) for name in (*letters.PARTS, "other")},
        [letters.Suggested(one.content, one.basis) for one in asked.items_of(letter)],
        contact=letter.contact,
    )


def send_to_review(suggestion: Suggestion, *, by: Officer) -> Suggestion:
    """Lay the draft before the legal and policy reviewers, as every letter of type 4 must.

    Raises Incomplete with the first thing that is missing or may not be said.
    """
    with moving(suggestion, "send_legal", by=by) as row:
        wrong = faults_of(asked.letter_of(row))
        if wrong:
            raise Incomplete(
                _("%(part)s: %(fault)s")
                % {"part": part_name(wrong[0].part), "fault": wrong[0].words}
            )
        row.reviewed_at = row.approved_at = row.approved_by = None
        call(Permit.REVIEW, row, gettext_noop("Letter for legal review: %s"), by=by)
    return row


def part_name(part: str) -> str:
    """A part of the letter in the reader's words."""
    if part.startswith("item_"):
        return _("Item %s") % part.removeprefix("item_")
    if part in letters.PARTS:
        return str(letters.PARTS[part])
    return {
        "items": _("Items"), "contact": _("Contact person"), "other": _("Other matters"),
    }.get(part, part)  # fmt: skip


def review(
    suggestion: Suggestion,
    *,
    passed: bool,
    words: str,
    by: Officer,
    necessary: str = "",
    lawful: str = "",
    reasoned: str = "",
    consult: bool = False,
) -> Suggestion:
    """Say, as another department, whether the letter is necessary, lawful and well reasoned.

    With `consult` the addressee's opinion is sought before the chief decides. A letter that does
    not pass goes back to its author with the words.
    """
    verb = ("pass_to_consult" if consult else "pass_review") if passed else "return_draft"
    with moving(suggestion, verb, by=by) as row:
        opinion = Opinion(
            suggestion=row, of=Opinion.Of.LEGAL, version=row.version, officer=by, at=clock.now(),
            word=Opinion.Word.YES if passed else Opinion.Word.RETURNED,
            words=text(words, _("Opinion"), longest=2000),
        )  # fmt: skip
        if passed:
            opinion.necessary = text(necessary, _("Necessity"), longest=300)
            opinion.lawful = text(lawful, _("Legality"), longest=300)
            opinion.reasoned = text(reasoned, _("Reasoning"), longest=300)
            row.reviewed_at = clock.now()
        opinion.save()
        if not passed:
            call_handler(row, gettext_noop("Letter returned: %s"), by=by, words=words)
        elif consult:
            call_handler(row, gettext_noop("Ask the addressee's opinion: %s"), by=by)
        else:
            call(Permit.APPROVE, row, gettext_noop("Letter to sign: %s"), by=by)
    return row


def note_consultation(suggestion: Suggestion, *, words: str, by: Officer) -> Suggestion:
    """Keep the written opinion of the addressee; the letter goes to the chief."""
    with moving(suggestion, "consulted", by=by) as row:
        Opinion.objects.create(
            suggestion=row, of=Opinion.Of.CONSULT, word=Opinion.Word.GIVEN, version=row.version,
            words=text(words, _("Opinion of the addressee"), longest=4000), officer=by,
            at=clock.now(),
        )  # fmt: skip
        call(Permit.APPROVE, row, gettext_noop("Letter to sign: %s"), by=by)
    return row


def sign(
    suggestion: Suggestion, *, granted: bool, words: str, by: Officer, by_committee: bool = False
) -> Suggestion:
    """Approve the letter as it stands, or give it back to its author with the reason.

    A letter of type 4 that did not pass legal review cannot be approved (invariant 14).
    """
    with moving(suggestion, "approve" if granted else "send_back", by=by) as row:
        if granted and row.reviewed_at is None:
            raise Refused(_("Legal review has not passed this letter."))
        Opinion.objects.create(
            suggestion=row, of=Opinion.Of.APPROVAL, version=row.version, officer=by,
            word=Opinion.Word.YES if granted else Opinion.Word.RETURNED, at=clock.now(),
            words=text(words, _("Reasons"), shortest=0 if granted else 2, longest=1000),
            by_committee=by_committee,
        )  # fmt: skip
        if granted:
            row.approved_at, row.approved_by = clock.now(), by
            row.by_committee = by_committee
            call(Permit.MANAGE, row, gettext_noop("To be numbered and sealed: %s"), by=by)
        else:
            row.reviewed_at = None
            call_handler(row, gettext_noop("Letter given back: %s"), by=by, words=words)
    return row


def copied_into(letter: Letter, version: int) -> Letter:
    """The same letter as a new version, not yet sealed, with its items."""
    kept: dict[str, Any] = {
        name: getattr(letter, name)
        for name in (*PARTS, "contact", "contact_phone", "objection_days", "reply_days")
    }
    new = Letter.objects.create(suggestion_id=letter.suggestion_id, version=version, **kept)
    Item.objects.bulk_create(
        Item(
            letter=new, no=one.no, content=one.content, basis=one.basis,
            expected=one.expected, check_by=one.check_by,
        )
        for one in asked.items_of(letter)
    )  # fmt: skip
    return new
