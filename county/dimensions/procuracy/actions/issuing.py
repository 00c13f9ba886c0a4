"""Number and seal, deliver, file upward, copy, and obey a correction from above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions.moving import call_handler, locked, moving, text
from county.dimensions.procuracy.events import LetterCopied, LetterFiled, SeriesOpened
from county.dimensions.procuracy.knowledge import numbering
from county.dimensions.procuracy.models import (
    CopyTo,
    Delivery,
    Filing,
    Letter,
    Opinion,
    Series,
    Suggestion,
)
from county.dimensions.procuracy.queries import papers
from county.dimensions.procuracy.queries import suggestions as asked
from county.foundation.documents import actions as documents
from county.foundation.events.actions import announce
from county.foundation.staff.models import Department, Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.ciphers import digest
from county.kernel.deadlines import rule
from county.kernel.errors import Incomplete, Refused
from county.kernel.saying import saying
from county.records.enterprises import actions as enterprises
from county.records.enterprises.access import Permit as Firm


@transaction.atomic
def open_series(*, kind: str, year: int, last_on_paper: int, by: Officer) -> Series:
    """Say which numbers of a year were given on paper before; ours count on from there.

    Raises Refused once a number of that year has been given here.
    """
    demand(by, Permit.MANAGE)
    if not 0 <= last_on_paper <= 9999:
        raise Incomplete(_("The last number lies between 0 and 9999."))
    series = _series(kind, year)
    if series.last > series.on_paper:
        raise Refused(_("Numbers of this year were given here already."))
    series.last = series.on_paper = last_on_paper
    series.save(update_fields=["last", "on_paper"])
    announce(SeriesOpened(series=f"{year}-{kind}", last=last_on_paper), by=by)
    return series


def _series(kind: str, year: int) -> Series:
    """The year's row, held until the transaction ends: whoever numbers next waits for this one."""
    Series.objects.bulk_create([Series(kind=kind, year=year)], ignore_conflicts=True)
    return Series.objects.select_for_update().get(kind=kind, year=year)


def issue(suggestion: Suggestion, *, by: Officer) -> Suggestion:
    """Number and seal the letter; from here on its words stand still.

    The number is the next of its year and type, taken in this transaction: one that fails gives
    it back, so there is no gap (invariant 13). An amended letter keeps its number and bears its
    version. Filing upward is due from today (article 21).
    """
    with moving(suggestion, "issue", by=by) as row:
        if row.number is None:
            year = clock.today().year
            series = _series(row.kind, year)
            series.last += 1
            series.save(update_fields=["last"])
            row.year, row.sequence = year, series.last
            row.number = numbering.number(row.kind, year, series.last)
        row.issued_at = clock.now()
        row.filing_due = rule("DL02").due(clock.today())
        letter = asked.letter_of(row)
        letter.sealed_at, letter.digest = clock.now(), digest_of(letter)
        letter.save(update_fields=["sealed_at", "digest"])
        replaced = [one.pk for one in papers.issued_of(row) if one.kind == papers.LETTER]
        paper = documents.issue(papers.letter(row), about=row.subject, by=by, purpose="suggestion")
        letter.paper_code = paper.code
        letter.save(update_fields=["paper_code"])
        take_back(row, gettext_noop("replaced by a later version"), by=by, only=replaced)
        row.told_digest = letter.digest
        call_handler(row, gettext_noop("Numbered and sealed, to be delivered: %s"), by=by)
    return row


def digest_of(letter: Letter) -> str:
    """SM3 over the words of the letter and its items, in hexadecimal."""
    words: list[Any] = [
        letter.origin, letter.facts, letter.faults, letter.objection_days, letter.reply_days,
        letter.other, letter.attachments, letter.contact, letter.contact_phone,
    ]  # fmt: skip
    for one in asked.items_of(letter):
        words += [one.no, one.content, one.basis, one.expected, one.check_by]
    return digest("\x1f".join(str(word) for word in words).encode()).hex()


def deliver(
    suggestion: Suggestion,
    *,
    how: str,
    on: date,
    receiver: str,
    by: Officer,
    receiver_post: str = "",
    witness: str = "",
    consent: bool = False,
    where: str = "",
    place: str = "",
    reader: str = "",
    opinion: str = "",
    third_parties: str = "",
) -> Suggestion:
    """Note that the addressee received the letter; the clocks of reply and objection begin.

    A reading (宣告送达) needs the addressee's consent, its place and who read. Raises Incomplete
    for what is missing or a day that cannot be.
    """
    with moving(suggestion, "deliver", by=by) as row:
        _possible(on, row)
        proclaimed = how == Delivery.How.PROCLAIMED
        if how not in Delivery.How.values:
            raise Incomplete(_("Choose how it was delivered."))
        if proclaimed and not consent:
            raise Incomplete(_("A letter is read out only when the addressee agreed to it."))
        if proclaimed and where not in Delivery.Where.values:
            raise Incomplete(_("Choose where it was read out."))
        least = 2 if proclaimed else 0
        delivery = Delivery.objects.create(
            suggestion=row, version=row.version, how=how, on=on, noted_by=by, consent=consent,
            receiver=text(receiver, _("Received by"), longest=40),
            receiver_post=text(receiver_post, _("Post"), shortest=least, longest=40),
            witness=text(witness, _("Witness"), shortest=0, longest=40), where=where,
            place=text(place, _("Place"), shortest=least, longest=120),
            reader=text(reader, _("Read by"), shortest=least, longest=40),
            opinion=text(opinion, _("Words of the unit's head"), shortest=0, longest=1000),
            third_parties=text(third_parties, _("Third parties"), shortest=0, longest=200),
        )  # fmt: skip
        for paper in papers.delivery(delivery):
            documents.issue(paper, about=row.subject, by=by, purpose="suggestion")
        letter = asked.letter_of(row)
        row.delivered_on = on
        row.objection_due = rule("DL04").due(on, length=letter.objection_days)
        row.reply_due = reply_due(letter, on)
        row.replied_at = row.review_due = row.revisit_due = None
        _tell_firm(row, by)
    return row


def reply_due(letter: Letter, received: date) -> date:
    """The last day of the written reply: two months, or the shorter limit of an urgent letter."""
    if letter.reply_days is None:
        return rule("DL03").due(received)
    return clock.next_working_day(received + timedelta(days=letter.reply_days))


def _possible(on: date, row: Suggestion) -> None:
    if on > clock.today():
        raise Incomplete(_("It cannot have been received after today."))
    if row.issued_at and on < clock.day_of(row.issued_at):
        raise Incomplete(_("It cannot have been received before it was issued."))


def _tell_firm(row: Suggestion, by: Officer) -> None:
    if row.organisation is not None:
        enterprises.tell_firm(
            row.organisation,
            title=saying(
                gettext_noop("Procuratorial suggestion %s was delivered; reply by %s"),
                numbering.of_version(str(row), row.version),
                str(row.reply_due),
            ),
            url=row.firm_url,
            trust=Firm.SUGGESTIONS,
            by=by,
        )


@transaction.atomic
def file_upward(suggestion: Suggestion, *, to: str, on: date, receipt: str, by: Officer) -> Filing:
    """Note that the letter was filed with a department of the city procuratorate."""
    demand(by, Permit.MANAGE)
    row = locked(suggestion)
    if row.issued_at is None:
        raise Refused(_("It has not been issued."))
    if to not in Filing.To.values:
        raise Incomplete(_("Choose the department."))
    if not clock.day_of(row.issued_at) <= on <= clock.today():
        raise Incomplete(_("The day lies between the issue and today."))
    filing, made = Filing.objects.get_or_create(
        suggestion=row, version=row.version, to=to,
        defaults={"on": on, "receipt": receipt.strip()[:80], "noted_by": by},
    )  # fmt: skip
    if not made:
        raise Refused(_("It was filed there on %s.") % filing.on)
    announce(LetterFiled(suggestion_id=str(row.pk), to=to), by=by)
    return filing


@transaction.atomic
def copy_to(
    suggestion: Suggestion, *, departments: Sequence[Department], outside: str, why: str,
    by: Officer,
) -> list[CopyTo]:  # fmt: skip
    """Send copies, without trade secrets, to whom it concerns; the chief decides it.

    A department sees the copy and nothing else of the suggestion (domain §1.10).
    """
    demand(by, Permit.APPROVE)
    row = locked(suggestion)
    if row.issued_at is None:
        raise Refused(_("It has not been issued."))
    why = text(why, _("Why"), longest=200)
    made = [
        CopyTo(suggestion=row, department=one, why=why, copied_by=by, copied_at=clock.now())
        for one in departments
    ]
    if outside.strip():
        made.append(
            CopyTo(suggestion=row, outside=outside.strip()[:80], why=why, copied_by=by,
                   copied_at=clock.now())
        )  # fmt: skip
    if not made:
        raise Incomplete(_("Name whom it is copied to."))
    CopyTo.objects.bulk_create(made, ignore_conflicts=True)
    names = ",".join(one.department_id or one.outside for one in made)
    announce(LetterCopied(suggestion_id=str(row.pk), department=names), by=by)
    return made


def correct_from_above(suggestion: Suggestion, *, words: str, by: Officer) -> Suggestion:
    """Withdraw an issued letter because the upper procuratorate ordered it; its number stays."""
    with moving(suggestion, "correct_from_above", by=by) as row:
        _end(row, Opinion.Of.UPPER, words, by)
    return row


def withdraw(suggestion: Suggestion, *, words: str, by: Officer) -> Suggestion:
    """Withdraw a delivered letter that was improper; the addressee is told, the number stays."""
    with moving(suggestion, "withdraw_improper", by=by) as row:
        _end(row, Opinion.Of.WITHDRAWAL, words, by)
    return row


def _end(row: Suggestion, of: str, words: str, by: Officer) -> None:
    Opinion.objects.create(
        suggestion=row, of=of, word=Opinion.Word.GIVEN, version=row.version, officer=by,
        words=text(words, _("Reasons"), longest=2000), at=clock.now(),
    )  # fmt: skip
    row.closed_at = clock.now()
    take_back(row, words, by=by)
    call_handler(row, gettext_noop("Withdrawn: %s"), by=by, words=words)
    tell_withdrawn(row, by)


def take_back(
    row: Suggestion, reason: str, *, by: Officer, only: Sequence[UUID] | None = None
) -> None:
    """Let whoever checks the letter read that it no longer counts."""
    for one in papers.issued_of(row):
        wanted = one.kind == papers.LETTER if only is None else one.pk in only
        if wanted and one.withdrawn_at is None:
            documents.withdraw(one, reason, by=by)


def tell_withdrawn(row: Suggestion, by: Officer) -> None:
    """Tell the enterprise that nothing is asked of it any more."""
    if row.organisation is not None and row.delivered_on is not None:
        enterprises.tell_firm(
            row.organisation,
            title=saying(gettext_noop("Procuratorial suggestion %s was withdrawn"), str(row)),
            url=row.firm_url,
            trust=Firm.SUGGESTIONS,
            by=by,
        )
