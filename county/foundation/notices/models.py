"""What officers have been told."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer
from county.kernel.saying import said


class Notice(models.Model):
    """A word to one officer: what happened, and where to go."""

    id = models.BigAutoField(primary_key=True)
    officer = models.ForeignKey(Officer, models.CASCADE, verbose_name=_("officer"))
    title = models.CharField(_("title"), max_length=300)
    text = models.CharField(_("text"), max_length=300, default="")
    url = models.CharField(_("where"), max_length=200)
    loud = models.BooleanField(_("urgent"), default=False)
    about = models.CharField(_("about"), max_length=100, default="")
    given_at = models.DateTimeField(_("given at"), db_default=Now())
    read_at = models.DateTimeField(_("read at"), null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["officer", "-id"],
                name="notice_unread",
                condition=models.Q(read_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                "officer",
                "about",
                "title",
                name="notice_once",
                condition=models.Q(read_at__isnull=True) & ~models.Q(about=""),
            )
        ]

    def __str__(self) -> str:
        return said(self.title)
