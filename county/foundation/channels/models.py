"""What platforms pushed and what we read there; the token and pauses all workers share."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7


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


class Callback(models.Model):
    """A platform's push, decrypted and kept before anything is understood; the same one once.

    `key` is a digest of everything it says, so that a push delivered again, or captured and sent
    again, is known. `pushed_at` is the platform's own time.
    """

    key = models.CharField(max_length=64, primary_key=True)
    channel = models.CharField(_("channel"), max_length=20)
    event = models.CharField(_("event"), max_length=80)
    change = models.CharField(_("change"), max_length=80, default="", db_default="")
    body = SealedTextField(_("content"), purpose="callback")
    pushed_at = models.DateTimeField(_("pushed at"), null=True)
    received_at = models.DateTimeField(_("received at"), db_default=Now())

    class Meta:
        verbose_name = _("callback")
        indexes = [models.Index("received_at", name="callback_by_time")]

    def __str__(self) -> str:
        return f"{self.channel} {self.event} {self.change}".strip()


class Mailbox(models.Model):
    """An account of a platform that only rings when there is news, and how far it has been read.

    `waiting` while it has rung and nobody has begun to read; `token` is what the last ring gave
    along for reading, good for ten minutes; `trouble` why it cannot be read.
    """

    name = models.CharField(max_length=100, primary_key=True)
    channel = models.CharField(_("channel"), max_length=20)
    account = models.CharField(_("account"), max_length=64)
    title = models.CharField(_("title"), max_length=60, default="", db_default="")
    managed = models.BooleanField(_("managed by us"), default=True, db_default=True)
    cursor = models.CharField(max_length=200, default="", db_default="")
    token = SealedTextField(purpose="channel_token", null=True)
    rung_at = models.DateTimeField(_("rung at"), null=True)
    waiting = models.BooleanField(default=False, db_default=False)
    read_at = models.DateTimeField(_("read at"), null=True)
    trouble = models.CharField(_("trouble"), max_length=500, default="", db_default="")

    class Meta:
        verbose_name = _("mailbox")

    def __str__(self) -> str:
        return self.title or self.account


class Entry(models.Model):
    """One entry of a mailbox as the platform gave it, kept beside what we made of it; once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, verbose_name=_("mailbox"))
    key = models.CharField(max_length=128)
    kind = models.CharField(_("kind"), max_length=80)
    body = SealedTextField(_("content"), purpose="callback")
    said_at = models.DateTimeField(_("said at"))
    kept_at = models.DateTimeField(_("kept at"), db_default=Now())
    trouble = models.CharField(_("trouble"), max_length=500, default="", db_default="")

    class Meta:
        verbose_name = _("entry of a mailbox")
        constraints = [models.UniqueConstraint("mailbox", "key", name="entry_once")]
        indexes = [
            models.Index("kept_at", name="entry_by_time"),
            models.Index("id", name="entry_in_trouble", condition=~models.Q(trouble="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.said_at:%F %T}"


class Session(models.Model):
    """Who holds a resident's chat on a platform: 0 new, 1 we, 2 the pool, 3 a colleague, 4 over.

    The numbers are WeCom's (document 94669); `name` is the conversation's address.
    """

    name = models.CharField(max_length=160, primary_key=True)
    state = models.PositiveSmallIntegerField(_("state"))
    colleague = models.CharField(_("colleague"), max_length=64, default="", db_default="")
    changed_at = models.DateTimeField(_("changed at"), db_default=Now())

    class Meta:
        verbose_name = _("session")

    def __str__(self) -> str:
        return f"{self.state} {self.colleague}".strip()
