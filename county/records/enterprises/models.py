"""People who speak for an enterprise. They are nobody's file: no key leads to a resident (E26)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.records.organisations.models import Organisation


class Representative(models.Model):
    """Somebody who speaks for an enterprise, with what they are trusted with."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("enterprise"))
    name = SealedTextField(_("name"), purpose="name")
    duty = models.CharField(_("position"), max_length=40, default="")
    is_legal = models.BooleanField(_("legal representative"), default=False)
    trusts = ArrayField(models.CharField(max_length=60), verbose_name=_("permits"), default=list)
    joined_at = models.DateTimeField(_("joined at"), db_default=Now())
    left_at = models.DateTimeField(_("left at"), null=True)

    class Meta:
        verbose_name = _("representative")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.duty or self.pk}"

    @property
    def actor(self) -> str:
        """The representative in the words of the event log."""
        return f"representative:{self.pk}"

    @property
    def reach(self) -> frozenset[str] | None:
        """No area: a representative sees the own enterprise only."""
        return frozenset()

    def has(self, permit: str) -> bool:
        """Whether the representative is trusted with this."""
        return self.left_at is None and permit in self.trusts
