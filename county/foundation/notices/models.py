"""What officers have been told."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer
from county.kernel.fields import SealedTextField
from county.kernel.saying import said


class Notice(models.Model):
    """A word to one officer: what happened, and where to go.

    `buttons` are the keys of what may be done straight from its card in WeCom; `card_code` the
    card's one-time code, good for 72 hours; `outcome` what pressing came to, as the card says it.
    `behalf` is the officer on leave for whom it came; until `held_until` it does not buzz.
    """

    id = models.BigAutoField(primary_key=True)
    officer = models.ForeignKey(Officer, models.CASCADE, verbose_name=_("officer"))
    title = models.CharField(_("title"), max_length=300)
    text = models.CharField(_("text"), max_length=300, default="")
    url = models.CharField(_("where"), max_length=200)
    loud = models.BooleanField(_("urgent"), default=False)
    buttons = ArrayField(
        models.CharField(max_length=60), verbose_name=_("buttons"), default=list, blank=True
    )
    about = models.CharField(_("about"), max_length=100, default="")
    given_at = models.DateTimeField(_("given at"), db_default=Now())
    read_at = models.DateTimeField(_("read at"), null=True)
    pushed_at = models.DateTimeField(_("sent to WeCom at"), null=True)
    push_failure = models.CharField(
        _("why it is not in WeCom"), max_length=500, default="", db_default=""
    )
    card_code = SealedTextField(purpose="channel_token", null=True)
    outcome = models.CharField(_("what came of it"), max_length=60, default="", db_default="")
    behalf = models.ForeignKey(
        Officer, models.CASCADE, null=True, related_name="+", verbose_name=_("for")
    )
    held_until = models.DateTimeField(_("quiet until"), null=True)

    class Meta:
        indexes = [
            models.Index(
                "held_until", name="notice_held", condition=models.Q(held_until__isnull=False)
            ),
            models.Index(
                fields=["officer", "-id"],
                name="notice_unread",
                condition=models.Q(read_at__isnull=True),
            ),
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


class QuietHours(models.Model):
    """The hours in which only urgent notices buzz on an officer's phone; the bell still counts."""

    officer = models.OneToOneField(
        Officer, models.CASCADE, primary_key=True, verbose_name=_("officer")
    )
    begins = models.TimeField(_("quiet from"))
    ends = models.TimeField(_("quiet until"))

    class Meta:
        verbose_name = _("quiet hours")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(begins=models.F("ends")), name="quiet_hours_end"
            )
        ]

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"
