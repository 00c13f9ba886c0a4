"""What residents scan: codes that add officers as contacts, entrances to customer service."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.channels.models import Mailbox
from county.foundation.files.models import StoredFile
from county.foundation.staff.models import Officer
from county.kernel.numbers import uuid7
from county.records.contacts.flow import ENTRANCE, WAY, EntranceState, WayState


class ContactWay(models.Model):
    """A code to scan (联系我). `state_word` is what WeCom says again of whoever came by it.

    `config_id` is WeCom's name for it, known nowhere else: kept before the code is shown (F-46).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(_("title"), max_length=30)
    town_code = models.CharField(_("town"), max_length=20, default="")
    state_word = models.CharField(_("state of the code"), max_length=30, unique=True)
    members = ArrayField(models.CharField(max_length=64), verbose_name=_("colleagues"))
    state = models.CharField(_("state"), max_length=10, choices=WayState.choices, default=WAY.start)
    reason = models.CharField(_("reason"), max_length=300, default="")
    config_id = models.CharField(max_length=100, unique=True, null=True)  # noqa: DJ001
    picture = models.URLField(_("picture"), max_length=500, default="")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, verbose_name=_("picture in our house")
    )
    made_by = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    tried_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("contact code")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=WayState.READY)
                | models.Q(config_id__isnull=False) & ~models.Q(config_id=""),
                name="contact_way_ready_has_its_name",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Entrance(models.Model):
    """The link into the chats of a customer service account (客服链接); a town is added to it.

    WeCom makes it once and keeps it for ever; what is printed stays good.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mailbox = models.OneToOneField(Mailbox, models.PROTECT, verbose_name=_("account"))
    state = models.CharField(
        _("state"), max_length=10, choices=EntranceState.choices, default=ENTRANCE.start
    )
    reason = models.CharField(_("reason"), max_length=300, default="")
    link = models.URLField(_("link"), max_length=500, default="")
    asked_by = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("made by"))
    asked_at = models.DateTimeField(_("made at"), db_default=Now())

    class Meta:
        verbose_name = _("entrance")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=EntranceState.READY) | ~models.Q(link=""),
                name="entrance_ready_has_its_link",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=EntranceState.values), name="entrance_state_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.mailbox)
