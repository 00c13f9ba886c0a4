"""Every look at what is private."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Look(models.Model):
    """One officer saw one person's private fields, for a reason. Never changed, never removed."""

    id = models.BigAutoField(primary_key=True)
    by = models.CharField(_("by"), max_length=100)
    name = models.CharField(_("officer"), max_length=40)
    department = models.CharField(_("department"), max_length=60)
    subject = models.CharField(_("whose"), max_length=100)
    fields = models.CharField(_("what was seen"), max_length=100)
    reason = models.CharField(_("reason"), max_length=200)
    because = models.CharField(_("in connection with"), max_length=100, default="")
    address = models.CharField(_("from"), max_length=45, default="")
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        indexes = [
            models.Index("subject", "id", name="look_by_subject"),
            models.Index("by", "id", name="look_by_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.subject} ({self.fields})"
