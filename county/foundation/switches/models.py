"""What is switched off now, by whom and why. What has no row is on."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer


class Off(models.Model):
    """One part of the program that is switched off."""

    name = models.CharField(_("switch"), max_length=40, primary_key=True)
    reason = models.CharField(_("reason"), max_length=200)
    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("switched off by"))
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("switched off")

    def __str__(self) -> str:
        return self.name
