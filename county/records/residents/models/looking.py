"""Who may open a file of another station, and how many files an officer may open in a day."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer, Post
from county.records.residents.models.people import Resident

FILES_A_DAY = 60
"""Distinct files that an officer may open in a day, where no other number is set (security T4)."""


class Grant(models.Model):
    """An officer said why they need the file of another station; it is open to them for a shift."""

    id = models.BigAutoField(primary_key=True)
    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("officer"))
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name=_("resident"))
    reason = models.CharField(_("reason"), max_length=200)
    because = models.CharField(_("in connection with"), max_length=100, default="")
    given_at = models.DateTimeField(_("given at"), db_default=Now())
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("leave to open a file")
        indexes = [models.Index("officer", "resident", "until", name="grant_in_force")]

    def __str__(self) -> str:
        return f"{self.officer_id} → {self.resident_id} ({self.until:%F %H:%M})"


class Allowance(models.Model):
    """How many distinct files the holders of a post may open in a day."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, verbose_name=_("post"))
    files_a_day = models.PositiveIntegerField(_("files a day"), default=FILES_A_DAY)
    set_by = models.CharField(_("set by"), max_length=100)
    set_at = models.DateTimeField(_("set at"), db_default=Now())

    class Meta:
        verbose_name = _("allowance of files")

    def __str__(self) -> str:
        return f"{self.post_id}: {self.files_a_day}"
