"""The county's areas: the county, its nine towns, villages and grids."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    COUNTY = "county", _("county")
    TOWN = "town", _("town")
    GRID = "grid", _("grid")


class Area(models.Model):
    """A piece of the county. `alias_of` keeps a former town's code readable."""

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, verbose_name=_("within"))
    alias_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="aliases", verbose_name=_("now")
    )
    longitude = models.FloatField(_("longitude"), null=True)
    latitude = models.FloatField(_("latitude"), null=True)
    outline = models.JSONField(_("outline"), null=True)

    class Meta:
        verbose_name = _("area")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=Level.values), name="area_level_known"
            )
        ]

    def __str__(self) -> str:
        return self.name if (get_language() or "").startswith("zh") else self.name_en
