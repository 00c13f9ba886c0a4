"""The tags of residents, as far as the asking officer may see them; what has effect, what waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from county.foundation.staff.policy import Holder
from county.foundation.switches import queries as switches
from county.foundation.switches.registry import TAGS_SUGGESTIONS, TAGS_USE
from county.kernel import clock
from county.records.residents.models import Consent, Resident
from county.records.residents.queries import residents_for
from county.records.residents.wording import categories
from county.records.tags.access import Permit
from county.records.tags.flow import HELD, OPEN, State
from county.records.tags.knowledge import (
    CLASS_C,
    OFFICER,
    REFUSALS,
    RUBBER_STAMP,
    RUBBER_STAMP_FROM,
    SENSITIVE,
    UNCONFIRMED_DAYS,
    UNUSED_DAYS,
    YOUTH,
    Group,
    Tag,
    library,
    tags,
)
from county.records.tags.models import (
    Definition,
    Objection,
    RefusedWords,
    Suggestion,
    Tagging,
    Withholding,
)


def taggings_for(holder: Holder) -> QuerySet[Tagging]:
    """The taggings an officer may see; sensitive ones only with a permit of their own (E27)."""
    if not holder.has(Permit.READ):
        return Tagging.objects.none()
    rows = Tagging.objects.filter(resident__in=residents_for(holder)).select_related("officer")
    return rows if holder.has(Permit.SENSITIVE) else rows.exclude(grade=CLASS_C)


def open_of(resident_id: UUID | str, holder: Holder) -> list[Tagging]:
    """What is proposed, in force or held for a resident, in the order of the library."""
    rows = taggings_for(holder).filter(resident_id=resident_id, state__in=OPEN)
    return list(rows.order_by("code"))


def own(resident_id: UUID | str) -> QuerySet[Tagging]:
    """Everything that is or was on a resident, for the resident; the latest first.

    But for what two officers withhold for a time on a ground that a statute names (E14).
    """
    withheld = Withholding.objects.filter(
        tagging=OuterRef("pk"), approved_by__isnull=False, until__gte=clock.today()
    )
    rows = Tagging.objects.filter(~Exists(withheld), resident_id=resident_id)
    return rows.select_related("officer__department").order_by("-proposed_at", "code")


def in_force() -> QuerySet[Tagging]:
    """Every tag that has effect today, whatever the night's work has done; every use starts here.

    While the use of tags is switched off, only what refuses something has (E34).
    """
    rows = Tagging.objects.filter(
        Q(until__isnull=True) | Q(until__gte=clock.today()), state=State.ACTIVE
    )
    return rows if switches.is_on(TAGS_USE) else rows.filter(code__in=REFUSALS)


def active_codes(resident_id: UUID | str) -> set[str]:
    """The codes that have effect for a resident today."""
    return set(in_force().filter(resident_id=resident_id).values_list("code", flat=True))


def refusals(resident_id: UUID | str) -> set[str]:
    """What the resident refuses: generic content only, emergencies only."""
    return active_codes(resident_id) & REFUSALS


def _left(resident_id: UUID | str, offered: Callable[[Tag], bool]) -> list[Group]:
    """The library's groups with those tags that are offered and that the resident has not."""
    open_now = Tagging.objects.filter(resident_id=resident_id, state__in=OPEN)
    has = set(open_now.values_list("code", flat=True))
    found = []
    for group in library():
        left = tuple(tag for tag in group.tags if tag.code not in has and offered(tag))
        if left:
            found.append(Group(group.code, group.name, group.name_en, left))
    return found


def to_propose(resident_id: UUID | str, holder: Holder) -> list[Group]:
    """The library's groups with what an officer may propose and the resident does not have."""
    if not switches.is_on(TAGS_USE):
        return []
    return _left(
        resident_id,
        lambda tag: (
            OFFICER in tag.setters and (tag.level < SENSITIVE or holder.has(Permit.SENSITIVE))
        ),
    )


def to_set(resident_id: UUID | str) -> list[Group]:
    """The library's groups with what a resident may set alone and does not have in force."""
    if not switches.is_on(TAGS_USE):
        return []
    resident = Resident.objects.get(pk=resident_id)
    return _left(resident_id, lambda tag: tag.code not in REFUSALS and may_set_alone(resident, tag))


def may_set_alone(resident: Resident, tag: Tag) -> bool:
    """Whether this resident sets this tag; of somebody of 14 to 17, a guardian must know."""
    if tag.needs_guardian:
        minor = getattr(resident, "age_band", "") == YOUTH
        return minor and getattr(resident, "guardian_informed_at", None) is not None
    return tag.set_alone


def run_out(today: date) -> list[Tagging]:
    """Tags in force, frozen or objected to, whose last day has passed."""
    rows = Tagging.objects.filter(state__in=(*HELD, State.CONTESTED), until__lt=today)
    return list(rows.order_by("until")[:500])


def unconfirmed(now: datetime) -> list[Tagging]:
    """Proposals that nobody has confirmed in fourteen days."""
    old = now - timedelta(days=UNCONFIRMED_DAYS)
    return list(Tagging.objects.filter(state=State.PROPOSED, proposed_at__lt=old)[:500])


def resting_on(resident: Resident, scope: str) -> list[Tagging]:
    """Open tags that rest on this consent, if it is taken back now; none if it was given again."""
    latest = Consent.objects.filter(resident=resident, scope=scope).order_by("-id").first()
    if latest is None or latest.given:
        return []
    rows = Tagging.objects.filter(resident=resident, state__in=OPEN).exclude(basis__startswith="D")
    return [
        one
        for one in rows
        if one.code in tags()
        and one.code not in REFUSALS
        and scope in (one.tag.scope, f"tag:{one.code}")
    ]


def took_part(tagging: Tagging) -> set[int]:
    """The officers who proposed or approved a tag: they do not decide about it."""
    return {one for one in (tagging.officer_id, tagging.approved_by_id) if one is not None}


def objections_for(holder: Holder) -> QuerySet[Objection]:
    """The objections an officer may decide about."""
    if not holder.has(Permit.DECIDE):
        return Objection.objects.none()
    rows = Objection.objects.filter(tagging__in=taggings_for(holder))
    return rows.select_related("tagging__officer", "tagging__resident", "officer")


def objections_of(resident_id: UUID | str) -> list[Objection]:
    """A resident's objections, the latest first."""
    rows = Objection.objects.filter(tagging__resident_id=resident_id)
    return list(rows.select_related("tagging", "officer__department").order_by("-made_at"))


def suggestions_for(holder: Holder, resident_id: UUID | str) -> list[Suggestion]:
    """What machines suggest for a resident and nobody has settled; none while that is off."""
    if not holder.has(Permit.PROPOSE) or not switches.is_on(TAGS_SUGGESTIONS):
        return []
    rows = Suggestion.objects.filter(
        resident__in=residents_for(holder), resident_id=resident_id, settled_at=None,
        until__gte=clock.now(),
    )  # fmt: skip
    return list(rows.order_by("-made_at"))


def rubber_stamps() -> list[dict[str, object]]:
    """Officers with how many suggestions they settled and took, and whether they seem to read."""
    rows = (
        Suggestion.objects.filter(settled_at__isnull=False, officer__isnull=False)
        .values("officer__name", "officer__department__name")
        .annotate(settled=Count("pk"), took=Count("pk", filter=Q(taken=True)))
        .order_by("-settled")
    )
    return [
        {
            **row,
            "per_cent": row["took"] * 100 // row["settled"],
            "alarm": row["settled"] >= RUBBER_STAMP_FROM
            and row["took"] * 100 > RUBBER_STAMP * row["settled"],
        }
        for row in rows
    ]


def withholdings() -> list[Withholding]:
    """What is withheld, or waits for a second officer's word, the latest first."""
    rows = Withholding.objects.filter(until__gte=clock.today())
    rows = rows.select_related("tagging", "asked_by", "approved_by")
    return list(rows.order_by("-asked_at"))


def unused(used: Iterable[str] = ()) -> list[Tag]:
    """Kinds of tags that served nobody in six months: proposed for deletion (E30).

    A kind served when one was set or renewed for somebody, or when one of `used` named it. In a
    county that began to set tags less than six months ago nothing can be said yet.
    """
    since = clock.now() - timedelta(days=UNUSED_DAYS)
    if not Tagging.objects.filter(proposed_at__lt=since).exists():
        return []
    served = Tagging.objects.filter(Q(confirmed_at__gte=since) | Q(renewed_at__gte=since))
    known = set(served.values_list("code", flat=True)) | set(used)
    return [tag for tag in tags().values() if tag.code not in known]


def refused_words() -> list[dict[str, object]]:
    """How often notes were refused, by month and kind of word, the latest month first (E5)."""
    named = {one.code: one for one in categories()}
    chinese = (get_language() or "").startswith("zh")
    return [
        {
            "month": f"{row.month:%Y-%m}",
            "title": named[row.category].title if chinese else named[row.category].title_en,
            "times": row.times,
        }
        for row in RefusedWords.objects.order_by("-month", "category")[:200]
        if row.category in named
    ]


def definitions() -> QuerySet[Definition]:
    """S12: the kinds of tag in use, as the reviewed library has them."""
    return Definition.objects.filter(active=True)


CONSENT = "tags"
"""The scope of the consent on which a file's tags rest."""


def files_of(holder: Holder) -> QuerySet[Resident]:
    """The residents' files that the holder may see: no child's, none erased."""
    return residents_for(holder).filter(erased_at=None, is_child=False)


def files_with_consent(holder: Holder) -> QuerySet[Resident]:
    """S13: those of them whose last word on tags is a yes."""
    return files_of(holder).filter(agreed_to__contains=[CONSENT])
