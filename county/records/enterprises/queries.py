"""Enterprises and who speaks for them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.foundation.audit.models import Look
from county.kernel import clock
from county.kernel.fields import reveal
from county.kernel.sealing import blind_index
from county.records.enterprises.access import Permit
from county.records.enterprises.models import FirmNotice, Invitation, Representative, Seat, Tie
from county.records.organisations.models import Organisation

TRUST_WORDS = {
    Permit.SUGGESTIONS: gettext_lazy("read procuratorial suggestions and reply to them"),
    Permit.LESSONS: gettext_lazy("order law lessons"),
    Permit.QUESTIONS: gettext_lazy("ask the procurator and book appointments"),
    Permit.STAFF: gettext_lazy("invite and remove colleagues"),
}
"""What a permit lets a representative do, in plain words."""


def _active(organisation: Any) -> QuerySet[Representative]:
    return Representative.objects.filter(organisation=organisation, left_at=None)


def enterprises() -> QuerySet[Any]:
    """Every enterprise in business, with whether somebody speaks for it here."""
    rows = Organisation.objects.filter(is_active=True).select_related("area")
    return rows.annotate(has_account=Exists(_active(OuterRef("pk"))))


def narrowed(
    rows: QuerySet[Any], *, town: str, industry: str, account: str, words: str
) -> QuerySet[Any]:
    """The enterprises of a town, an industry's first signs, with an account or none, so named."""
    if town:
        rows = rows.filter(area__code__startswith=town)
    if industry:
        rows = rows.filter(industry__startswith=industry)
    if account in ("yes", "no"):
        rows = rows.filter(has_account=account == "yes")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(code=words.upper()))
    return rows


def people_of(organisation: Organisation) -> QuerySet[Representative]:
    """Who speaks for an enterprise now, the legal representative first."""
    return _active(organisation).order_by("-is_legal", "joined_at")


def former_of(organisation: Organisation) -> QuerySet[Representative]:
    """Who spoke for an enterprise, the last first."""
    rows = Representative.objects.filter(organisation=organisation).exclude(left_at=None)
    return rows.order_by("-left_at")


def invited_by(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations that may still be used."""
    rows = Invitation.objects.filter(organisation=organisation, used_at=None, ended_at=None)
    return rows.filter(until__gt=clock.now()).order_by("-made_at")


def with_phone(phone: str) -> QuerySet[Representative]:
    """For which enterprises the holder of this phone speaks, the last joined first."""
    return with_index(blind_index("phone", phone))


def with_index(index: bytes) -> QuerySet[Representative]:
    """The same by the phone's blind index."""
    rows = Representative.objects.filter(phone_index=index, left_at=None)
    return rows.select_related("organisation").order_by("-joined_at")


def tied_to(account: str) -> QuerySet[Representative]:
    """The same by an account of WeCom that a code has tied to a phone."""
    tie = Tie.objects.filter(account=account).first()
    return with_index(bytes(tie.phone_index)) if tie else Representative.objects.none()


def words_to(representative: Representative) -> QuerySet[FirmNotice]:
    """What a representative was told, the latest first."""
    return FirmNotice.objects.filter(representative=representative).order_by("-id")


def unread(representative: Representative) -> int:
    """How many words wait for a representative."""
    return words_to(representative).filter(read_at=None).count()


def looks_at(representative: Representative) -> QuerySet[Look]:
    """Which officers looked at a representative's name and phone, and why."""
    return Look.objects.filter(subject=representative.actor).order_by("-id")


def devices_of(representative: Representative) -> QuerySet[Seat]:
    """The devices on which a representative is signed in."""
    return Seat.objects.filter(representative=representative, ended_at=None).order_by("-seen_at")


def invitation_of(digest: bytes) -> Invitation | None:
    """The invitation with this digest of its code, if it may still be used."""
    rows = Invitation.objects.filter(digest=digest, used_at=None, ended_at=None)
    return rows.filter(until__gt=clock.now()).select_related("organisation").first()


def text_of(invitation: Invitation) -> str:
    """The text that brings an invitation's link; empty once the link is worthless."""
    code = reveal(invitation, "code")
    if not code:
        return ""
    words = _("%(firm)s asks you to act for it at the county's enterprise service: %(link)s")
    link = f"{settings.SIWEI_ADDRESS}/firm/join/{code}/"
    return words % {"firm": invitation.organisation, "link": link}
