"""The addressee's reply, item by item with its evidence, and the return visit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.dimensions.procuracy.models.suggestions import Item, Suggestion
from county.foundation.files.models import StoredFile
from county.foundation.staff.models import Officer
from county.kernel.numbers import uuid7
from county.records.enterprises.models import Representative


class Done(models.TextChoices):
    FULLY = "fully", _("put right")
    PARTLY = "partly", _("put right in part")
    NOT = "not", _("not put right")


class Adopted(models.TextChoices):
    YES = "yes", _("adopted")
    PARTLY = "partly", _("adopted in part")
    NO = "no", _("not adopted")


class Reply(models.Model):
    """A written reply; a draft until it is sent, so that nothing typed is lost."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT)
    version = models.PositiveSmallIntegerField(_("version of the letter"))
    round = models.PositiveSmallIntegerField(_("reply no."), default=1)
    responsible = models.CharField(_("responsible person"), max_length=40, default="")
    summary = models.TextField(_("in general"), default="")
    written_by = models.ForeignKey(Representative, models.PROTECT, null=True)
    noted_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(_("sent at"), null=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    reviewed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    review_words = models.TextField(_("words of the review"), default="")

    class Meta:
        verbose_name = _("reply")
        constraints = [
            models.UniqueConstraint("suggestion", "round", name="reply_round_once"),
            models.UniqueConstraint(
                "suggestion", name="reply_one_draft", condition=Q(sent_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.round}"


class Answer(models.Model):
    """What the addressee did about one item, and what the review found."""

    id = models.BigAutoField(primary_key=True)
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, models.PROTECT)
    measure = models.TextField(_("what was done"), default="")
    state = models.CharField(_("state"), max_length=8, choices=Done.choices, default="")
    on = models.DateField(_("done on"), null=True)
    person = models.CharField(_("responsible person"), max_length=40, default="")
    remaining = models.TextField(_("what remains"), default="")
    adopted = models.CharField(_("adopted"), max_length=8, choices=Adopted.choices, default="")
    found = models.CharField(_("found at review"), max_length=8, choices=Done.choices, default="")
    note = models.CharField(_("note of the review"), max_length=300, default="")

    class Meta:
        verbose_name = _("answer to an item")
        constraints = [models.UniqueConstraint("reply", "item", name="answer_once")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.state}"


class Evidence(models.Model):
    """A file the addressee lays beside its answer."""

    id = models.BigAutoField(primary_key=True)
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("evidence")

    def __str__(self) -> str:
        return str(self.file_id)


class Revisit(models.Model):
    """A return visit: who was there, what was checked, what the firm needs, and the result."""

    class Result(models.TextChoices):
        LASTING = "lasting", _("put right and lasting")
        LARGELY = "largely", _("largely put right")
        REBOUND = "rebound", _("fallen back")
        UNCLEAR = "unclear", _("could not be verified")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT)
    on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=120)
    visitors = models.JSONField(_("visitors"), default=list)
    participants = models.CharField(_("company participants and their posts"), max_length=300)
    problems = models.TextField(_("new problems"), default="")
    needs = models.TextField(_("what the company needs"), default="")
    satisfaction = models.PositiveSmallIntegerField(_("satisfaction"), null=True)
    orders = models.CharField(_("lessons ordered on the spot"), max_length=200, default="")
    incidents_before = models.PositiveIntegerField(_("incidents, six months before"), null=True)
    incidents_after = models.PositiveIntegerField(_("incidents, six months after"), null=True)
    loss_before = models.PositiveIntegerField(_("loss in yuan, six months before"), null=True)
    loss_after = models.PositiveIntegerField(_("loss in yuan, six months after"), null=True)
    next_on = models.DateField(_("next visit"), null=True)
    result = models.CharField(_("result"), max_length=8, choices=Result.choices)
    signed_by_firm = models.CharField(_("signed for the company"), max_length=40)
    noted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(_("noted at"))
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True)

    class Meta:
        verbose_name = _("return visit")
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True)
                | Q(satisfaction__gte=1, satisfaction__lte=5),
                name="revisit_satisfaction_1_to_5",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_result_display()}"


class Check(models.Model):
    """What a return visit found of one item."""

    id = models.BigAutoField(primary_key=True)
    revisit = models.ForeignKey(Revisit, models.CASCADE, related_name="checks")
    item = models.ForeignKey(Item, models.PROTECT)
    found = models.CharField(_("found"), max_length=8, choices=Done.choices)
    evidence = models.CharField(_("what shows it"), max_length=300, default="")

    class Meta:
        verbose_name = _("item checked")
        constraints = [models.UniqueConstraint("revisit", "item", name="checked_once_a_visit")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.found}"
