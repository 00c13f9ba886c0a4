"""Figures that rest on no other app's tables, and the reviewers' line in the menu."""

from __future__ import annotations

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.foundation.audit.models import HoneyHit, Look
from county.foundation.transparency.access import Permit
from county.foundation.transparency.queries import happened
from county.foundation.transparency.registry import Line, Month, publishes

menu("", _("For the reviewers"), "/transparency/review/", icon="shield-check",
     permit=Permit.REVIEW, order=90)  # fmt: skip


@publishes(
    "looks", _("Looks at private fields, by department"), [_("looks taken")], order=40, total=True
)
def looks(month: Month) -> list[Line]:
    """How often officers looked at what is masked, each time for a reason that is kept."""
    rows = (
        Look.objects.filter(at__gte=month.begins, at__lt=month.ends)
        .values_list("department")
        .annotate(Count("pk"))
        .order_by("department")
    )
    return [Line(department, [count]) for department, count in rows]


@publishes("care", _("Four eyes and switches"), [_("times")], order=80, people=False)
def care(month: Month) -> list[Line]:
    """How often a second person was asked, agreed, refused; what was switched off and on."""
    decided = "approvals.approval_decided"
    return [
        Line(_("A second person was asked"), [happened(month, "approvals.approval_asked")]),
        Line(_("agreed"), [happened(month, decided, granted=True)]),
        Line(_("refused"), [happened(month, decided, granted=False)]),
        Line(_("Something was switched off"), [happened(month, "switches.turned", on=False)]),
        Line(_("switched on again"), [happened(month, "switches.turned", on=True)]),
        Line(_("lists that left the house"), [happened(month, "lists.export_taken")]),
        Line(_("looks at files of nobody, laid out as a trap"), [_trapped(month)]),
    ]


def _trapped(month: Month) -> int:
    return HoneyHit.objects.filter(at__gte=month.begins, at__lt=month.ends).count()


@publishes("purposes", _("Looks at private fields, by what they were for"), [_("looks taken")],
           order=42, total=True)  # fmt: skip
def purposes(month: Month) -> list[Line]:
    """Whether a matter, a case or a visit stood behind a look, or its reason alone."""
    rows = Look.objects.filter(at__gte=month.begins, at__lt=month.ends)
    tied = rows.exclude(because="").count()
    return [
        Line(_("for a matter or case that is named"), [tied]),
        Line(_("for a reason in words"), [rows.count() - tied]),
    ]


@publishes("desk", _("Help and leads"), [_("how many")], order=50)
def desk(month: Month) -> list[Line]:
    """What was asked, told and answered; counted from the log, which names nobody."""
    opened = "helpdesk.matter_opened"
    return [
        Line(_("requests for help"), [happened(month, opened, matter_kind="help")]),
        Line(_("consultations"), [happened(month, opened, matter_kind="consultation")]),
        Line(_("leads received"), [happened(month, opened, matter_kind="lead")]),
        Line(_("first replies"), [happened(month, "helpdesk.matter_replied")]),
        Line(_("time limits missed"), [happened(month, "helpdesk.clock_missed")]),
    ]


@publishes("model", _("Suspicions of fraud by a machine"), [_("how many")], order=70)
def model(month: Month) -> list[Line]:
    """How often the recogniser suspected fraud, and how often people found it right or wrong."""
    return [
        Line(_("suspected"), [happened(month, "fraud.suspicion_raised")]),
        Line(_("confirmed by an officer"), [happened(month, "fraud.suspicion_confirmed")]),
        Line(_("found wrong by an officer"), [happened(month, "fraud.suspicion_dismissed")]),
    ]
