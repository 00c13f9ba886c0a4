"""Incidents: one row each, without the people in them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.dimensions.incidents.flow import INCIDENT, State
from county.foundation.staff.models import Officer
from county.kernel.numbers import uuid7
from county.kernel.saying import kept
from county.records.organisations.models import Organisation
from county.records.places.models import Area


class What(models.TextChoices):
    """Types of incidents that figures and linkages need; a local list (domain §8, S24)."""

    THEFT = "theft", _("theft")
    EMBEZZLEMENT = "embezzlement", _("embezzlement")
    FRAUD = "fraud", _("fraud")
    ROBBERY = "robbery", _("robbery")
    DAMAGE = "damage", _("damage to property")
    OTHER = "other", _("other")


AT_FIRMS = (What.THEFT, What.EMBEZZLEMENT)
"""What points to a gap in a firm's management (L01)."""
PROPERTY = (What.THEFT, What.EMBEZZLEMENT, What.FRAUD, What.ROBBERY)
"""侵财: what takes people's property (S24)."""


class Incident(models.Model):
    """One incident as the police entered it: type, day, area, firm, loss; no person is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(_("number of the police"), max_length=40, unique=True)
    what = models.CharField(_("type"), max_length=14, choices=What.choices)
    happened_on = models.DateField(_("day"))
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("area"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("enterprise")
    )
    loss = models.PositiveIntegerField(_("loss in yuan"), default=0)
    gap = models.BooleanField(_("a gap in management was seen"), default=False)
    gap_words = models.CharField(_("which gap"), max_length=200, default="")
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=INCIDENT.start
    )
    reason = models.CharField(_("reason"), max_length=200, default="")
    entered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"), db_default=Now())
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("incident")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="incident_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(what__in=What.values), name="incident_type_known"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, state=State.OPEN)
                | models.Q(closed_at__isnull=False) & ~models.Q(state=State.OPEN),
                name="incident_closed_has_its_time",
            ),
        ]
        indexes = [
            models.Index("area", "happened_on", name="incident_by_area"),
            models.Index(
                "organisation",
                "happened_on",
                name="incident_by_firm",
                condition=models.Q(organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def what_said(self) -> str:
        """Its type as a sentence to keep."""
        return kept(What(self.what).label)

    @property
    def subject(self) -> str:
        """The incident in the words of the log."""
        return f"incident:{self.pk}"

    @property
    def url(self) -> str:
        """Its page."""
        return f"/incidents/{self.pk}/"
