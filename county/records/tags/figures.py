"""What of tags is told to everybody, and to the reviewers: counts of groups only (E28, E29)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from county.foundation.audit.models import Look
from county.foundation.transparency.knowledge import unfair
from county.foundation.transparency.queries import happened, median_days
from county.foundation.transparency.registry import Line, Month, publishes
from county.records.places.queries import name_of, towns
from county.records.residents.models import Resident
from county.records.tags import queries
from county.records.tags.knowledge import Tag, tags
from county.records.tags.models import Objection, Suggestion, Tagging, Withholding

AGES = ("14-17", "18-34", "35-59", "60+")


def _named(tag: Tag) -> Any:
    return lazy(lambda: tag.title(get_language() or ""), str)()


@publishes("files", _("Residents' files"), [_("there are"), _("opened this month")],
           order=10, stock=[0])  # fmt: skip
def files(month: Month) -> list[Line]:
    """How many residents have a file, and how many of them any tag in force."""
    tagged = queries.in_force().values("resident").distinct().count()
    opened = happened(month, "residents.resident_opened")
    return [
        Line(_("files"), [Resident.objects.count(), opened]),
        Line(_("with a tag in force"), [tagged, 0]),
    ]


@publishes("tags", _("Tags by kind"), [_("in force"), _("set"), _("ended"), _("objected to"),
           _("upheld")], order=20, stock=[0], total=True)  # fmt: skip
def kinds(month: Month) -> list[Line]:
    """Each kind: how many are in force, were set, ended, objected to and found wrong."""
    span = (month.begins, month.ends)
    in_force = _by_code(queries.in_force())
    given = _by_code(Tagging.objects.filter(confirmed_at__range=span))
    ended = _by_code(Tagging.objects.filter(ended_at__range=span))
    objected = _by_code(Objection.objects.filter(made_at__range=span), "tagging__code")
    upheld = _by_code(Objection.objects.filter(decided_at__range=span, upheld=True),
                      "tagging__code")  # fmt: skip
    every = (in_force, given, ended, objected, upheld)
    return [Line(_named(tag), [one[tag.code] for one in every]) for tag in tags().values()]


def _by_code(rows: QuerySet[Any], field: str = "code") -> Counter[str]:
    return Counter(dict(rows.values_list(field).annotate(Count("pk")).order_by(field)))


@publishes("rights", _("Rights of residents about tags"), [_("how many")], order=30)
def rights(month: Month) -> list[Line]:
    """Objections and how long they took; what was withheld; what was refused."""
    span = (month.begins, month.ends)
    decided = Objection.objects.filter(decided_at__range=span)
    times = [(end - begin).total_seconds() for begin, end in
             decided.values_list("made_at", "decided_at") if end]  # fmt: skip
    withheld = Withholding.objects.filter(approved_on__isnull=False, until__gte=month.first,
                                          approved_on__lt=month.ends.date())  # fmt: skip
    refused = queries.in_force()
    return [
        Line(_("objections made"), [happened(month, "tags.objection_made")]),
        Line(_("objections decided"), [decided.count()]),
        Line(_("median days to a decision, of ten and more"),
             [median_days(times) if len(times) >= 10 else 0]),
        Line(_("tags withheld from the person by statute"), [withheld.count()]),
        Line(_("persons who want generic content only"), [refused.filter(code="T1204").count()]),
        Line(_("persons who want emergencies only"), [refused.filter(code="T0109").count()]),
        Line(_("consents taken back"),
             [happened(month, "residents.consent_recorded", given=False)]),
    ]  # fmt: skip


@publishes("machines", _("Suggestions by machines"), [_("how many")], order=60, people=False)
def machines(month: Month) -> list[Line]:
    """How often a machine suggested a tag, and how often people followed it or not."""
    span = (month.begins, month.ends)
    settled = Suggestion.objects.filter(settled_at__range=span)
    return [
        Line(_("tags suggested"), [happened(month, "tags.tag_suggested")]),
        Line(_("proposed by an officer after reading"), [settled.filter(taken=True).count()]),
        Line(_("found not fitting"), [settled.filter(taken=False).count()]),
        Line(_("officers who follow nearly every suggestion"),
             [sum(bool(row["alarm"]) for row in queries.rubber_stamps())]),
    ]  # fmt: skip


@dataclass(frozen=True)
class Shares:
    """What one group of residents has of something, beside the county."""

    people: int
    tagged: int
    looked_at: int
    objected: int


def _shares(rows: QuerySet[Resident], looked_at: Iterable[str]) -> Shares:
    ids = {str(one) for one in rows.values_list("pk", flat=True)}
    return Shares(
        len(ids),
        queries.in_force().filter(resident__in=rows).count(),
        sum(subject in ids for subject in looked_at),
        Objection.objects.filter(tagging__resident__in=rows).count(),
    )


def _even(groups: list[tuple[Any, QuerySet[Resident]]], month: Month) -> list[Line]:
    """Each group's tags, looks and objections for each person, in per cent of the county's."""
    looks = Look.objects.filter(at__range=(month.begins, month.ends),
                                subject__startswith="resident:")  # fmt: skip
    looked_at = [one.removeprefix("resident:") for one in looks.values_list("subject", flat=True)]
    county = _shares(Resident.objects.all(), looked_at)

    def per_cent(group: Shares, of: Callable[[Shares], int]) -> int:
        times = unfair(of(group), group.people, of(county), county.people)
        return round(times * 100) if times is not None else 0

    return [
        Line(title, [
            group.people - group.people % 10,
            per_cent(group, lambda one: one.tagged),
            per_cent(group, lambda one: one.looked_at),
            per_cent(group, lambda one: one.objected),
        ])
        for title, rows in groups
        for group in [_shares(rows, looked_at)]
    ]  # fmt: skip


COLUMNS = [
    _("persons"),
    _("tags against the county, per cent"),
    _("looks against the county, per cent"),
    _("objections against the county, per cent"),
]


@publishes("by_town", _("By town"), COLUMNS, order=10, people=False, review=True)
def by_town(month: Month) -> list[Line]:
    """Whether some towns' people are tagged, looked at or object more than others'."""
    named = [(lazy(name_of, str)(town.code), town.code) for town in towns()]
    people = Resident.objects
    return _even([(name, people.filter(town_code=code)) for name, code in named], month)


@publishes("by_age", _("By age"), COLUMNS, order=20, people=False, review=True)
def by_age(month: Month) -> list[Line]:
    """The same by age band, of those who stated one."""
    if not hasattr(Resident, "age_band"):
        return [Line(_("age is not kept"), [0, 0, 0, 0])]
    return _even([(age, Resident.objects.filter(Q(("age_band", age)))) for age in AGES], month)


@publishes("by_registration", _("By registration"), COLUMNS, order=30, people=False, review=True)
def by_registration(month: Month) -> list[Line]:
    """The same by local household and by residence registration, of those of whom it is known."""
    known = queries.in_force()
    local = known.filter(code="T0201").values("resident")
    moved = known.filter(Q(code="T0202") | Q(code="T0203")).values("resident")
    people = Resident.objects
    return _even(
        [
            (_("local household"), people.filter(pk__in=local)),
            (_("residence registration"), people.filter(pk__in=moved)),
            (_("not known"), people.exclude(pk__in=local).exclude(pk__in=moved)),
        ],
        month,
    )
