"""Keep which tags in WeCom are ours, and which stand on a contact."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.channels.wecom.tags import Tag
from county.foundation.events.registry import System
from county.foundation.notices.actions import tell
from county.kernel.errors import Refused
from county.kernel.saying import saying
from county.records.contacts.models import Contact, CorpTag
from county.records.tags import actions as tags

WECOM = System("wecom")


@transaction.atomic
def own(code: str, tag: Tag) -> None:
    """Note that this tag or group in WeCom is ours."""
    CorpTag.objects.filter(wecom_id=tag.id).exclude(pk=code).delete()
    CorpTag.objects.update_or_create(
        code=code, defaults={"wecom_id": tag.id, "name": tag.name, "order": tag.order}
    )


@transaction.atomic
def disown(code: str) -> None:
    """Note that WeCom has no such tag of ours any more."""
    CorpTag.objects.filter(pk=code).delete()


@transaction.atomic
def intend(contact: Contact, marks: Iterable[str]) -> None:
    """Note the marks that we are about to put on a contact, so that they are known as ours."""
    row = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    row.ours = sorted({*row.ours, *marks})
    row.save(update_fields=["ours"])


@transaction.atomic
def marked(contact: Contact, *, added: Iterable[str], removed: Iterable[str]) -> None:
    """Reflect at once what we changed: no push tells of it (F-15)."""
    row = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    row.marks = sorted({*row.marks, *added} - set(removed))
    row.ours = sorted({*row.ours, *added} - set(removed))
    row.save(update_fields=["marks", "ours"])


@transaction.atomic
def take_as_proposal(contact: Contact, code: str) -> None:
    """What an officer marked in WeCom is a proposal here; what may not be one, they are told."""
    officer = contact.officer
    if officer is None or not officer.is_active:
        return
    try:
        with transaction.atomic():
            tags.lay(contact.resident, code, why=_("marked in WeCom"), by=officer)
    except tags.AlreadyThere:
        return
    except Refused:
        tell(
            [officer],
            title=saying(gettext_noop("A tag set in WeCom was taken back: %s"),
                         saying(gettext_noop("officers do not set it"))),
            url=f"/residents/{contact.resident_id}/",
            by=WECOM,
            about=f"contact:{contact.pk}",
        )  # fmt: skip
