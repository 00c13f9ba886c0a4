"""Enterprises, schools and shops, and the people who speak for them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from county.kernel.numbers import uuid7
from county.records.places.models import Area


class Organisation(models.Model):
    """An enterprise, school or shop of the county."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, default="enterprise")
    industry = models.CharField(_("industry code"), max_length=4, default="")
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("area"))
    address = models.CharField(_("address"), max_length=120, default="")
    in_park = models.BooleanField(_("in the chemical park"), default=False)
    is_active = models.BooleanField(_("in business"), default=True)

    class Meta:
        verbose_name = _("organisation")
        indexes = [models.Index("area", "name", name="organisation_by_area")]

    def __str__(self) -> str:
        return self.name
