"""Issue a paper, once and as it is; withdraw it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from county.foundation.documents import pictures, press, word
from county.foundation.documents.composing import Mark, composed, words
from county.foundation.documents.events import PaperIssued, PaperWithdrawn
from county.foundation.documents.models import Issued, in_groups, new_code
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.files import actions as files
from county.kernel import clock
from county.kernel.ciphers import digest
from county.kernel.errors import Incomplete, Refused
from county.kernel.papers import Paper

PDF = "application/pdf"
CHECK = "check/"


@transaction.atomic
def issue(paper: Paper, *, about: str, by: Actor, purpose: str) -> Issued:
    """Set the paper as PDF and DOCX, keep both sealed, and give it a code that anyone can check.

    `about` names what it belongs to, such as `suggestion:0192…`. From now on this is the paper:
    what changes later is another one. Raises press.NotSet where it cannot be set (a sign that no
    font has), Incomplete where it bears no name of an organ or kind; then nothing was issued.
    """
    if not paper.organ.strip() or not paper.kind.strip():
        raise Incomplete(_("A paper needs the name of its organ and of its kind."))
    code, at = new_code(), clock.now()
    mark = Mark(in_groups(code), f"{settings.SIWEI_ADDRESS}/{CHECK}")
    pdf = press.pdf(paper, at=at, mark=mark)
    docx = word.docx(paper, at=at, mark=mark)
    name = f"{paper.kind} {paper.number}".strip()
    issued = Issued.objects.create(
        code=code,
        subject=about,
        organ=paper.organ.strip()[:100],
        kind=paper.kind.strip()[:60],
        number=paper.number.strip()[:60],
        pages=pictures.count(pdf),
        pdf=files.keep_own(pdf, media=PDF, name=name, by=by, purpose=purpose),
        docx=files.keep_own(docx, media=word.MEDIA, name=name, by=by, purpose=purpose),
        pdf_digest=digest(pdf).hex(),
        text_digest=digest(words(composed(paper, mark)).encode()).hex(),
        issued_by=by.actor,
        issued_at=at,
    )
    announce(
        PaperIssued(
            issued_id=str(issued.pk), concerns=about, what=issued.kind, number=issued.number
        ),
        by=by,
    )
    return issued


@transaction.atomic
def withdraw(issued: Issued, reason: str, *, by: Actor) -> Issued:
    """Say of the paper from now on that it no longer counts; its files stay.

    Raises Refused without a reason, and for one withdrawn before.
    """
    if not reason.strip():
        raise Incomplete(_("Say in a few words why the paper is withdrawn."))
    issued = Issued.objects.select_for_update(of=("self",)).get(pk=issued.pk)
    if issued.withdrawn_at is not None:
        raise Refused(_("This paper was withdrawn before."))
    issued.withdrawn_at, issued.withdrawn_by = clock.now(), by.actor
    issued.withdrawn_reason = reason.strip()[:200]
    issued.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    announce(
        PaperWithdrawn(
            issued_id=str(issued.pk), concerns=issued.subject, what=issued.kind,
            number=issued.number,
        ),
        by=by,
    )  # fmt: skip
    return issued
