"""Who lives together, and who speaks for which enterprise.

Neither is a way to a tag: nothing that tags, selects or scores may read these tables (E10), which
`tests/structure/test_nothing_is_inferred_from_relations.py` watches.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.kernel.numbers import uuid7
from county.records.organisations.models import Organisation
from county.records.residents.models.people import Resident


class Household(models.Model):
    """A home that several residents said they share, by each one's own consent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area_code = models.CharField(_("area"), max_length=20, default="")
    made_at = models.DateTimeField(_("made at"), db_default=Now())

    class Meta:
        verbose_name = _("household")

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdMember(models.Model):
    """One resident in a household, while they agree to it."""

    id = models.BigAutoField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name=_("household"))
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name=_("resident"))
    evidence = models.CharField(_("how they agreed"), max_length=200)
    set_by = models.CharField(_("set by"), max_length=100)
    since = models.DateTimeField(_("since"), db_default=Now())
    left_at = models.DateTimeField(_("left at"), null=True)

    class Meta:
        verbose_name = _("member of a household")
        constraints = [
            models.UniqueConstraint(
                "resident", name="household_one_at_a_time", condition=models.Q(left_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} in {self.household_id}"


class WorkRole(models.TextChoices):
    LEGAL = "legal", _("legal representative")
    FINANCE = "finance", _("finance")
    HR = "hr", _("personnel")
    CONTACT = "contact", _("contact person")
    SAFETY = "safety", _("safety officer")


class WorkLink(models.Model):
    """A resident in a role for an enterprise, from a day until another.

    `Resident.organisation` stays the main workplace; these are all roles there are or were.
    """

    id = models.BigAutoField(primary_key=True)
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name=_("resident"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("enterprise"), related_name="people"
    )
    role = models.CharField(_("role"), max_length=10, choices=WorkRole.choices)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True)
    set_by = models.CharField(_("set by"), max_length=100)
    set_at = models.DateTimeField(_("set at"), db_default=Now())

    class Meta:
        verbose_name = _("role in an enterprise")
        constraints = [
            models.UniqueConstraint(
                "resident", "organisation", "role",
                name="work_link_once", condition=models.Q(until=None),
            ),
            models.CheckConstraint(
                name="work_link_in_order",
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.resident_id} {self.role} {self.organisation_id}"
