"""What the workers must agree on when they call a messaging platform: its token, its pauses."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from county.kernel.fields import SealedTextField


class Access(models.Model):
    """The access token of one application of a platform, one for all workers, sealed.

    The row is locked while a worker fetches a new one. After a refusal nobody asks before
    `not_before`, unless the secret is another one than that of `secret_mark` (its blind index).
    """

    name = models.CharField(max_length=100, primary_key=True)
    token = SealedTextField(_("access token"), purpose="channel_token", null=True)
    good_until = models.DateTimeField(_("good until"), null=True)
    fetched_at = models.DateTimeField(_("fetched at"), null=True)
    secret_mark = models.BinaryField(max_length=16, null=True)
    refusals = models.PositiveIntegerField(_("refusals in a row"), default=0, db_default=0)
    refused_code = models.IntegerField(_("code of the last refusal"), null=True)
    not_before = models.DateTimeField(_("not before"), null=True)

    class Meta:
        verbose_name = _("access to a platform")

    def __str__(self) -> str:
        return self.name


class Pause(models.Model):
    """An interface that the platform asked us to leave alone, and since how many times in a row."""

    name = models.CharField(max_length=200, primary_key=True)
    until = models.DateTimeField()
    times = models.PositiveIntegerField(_("times in a row"), default=1, db_default=1)

    class Meta:
        verbose_name = _("pause of an interface")

    def __str__(self) -> str:
        return f"{self.name} {self.until:%F %T}"
