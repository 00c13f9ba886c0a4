"""Every look at what is private."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
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


class Block(models.Model):
    """Some rows of a log, chained: whoever changes, adds or takes one breaks every later block."""

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(_("log"), max_length=10)
    ids = ArrayField(models.BigIntegerField(), verbose_name=_("rows"))
    top = models.BigIntegerField(_("highest row"))
    horizon = models.BigIntegerField(_("transactions begun"))
    previous = models.BinaryField(_("digest before"), max_length=32)
    digest = models.BinaryField(_("digest"), max_length=32)
    sealed_at = models.DateTimeField(_("sealed at"), db_default=Now())

    class Meta:
        verbose_name = _("sealed block")
        indexes = [models.Index("stream", "id", name="block_by_stream")]

    def __str__(self) -> str:
        return f"{self.stream} {self.pk}"


class HoneyFile(models.Model):
    """A file of nobody, which no work leads to. The program's own role may not read this table."""

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(_("which"), max_length=100, unique=True)
    made_at = models.DateTimeField(_("made at"), db_default=Now())

    class Meta:
        verbose_name = _("honey file")

    def __str__(self) -> str:
        return self.subject


class HoneyHit(models.Model):
    """Somebody looked at a file of nobody: written by the database itself, told to auditors."""

    id = models.BigAutoField(primary_key=True)
    look = models.ForeignKey(Look, models.PROTECT, verbose_name=_("look"), db_constraint=False)
    at = models.DateTimeField(_("at"), db_default=Now())
    told_at = models.DateTimeField(_("told at"), null=True)

    class Meta:
        verbose_name = _("look at a honey file")

    def __str__(self) -> str:
        return f"#{self.look_id} {self.at:%F %T}"
