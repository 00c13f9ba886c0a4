"""Suggestions an officer or an enterprise may see, their letters, and what belongs to each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.flow import Stage
from county.dimensions.procuracy.knowledge import clocks as known
from county.dimensions.procuracy.knowledge.clocks import URGE_OFFSETS, Clock
from county.dimensions.procuracy.models import (
    CopyTo,
    Delivery,
    Escalation,
    Filing,
    Item,
    Letter,
    Objection,
    Opinion,
    Reply,
    Revisit,
    Series,
    Step,
    Suggestion,
    Urging,
)
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.records.organisations.models import Organisation

__all__ = ["URGE_OFFSETS"]
OPEN = (Stage.RECTIFYING, Stage.OBJECTION, Stage.ESCALATED)
ENDED = (Stage.CLOSED, Stage.CLOSED_NO, Stage.WITHDRAWN)
WAITS: dict[str, tuple[str, ...]] = {
    Permit.HANDLE: (
        Stage.LEAD, Stage.INVESTIGATING, Stage.REPORTED, Stage.DRAFT, Stage.CONSULT, Stage.ISSUED,
        Stage.REPLIED, Stage.REVISIT_DUE,
    ),
    Permit.REVIEW: (Stage.LEGAL_REVIEW,),
    Permit.APPROVE: (Stage.PLANNED, Stage.APPROVAL, Stage.OBJECTION),
    Permit.MANAGE: (Stage.TO_ISSUE,),
}  # fmt: skip
"""For each permit, the stages in which a suggestion waits for its holder."""
LEAST_URGINGS = 2
"""Urgings on record before the chief may take it further (invariant 15)."""


def suggestions_for(officer: Holder) -> QuerySet[Suggestion]:
    """The suggestions an officer of the procuratorate may see; every page starts here.

    The chief and case management see all; reviewers what came to review; handling prosecutors
    their own; liaison prosecutors what was delivered to enterprises of their towns.
    """
    rows = Suggestion.objects.select_related("handler", "organisation", "approved_by")
    if officer.has(Permit.APPROVE) or officer.has(Permit.MANAGE):
        return rows
    seen = Q(pk__in=[])
    if officer.has(Permit.HANDLE) and isinstance(officer, Officer):
        seen |= Q(handler=officer)
    if officer.has(Permit.REVIEW):
        came = Opinion.objects.filter(of=Opinion.Of.LEGAL).values("suggestion_id")
        seen |= Q(state=Stage.LEGAL_REVIEW) | Q(reviewed_at__isnull=False) | Q(pk__in=came)
    if officer.has(Permit.LIAISE):
        near = Q(delivered_on__isnull=False, organisation__isnull=False)
        reach = officer.reach
        towns = (
            Q()
            if reach is None
            else Q(organisation__area_id__in=reach) | Q(organisation__area__parent_id__in=reach)
        )
        seen |= near & towns
    return rows.filter(seen)


def named_like(rows: QuerySet[Suggestion], words: str) -> QuerySet[Suggestion]:
    """Those whose number, draft number or addressee holds these words."""
    found = Q(number__contains=words) | Q(draft_no__contains=words) | Q(addressee__contains=words)
    return rows.filter(found)


def waiting_for(officer: Officer) -> QuerySet[Suggestion]:
    """What waits for this officer's hand."""
    wanted = Q(pk__in=[])
    for permit, stages in WAITS.items():
        if officer.has(permit):
            mine = Q(handler=officer) if permit == Permit.HANDLE else ~Q(handler=officer)
            wanted |= Q(state__in=stages) & mine
    if officer.has(Permit.MANAGE):
        wanted |= Q(pk__in=unfiled().values("pk"))
    return suggestions_for(officer).filter(wanted)


def unfiled() -> QuerySet[Suggestion]:
    """Issued letters that were not yet filed with both departments of the upper procuratorate."""
    issued = Suggestion.objects.filter(issued_at__isnull=False).exclude(state__in=ENDED)
    current = Filing.objects.filter(version=F("suggestion__version"))
    filed = current.filter(to=Filing.To.COUNTERPART).values("suggestion_id")
    also = current.filter(to=Filing.To.RESEARCH).values("suggestion_id")
    return issued.exclude(pk__in=filed, id__in=also)


def is_filed(suggestion: Suggestion) -> bool:
    """Whether the current version was filed with both departments."""
    filings = Filing.objects.filter(suggestion=suggestion, version=suggestion.version)
    return filings.count() == len(Filing.To.values)


def of_firm(organisation: Organisation | UUID) -> QuerySet[Suggestion]:
    """What an enterprise sees: the suggestions that were delivered to it."""
    rows = Suggestion.objects.filter(organisation=organisation, delivered_on__isnull=False)
    return rows.select_related("handler").order_by("-delivered_on")


def copies_for(officer: Officer) -> QuerySet[CopyTo]:
    """The copies that came to the officer's department."""
    rows = CopyTo.objects.filter(department_id=officer.department_id)
    return rows.select_related("suggestion").order_by("-copied_at")


def series() -> list[Series]:
    """The numbers of every year and type, the latest year first."""
    return list(Series.objects.order_by("-year", "kind"))


def letter_of(suggestion: Suggestion, version: int | None = None) -> Letter:
    """The letter in its latest version, or in the one that is named."""
    return Letter.objects.get(
        suggestion=suggestion, version=suggestion.version if version is None else version
    )


def delivered_letter(suggestion: Suggestion) -> Letter:
    """The letter that the addressee has: the latest version that was delivered."""
    last = Delivery.objects.filter(suggestion=suggestion).order_by("-version").first()
    return letter_of(suggestion, last.version if last else None)


def amendment_of(suggestion: Suggestion) -> Letter | None:
    """The amended letter that is being written beside the one in force."""
    return Letter.objects.filter(suggestion=suggestion, version=suggestion.version + 1).first()


def is_amendment_passed(suggestion: Suggestion) -> bool:
    """Whether legal review passed the amended letter as it now stands."""
    letter = amendment_of(suggestion)
    if letter is None:
        return False
    passed = Opinion.objects.filter(
        suggestion=suggestion, of=Opinion.Of.LEGAL, word=Opinion.Word.YES, version=letter.version
    )
    return passed.filter(at__gte=letter.saved_at).exists()


def being_written(suggestion: Suggestion) -> Letter | None:
    """The letter that its prosecutor may write in now; None where it stands as it is."""
    if suggestion.state == Stage.DRAFT:
        return letter_of(suggestion)
    return amendment_of(suggestion) if suggestion.state == Stage.OBJECTION else None


def letters_of(suggestion: Suggestion) -> list[Letter]:
    """Every version of the letter, up to the one in force."""
    rows = Letter.objects.filter(suggestion=suggestion, version__lte=suggestion.version)
    return list(rows.order_by("version"))


def items_of(letter: Letter) -> list[Item]:
    """The items of a version, in their order."""
    return list(Item.objects.filter(letter=letter).order_by("no"))


def reply_draft(suggestion: Suggestion) -> Reply | None:
    """The reply that is being written."""
    return Reply.objects.filter(suggestion=suggestion, sent_at__isnull=True).first()


def replies_of(suggestion: Suggestion) -> list[Reply]:
    """The replies that were sent, the latest first, with their answers."""
    rows = Reply.objects.filter(suggestion=suggestion, sent_at__isnull=False)
    return list(
        rows.prefetch_related("answers__item", "answers__evidence__file").order_by("-round")
    )


def urgings_of(suggestion: Suggestion) -> list[Urging]:
    """How often and how the addressee was urged, for the current version of the letter."""
    rows = Urging.objects.filter(suggestion=suggestion).select_related("urged_by")
    return list(rows.order_by("on", "pk"))


def urged_enough(suggestion: Suggestion) -> bool:
    """Whether two urgings are on record, so that the chief may take it further (invariant 15)."""
    return Urging.objects.filter(suggestion=suggestion).count() >= LEAST_URGINGS


def handled(suggestion_id: UUID | str) -> Suggestion:
    """A suggestion with its handling prosecutor, for what follows from a fact about it."""
    rows = Suggestion.objects.select_related("handler__department", "handler__post")
    return rows.get(pk=suggestion_id)


def running() -> QuerySet[Suggestion]:
    """Every suggestion that has not ended."""
    rows = Suggestion.objects.exclude(state__in=ENDED).select_related("handler", "organisation")
    return rows.order_by("pk")


def objections_of(suggestion: Suggestion) -> list[Objection]:
    """Every objection, late ones too, in the order they came."""
    return list(Objection.objects.filter(suggestion=suggestion).order_by("raised_at"))


def open_objection(suggestion: Suggestion) -> Objection | None:
    """The objection that is under review."""
    rows = Objection.objects.filter(suggestion=suggestion, outcome="", is_late=False)
    return rows.first()


def clocks_of(suggestion: Suggestion, today: date | None = None) -> list[Clock]:
    """The clocks of one suggestion."""
    filings = Filing.objects.filter(suggestion=suggestion, version=max(1, suggestion.version))
    days = [one.on for one in filings]
    replied = Reply.objects.filter(suggestion=suggestion, reviewed_at__isnull=False)
    reviewed = replied.order_by("-round").values_list("reviewed_at", flat=True).first()
    visits = Revisit.objects.filter(suggestion=suggestion).order_by("on")
    waits = suggestion.state == Stage.REPLIED
    return known.clocks(
        suggestion,
        today or clock.today(),
        filed_on=max(days) if len(days) == len(Filing.To.values) else None,
        revisited_on=visits.values_list("on", flat=True).first(),
        reviewed_on=clock.day_of(reviewed) if reviewed and not waits else None,
    )


@dataclass(frozen=True, slots=True)
class File:
    """Everything that belongs to a suggestion, for its page."""

    steps: list[Step]
    opinions: list[Opinion]
    deliveries: list[Delivery]
    filings: list[Filing]
    copies: list[CopyTo]
    objections: list[Objection]
    urgings: list[Urging]
    escalations: list[Escalation]
    replies: list[Reply]
    revisits: list[Revisit]


def file_of(suggestion: Suggestion) -> File:
    """What was done on the way, each kind in its order."""
    of: dict[str, Any] = {"suggestion": suggestion}
    return File(
        steps=list(Step.objects.filter(**of).select_related("noted_by").order_by("on", "pk")),
        opinions=list(Opinion.objects.filter(**of).select_related("officer").order_by("at")),
        deliveries=list(Delivery.objects.filter(**of).order_by("version")),
        filings=list(Filing.objects.filter(**of).order_by("version", "to")),
        copies=list(
            CopyTo.objects.filter(**of).select_related("department", "copied_by").order_by("pk")
        ),
        objections=objections_of(suggestion),
        urgings=urgings_of(suggestion),
        escalations=list(Escalation.objects.filter(**of).select_related("decided_by")),
        replies=replies_of(suggestion),
        revisits=list(Revisit.objects.filter(**of).prefetch_related("checks__item").order_by("on")),
    )
