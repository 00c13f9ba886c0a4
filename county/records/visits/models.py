"""Who is visited, why, by whom, when, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.files.models import StoredFile
from county.foundation.staff.models import Officer
from county.kernel.numbers import uuid7
from county.records.organisations.models import Organisation
from county.records.residents.models import Resident
from county.records.visits.flow import ENDS, VISIT, State


class Kind(models.TextChoices):
    ASKED = "asked", _("asked for by the person")
    AFTER_CARE = "after_care", _("after-care")
    SERVICE = "service", _("service at home")
    ADVICE = "advice", _("advice on prevention")
    ENTERPRISE = "enterprise", _("visit to a firm")


class Visit(models.Model):
    """One visit to a resident or to an organisation; never a watch on anybody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=VISIT.start)
    resident = models.ForeignKey(Resident, models.PROTECT, null=True, verbose_name=_("resident"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("organisation")
    )
    why = models.CharField(_("reason"), max_length=200)
    about = models.CharField(_("in connection with"), max_length=100, default="")
    url = models.CharField(max_length=200, default="")
    town_code = models.CharField(_("town"), max_length=20, default="")
    area_code = models.CharField(_("area"), max_length=20, default="")
    longitude = models.FloatField(_("longitude"), null=True)
    latitude = models.FloatField(_("latitude"), null=True)
    due_on = models.DateField(_("due"))
    appointment = models.CharField(_("how it was agreed"), max_length=100, default="")
    planned_on = models.DateField(_("planned for"), null=True)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, verbose_name=_("officer"))
    outcome = models.CharField(_("what came of it"), max_length=300, default="")
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, verbose_name=_("photo"))
    next_on = models.DateField(_("next visit"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    proposed_by = models.CharField(_("proposed by"), max_length=100)
    proposed_at = models.DateTimeField(_("proposed at"), db_default=Now())
    key = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("visit")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="visit_state_known"),
            models.CheckConstraint(
                condition=Q(resident__isnull=False, organisation__isnull=True)
                | Q(resident__isnull=True, organisation__isnull=False),
                name="visit_to_one",
            ),
            models.CheckConstraint(
                condition=Q(state=State.PROPOSED) | Q(officer__isnull=False),
                name="visit_is_moved_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PLANNED) | Q(planned_on__isnull=False),
                name="visit_planned_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PLANNED, resident__isnull=False) | ~Q(appointment=""),
                name="visit_is_never_cold",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDS, ended_at__isnull=False) & ~Q(outcome="")
                | ~Q(state__in=ENDS) & Q(ended_at__isnull=True),
                name="visit_end_is_told",
            ),
        ]
        indexes = [
            models.Index("officer", "planned_on", name="visit_by_day"),
            models.Index("state", "due_on", name="visit_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"

    @property
    def whom(self) -> str:
        """Who is visited, as lists call them."""
        return str(self.resident or self.organisation)
