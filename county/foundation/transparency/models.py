"""The pages as they were published: written once, each naming the one before."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Published(models.Model):
    """One month as everybody read it; `digest` is over its content and the page before it."""

    month = models.DateField(_("month"), primary_key=True)
    content = models.JSONField(_("content"))
    digest = models.CharField(_("fingerprint"), max_length=64)
    made_at = models.DateTimeField(_("made at"), db_default=Now())

    class Meta:
        verbose_name = _("published month")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
