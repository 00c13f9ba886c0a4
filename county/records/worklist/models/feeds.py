"""The secret address at which an officer's own program fetches the calendar."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer


class Feed(models.Model):
    """An address of a calendar: only its digest is kept, and it can be revoked."""

    id = models.BigAutoField(primary_key=True)
    officer = models.ForeignKey(Officer, models.CASCADE, verbose_name=_("officer"))
    digest = models.BinaryField(_("digest"), max_length=32, unique=True)
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    class Meta:
        verbose_name = _("calendar address")
        constraints = [
            models.UniqueConstraint(
                "officer", name="feed_one_for_each", condition=Q(revoked_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.made_at:%F}"
