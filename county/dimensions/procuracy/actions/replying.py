"""The addressee's written reply, its review item by item, the return visit, the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions.drafting import Stale
from county.dimensions.procuracy.actions.moving import call, call_handler, locked, may, moving, text
from county.dimensions.procuracy.events import ReplySaved, SuggestionArchived, SuggestionVisited
from county.dimensions.procuracy.flow import SUGGESTION, Stage
from county.dimensions.procuracy.models import (
    Adopted,
    Answer,
    Check,
    Done,
    Evidence,
    Item,
    Reply,
    Revisit,
    Suggestion,
)
from county.dimensions.procuracy.queries import papers
from county.dimensions.procuracy.queries import suggestions as asked
from county.foundation.documents import actions as documents
from county.foundation.events.actions import announce
from county.foundation.files import actions as files
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.deadlines import rule
from county.kernel.errors import Incomplete, Refused
from county.kernel.saying import saying
from county.records.enterprises import actions as enterprises
from county.records.enterprises.access import Permit as Firm
from county.records.enterprises.models import Representative

MOST_FILES = 10
"""Files beside one answer."""
RETENTIONS = ("permanent", "long", "10_years")
LEAST_VISITORS = 2
EFFECT = ("incidents_before", "incidents_after", "loss_before", "loss_after")
"""What the firm tells of incidents of the same type and their loss (domain §1.6): counts only."""


@transaction.atomic
def save_reply(
    suggestion: Suggestion,
    *,
    responsible: str,
    summary: str,
    answers: Mapping[int, Mapping[str, Any]],
    by: Officer | Representative,
    seen: str | None = None,
) -> Reply:
    """Keep the reply as it stands, complete or not; nobody is told.

    `answers` are by the item's number: measure, state, on, person, remaining. `seen` says when
    what the writer has before them was kept; raises Stale when somebody wrote meanwhile, so that
    two who write for one enterprise lose nothing.
    """
    row = locked(suggestion)
    may(row, Firm.SUGGESTIONS, by=by)
    if row.state not in SUGGESTION.moves["reply"].sources:
        raise Refused(_("No reply is awaited now."))
    draft = asked.reply_draft(row)
    if seen is not None and seen != (draft.saved_at.isoformat() if draft else ""):
        raise Stale(
            _("The reply was saved elsewhere meanwhile. Copy your words, then open it anew.")
        )
    reply = draft or Reply(
        suggestion=row, version=row.version, round=len(asked.replies_of(row)) + 1
    )
    reply.version = row.version
    reply.responsible = text(responsible, _("Responsible person"), shortest=0, longest=40)
    reply.summary = text(summary, _("In general"), shortest=0, longest=4000)
    reply.written_by = by if isinstance(by, Representative) else None
    reply.noted_by = by if isinstance(by, Officer) else None
    reply.saved_at = clock.now()
    reply.save()
    for item in asked.items_of(asked.letter_of(row)):
        _keep_answer(reply, item, answers.get(item.no, {}))
    announce(ReplySaved(suggestion_id=str(row.pk), round=reply.round), by=by)
    return reply


def _keep_answer(reply: Reply, item: Item, said: Mapping[str, Any]) -> None:
    state = str(said.get("state", ""))
    if state and state not in Done.values:
        raise Incomplete(_("Choose how far item %s is.") % item.no)
    Answer.objects.update_or_create(
        reply=reply,
        item=item,
        defaults={
            "measure": text(str(said.get("measure", "")), _("Measure"), shortest=0, longest=4000),
            "state": state,
            "on": said.get("on"),
            "person": text(str(said.get("person", "")), _("Person"), shortest=0, longest=40),
            "remaining": text(str(said.get("remaining", "")), _("Remaining"), shortest=0),
        },
    )


@transaction.atomic
def add_evidence(
    suggestion: Suggestion, *, no: int, content: bytes, name: str, by: Officer | Representative
) -> Evidence:
    """Lay a picture or a document beside the answer to an item, kept in its harmless form."""
    row = locked(suggestion)
    may(row, Firm.SUGGESTIONS, by=by)
    reply = asked.reply_draft(row)
    if reply is None:
        raise Refused(_("Save the reply first."))
    answer = Answer.objects.filter(reply=reply, item__no=no).first()
    if answer is None:
        raise Refused(_("There is no such item."))
    if answer.evidence.count() >= MOST_FILES:
        raise Incomplete(_("Ten files at most for an item."))
    file = files.keep(content, name=name, by=by, purpose="reply")
    evidence = Evidence.objects.create(answer=answer, file=file)
    announce(ReplySaved(suggestion_id=str(row.pk), round=reply.round), by=by)
    return evidence


@transaction.atomic
def drop_evidence(suggestion: Suggestion, *, evidence_id: int, by: Representative) -> None:
    """Take a file off a reply that was not sent."""
    row = locked(suggestion)
    may(row, Firm.SUGGESTIONS, by=by)
    reply = asked.reply_draft(row)
    gone, _kinds = Evidence.objects.filter(pk=evidence_id, answer__reply=reply).delete()
    if reply is None or not gone:
        raise Refused(_("There is no such file."))
    announce(ReplySaved(suggestion_id=str(row.pk), round=reply.round), by=by)


def send_reply(suggestion: Suggestion, *, by: Officer | Representative) -> Suggestion:
    """Send the written reply; its review begins.

    Raises Incomplete with what is missing: every item needs what was done, how far it is, the day
    and the person; what is not wholly done needs what remains.
    """
    with moving(suggestion, "reply", by=by) as row:
        reply = asked.reply_draft(row)
        if reply is None:
            raise Incomplete(_("Write the reply first."))
        text(reply.responsible, _("Responsible person"), longest=40)
        answers = list(reply.answers.select_related("item").order_by("item__no"))
        for one in answers:
            _whole(one)
        reply.sent_at = clock.now()
        reply.save(update_fields=["sent_at"])
        documents.issue(papers.reply(reply), about=row.subject, by=by, purpose="suggestion")
        row.replied_at = row.replied_at or clock.now()
        row.review_due = rule("DL05").due(clock.today())
        row.revisit_due = row.revisit_due or rule("DL06").due(clock.today())
        row.told_open_items = sum(one.state != Done.FULLY for one in answers)
        call_handler(row, gettext_noop("The addressee replied: %s"), by=by)
    return row


def _whole(one: Answer) -> None:
    no = one.item.no
    if len(one.measure.strip()) < 2:
        raise Incomplete(_("Item %s: say what was done.") % no)
    if not one.state:
        raise Incomplete(_("Item %s: say how far it is.") % no)
    if one.state == Done.FULLY and one.on is None:
        raise Incomplete(_("Item %s: give the day.") % no)
    if not one.person.strip():
        raise Incomplete(_("Item %s: name the responsible person.") % no)
    if one.state != Done.FULLY and len(one.remaining.strip()) < 2:
        raise Incomplete(_("Item %s: say what remains, and by when.") % no)


def review_reply(
    suggestion: Suggestion, *, found: Mapping[int, Mapping[str, str]], words: str, by: Officer
) -> Suggestion:
    """Say of each item whether it was adopted and is put right; the file goes on by itself.

    With every item put right a return visit is due; else the addressee goes on putting right.
    """
    reply = next(iter(asked.replies_of(suggestion)), None)
    if reply is None:
        raise Refused(_("There is no reply to review."))
    answers = list(reply.answers.select_related("item").order_by("item__no"))
    for one in answers:
        said = found.get(one.item.no, {})
        one.adopted, one.found = said.get("adopted", ""), said.get("found", "")
        one.note = said.get("note", "").strip()[:300]
        if one.adopted not in Adopted.values or one.found not in Done.values:
            raise Incomplete(_("Item %s: say whether it is adopted and put right.") % one.item.no)
    whole = all(one.found == Done.FULLY for one in answers)
    with moving(suggestion, "accept_reply" if whole else "accept_in_part", by=by) as row:
        Answer.objects.bulk_update(answers, ["adopted", "found", "note"])
        reply.reviewed_at, reply.reviewed_by = clock.now(), by
        reply.review_words = text(words, _("Opinion"), shortest=0, longest=1000)
        reply.save(update_fields=["reviewed_at", "reviewed_by", "review_words"])
        row.told_open_items = sum(one.found != Done.FULLY for one in answers)
        if row.organisation is not None:
            enterprises.tell_firm(
                row.organisation,
                title=saying(gettext_noop("Your reply to %s was reviewed"), str(row)),
                url=row.firm_url,
                trust=Firm.SUGGESTIONS,
                by=by,
            )
    return row


def revisit(
    suggestion: Suggestion,
    *,
    on: date,
    place: str,
    visitors: Sequence[str],
    participants: str,
    checks: Mapping[int, Mapping[str, str]],
    result: str,
    signed_by_firm: str,
    by: Officer,
    problems: str = "",
    needs: str = "",
    satisfaction: int | None = None,
    orders: str = "",
    next_on: date | None = None,
    effect: Mapping[str, int | None] | None = None,
    photo: bytes = b"",
    photo_name: str = "",
) -> Revisit:
    """Keep the record of the return visit, signed by both sides; what it found decides the rest.

    What fell back goes on being put right and is urged anew (L04); anything else ends the matter.
    A visit while items are still open is kept, and they stay open.
    """
    people = [one.strip() for one in visitors if one.strip()]
    if len(set(people)) < LEAST_VISITORS:
        raise Incomplete(_("At least two people visit. Name them."))
    if result not in Revisit.Result.values:
        raise Incomplete(_("Choose the result of the visit."))
    if on > clock.today():
        raise Incomplete(_("The visit cannot lie ahead."))
    told = {
        "on": on, "place": text(place, _("Place"), longest=120), "visitors": people,
        "participants": text(participants, _("Company participants"), longest=300),
        "problems": text(problems, _("New problems"), shortest=0, longest=2000),
        "needs": text(needs, _("What the company needs"), shortest=0, longest=2000),
        "satisfaction": satisfaction, "orders": orders.strip()[:200], "next_on": next_on,
        "result": result, **{name: (effect or {}).get(name) for name in EFFECT},
        "signed_by_firm": text(signed_by_firm, _("Signed for the company"), longest=40),
    }  # fmt: skip
    if suggestion.state == Stage.RECTIFYING:
        return _visit_meanwhile(suggestion, told, checks, photo, photo_name, by=by)
    rebound = result == Revisit.Result.REBOUND
    with moving(suggestion, "visit_rebound" if rebound else "visit_well", by=by) as row:
        visit = _keep_visit(row, told, checks, photo, photo_name, by)
        if rebound:
            call(Permit.APPROVE, row, gettext_noop("Fallen back at the return visit: %s"), by=by)
        else:
            row.closed_at = clock.now()
    return visit


@transaction.atomic
def _visit_meanwhile(
    suggestion: Suggestion, told: Mapping[str, Any], checks: Mapping[int, Mapping[str, str]],
    photo: bytes, photo_name: str, *, by: Officer,
) -> Revisit:  # fmt: skip
    """A visit while items are open: its record is kept, and nothing moves."""
    row = locked(suggestion)
    may(row, Permit.HANDLE, by=by)
    visit = _keep_visit(row, told, checks, photo, photo_name, by)
    visited = SuggestionVisited(suggestion_id=str(row.pk), result=visit.result)
    announce(visited, by=by)
    return visit


def _keep_visit(
    row: Suggestion, told: Mapping[str, Any], checks: Mapping[int, Mapping[str, str]],
    photo: bytes, photo_name: str, by: Officer,
) -> Revisit:  # fmt: skip
    kept = (
        files.keep(photo, name=photo_name or "photo.jpg", by=by, purpose="revisit")
        if photo
        else None
    )
    visit = Revisit.objects.create(
        suggestion=row, noted_by=by, noted_at=clock.now(), photo=kept, **told
    )
    for item in asked.items_of(asked.letter_of(row)):
        said = checks.get(item.no, {})
        if said.get("found", "") not in Done.values:
            raise Incomplete(_("Item %s: say what the visit found.") % item.no)
        Check.objects.create(
            revisit=visit, item=item, found=said["found"],
            evidence=said.get("evidence", "").strip()[:300],
        )  # fmt: skip
    documents.issue(papers.visit(visit), about=row.subject, by=by, purpose="suggestion")
    return visit


@transaction.atomic
def archive(
    suggestion: Suggestion, *, retention: str, volumes: Sequence[str], by: Officer
) -> Suggestion:
    """Put an ended suggestion into the archive: what the volume holds and how long it is kept."""
    demand(by, Permit.MANAGE)
    row = locked(suggestion)
    if row.state not in asked.ENDED:
        raise Refused(_("It has not ended."))
    if retention not in RETENTIONS:
        raise Incomplete(_("Choose how long it is kept."))
    listed = [one.strip()[:100] for one in volumes if one.strip()]
    if not listed:
        raise Incomplete(_("List what the volume holds."))
    row.retention, row.volumes = retention, listed
    row.save(update_fields=["retention", "volumes"])
    announce(SuggestionArchived(suggestion_id=str(row.pk), retention=retention), by=by)
    return row


def is_to_visit(suggestion: Suggestion) -> bool:
    """Whether a return visit can be noted: after a reply."""
    return suggestion.replied_at is not None
