"""Ask for a second person's word, give it, take it back, use it once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.approvals import queries
from county.foundation.approvals.events import ApprovalAsked, ApprovalDecided, ApprovalUsed
from county.foundation.approvals.flow import APPROVAL, State
from county.foundation.approvals.models import Approval
from county.foundation.approvals.registry import KINDS
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.saying import saying

LIFE = timedelta(hours=24)
"""How long an approval may be decided and then used (security T5); a local design value."""


class NotApproved(Refused):
    """Nobody else has agreed to exactly this, or the word they gave has run out."""


@transaction.atomic
def ask(
    *,
    kind: str,
    subject: str,
    payload: Any,
    title: str,
    why: str,
    by: Officer,
    people: int = 0,
    url: str = "",
) -> Approval:
    """Lay something before those who may be the second person; they are told.

    `payload` is plain data that holds exactly what will be done: a word to one is no word to
    another. An earlier wish for the same subject is taken back. Raises Refused where nobody could
    decide it.
    """
    if len(why.strip()) < 2:
        raise Incomplete(_("Say why. The person who decides reads it."))
    earlier = queries.open_for(kind, subject)
    if earlier is not None:
        _end(earlier)
    able = list(queries.deciders(kind, asker=by, people=people))
    if not able:
        raise Refused(_("Nobody could be the second person for this. Ask the administrator."))
    approval = Approval(
        kind=kind, subject=subject, title=title, why=why.strip()[:200], people=people,
        digest=queries.digest_of(payload), asker=by, asker_department=by.department,
        ends_at=clock.now() + LIFE,
    )  # fmt: skip
    approval.url = url or f"/approvals/{approval.pk}/"
    approval.save(force_insert=True)
    told = ApprovalAsked(approval_id=str(approval.pk), what=kind, concerns=subject, people=people)
    announce(told, by=by)
    tell(
        able,
        title=saying(gettext_noop("Your word is asked: %s"), title),
        url=f"/approvals/{approval.pk}/",
        by=by,
        about=f"approval:{approval.pk}",
        to_stand_ins=False,  # who stands in has a word of their own, or none
    )
    return approval


@transaction.atomic
def decide(approval: Approval, *, granted: bool, note: str = "", by: Officer) -> Approval:
    """Grant it or refuse it, as somebody else than who asked; a refusal says why.

    Raises NotAllowed for the asker, for their department where many people are concerned, and for
    a post that does not include it; Refused when it has run out.
    """
    approval = Approval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    demand(by, KINDS[approval.kind].permit)
    if by.pk == approval.asker_id:
        raise NotAllowed(_("You asked for this yourself. Somebody else decides it."))
    if approval.of_many and by.department_id == approval.asker_department_id:
        raise NotAllowed(_("More than 500 people are concerned: another department decides this."))
    if approval.ends_at <= clock.now():
        raise Refused(_("This has run out after 24 hours. It must be asked for anew."))
    if not granted and len(note.strip()) < 2:
        raise Incomplete(_("Say why you refuse. The person who asked reads it."))
    APPROVAL.move(approval, "grant" if granted else "refuse")
    approval.decider, approval.decider_department = by, by.department
    approval.decided_at, approval.note = clock.now(), note.strip()[:200]
    approval.save(update_fields=["state", "decider", "decider_department", "decided_at", "note"])
    decided = ApprovalDecided(
        approval_id=str(approval.pk), what=approval.kind, concerns=approval.subject, granted=granted
    )
    announce(decided, by=by)
    words = gettext_noop("Granted: %s") if granted else gettext_noop("Refused: %s")
    tell(
        [approval.asker],
        title=saying(words, approval.title),
        url=approval.url,
        by=by,
        about=f"approval:{approval.pk}",
        text=approval.note,
    )
    return approval


@transaction.atomic
def take_back(approval: Approval, *, by: Officer) -> Approval:
    """Let who asked take the wish back before it is used."""
    approval = Approval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    if by.pk != approval.asker_id:
        raise NotAllowed(_("Only the person who asked takes it back."))
    return _end(approval)


def _end(approval: Approval) -> Approval:
    APPROVAL.move(approval, "take_back")
    approval.save(update_fields=["state"])
    return approval


@transaction.atomic
def use(*, kind: str, subject: str, payload: Any, by: Actor) -> Approval:
    """Use the word that was given for exactly this content; it is good once.

    Raises NotApproved where it was not given, has run out, or was given for other content.
    """
    rows = Approval.objects.select_for_update(of=("self",))
    approval = rows.filter(kind=kind, subject=subject, state=State.GRANTED).first()
    if approval is None or approval.ends_at <= clock.now():
        raise NotApproved(_("Somebody else must agree to this first."))
    if bytes(approval.digest) != queries.digest_of(payload):
        raise NotApproved(_("It was changed after it was approved. Ask for approval anew."))
    APPROVAL.move(approval, "use")
    approval.used_at = clock.now()
    try:
        with transaction.atomic():
            approval.save(update_fields=["state", "used_at"])
    except IntegrityError as error:
        raise NotApproved(_("Somebody else must agree to this first.")) from error
    announce(ApprovalUsed(approval_id=str(approval.pk), what=kind, concerns=subject), by=by)
    return approval
