"""What residents and the county have said to each other."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.kernel.numbers import uuid7
from county.records.residents.models import Resident


class Author(models.TextChoices):
    RESIDENT = "resident", _("resident")
    OFFICER = "officer", _("officer")
    NOTE = "note", _("internal note")
    SYSTEM = "system", _("system")


class Kind(models.TextChoices):
    TEXT = "text", _("text")
    IMAGE = "image", _("picture")
    VOICE = "voice", _("voice message")
    VIDEO = "video", _("video")
    FILE = "file", _("file")
    LOCATION = "location", _("location")
    LINK = "link", _("link")
    OTHER = "other", _("other")


class Conversation(models.Model):
    """One resident on one channel. It never ends; matters begin and end in it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    channel = models.CharField(_("channel"), max_length=20)
    address = models.CharField(_("address"), max_length=160)
    resident = models.ForeignKey(Resident, models.PROTECT, null=True, verbose_name=_("resident"))
    begun_at = models.DateTimeField(_("begun at"), db_default=Now())
    desk_read_at = models.DateTimeField(_("read by the desk at"), null=True)
    resident_read_at = models.DateTimeField(_("read by the resident at"), null=True)

    class Meta:
        verbose_name = _("conversation")
        constraints = [
            models.UniqueConstraint("channel", "address", name="conversation_once_per_address")
        ]

    def __str__(self) -> str:
        return f"{self.channel}:{self.pk}"


class Message(models.Model):
    """One thing said. `external_id` is the channel's name for it: the same name is kept once.

    `number` is the order of arrival; `grams` the search index, filled a moment later.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.BigIntegerField(_("order"), unique=True)
    conversation = models.ForeignKey(Conversation, models.PROTECT, verbose_name=_("conversation"))
    channel = models.CharField(max_length=20)
    external_id = models.CharField(max_length=100, null=True)  # noqa: DJ001 - unique where known
    author = models.CharField(_("author"), max_length=10, choices=Author.choices)
    by = models.CharField(_("by"), max_length=100)
    by_name = models.CharField(_("name"), max_length=40, default="", db_default="")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("text"))
    file = models.UUIDField(_("file"), null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    said_at = models.DateTimeField(_("said at"), db_default=Now())
    received_at = models.DateTimeField(_("received at"), db_default=Now())
    delivered_at = models.DateTimeField(_("delivered at"), null=True)
    failure = models.CharField(_("failure"), max_length=500, default="", db_default="")
    refused_at = models.DateTimeField(_("refused for good at"), null=True)
    recalled_at = models.DateTimeField(_("taken back at"), null=True)
    grams = SearchVectorField(null=True)

    class Meta:
        verbose_name = _("message")
        constraints = [
            models.UniqueConstraint("channel", "external_id", name="message_received_once"),
            models.CheckConstraint(
                condition=models.Q(author__in=Author.values), name="message_author_known"
            ),
        ]
        indexes = [
            models.Index("conversation", "number", name="message_in_order"),
            GinIndex("grams", name="message_grams", fastupdate=True),
            models.Index(
                "conversation",
                "number",
                name="message_to_deliver",
                condition=models.Q(
                    author__in=("officer", "system"), delivered_at=None, refused_at=None
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]


class Read(models.Model):
    """Text that was read out of a picture, kept beside it; officers may correct it."""

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True)
    text = models.TextField(_("text"))
    turns = models.JSONField(_("who said what"), default=list)
    corrected_by = models.CharField(max_length=100, default="")
    read_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.text[:30]
