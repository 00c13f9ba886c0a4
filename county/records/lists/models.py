"""Sheets brought in, row by row, and lists taken out."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer
from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.kernel.sealing import declare
from county.records.lists.flow import IMPORT, RowState, State
from county.records.lists.registry import KINDS, Kind

LIST = declare("export_list")
"""A list that was taken out is sealed for the day it is kept."""


class Import(models.Model):
    """One sheet that an officer brings in. Its rows are kept sealed, for seven days.

    They are kept as they were read, before anything looks at them: only the columns that a list of
    this kind may have, so that a name in another column never comes in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("what"), max_length=12)
    name = models.CharField(_("file"), max_length=80)
    mapping = models.JSONField(_("columns"), default=dict)
    ignored = models.JSONField(_("columns left out"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=IMPORT.start)
    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("by"))
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    undone_at = models.DateTimeField(_("undone at"), null=True)
    emptied_at = models.DateTimeField(_("rows removed at"), null=True)

    class Meta:
        verbose_name = _("import")
        constraints = [
            models.CheckConstraint(
                name="import_state_known", condition=models.Q(state__in=State.values)
            )
        ]
        indexes = [models.Index(fields=["officer", "-made_at"], name="import_by_officer")]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The list in the words of the log."""
        return f"import:{self.pk}"

    @property
    def url(self) -> str:
        """Its page."""
        return f"/lists/imports/{self.pk}/"

    @property
    def sort(self) -> Kind:
        """Which kind of list it is."""
        return KINDS[self.kind]


class Row(models.Model):
    """One row of a sheet: what it says, sealed; what is wrong with it, and what it became.

    `places` names the field of each of its problems; `keys` are digests of what makes it the same
    as another row.
    """

    id = models.BigAutoField(primary_key=True)
    sheet = models.ForeignKey(Import, models.CASCADE, verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row"))
    content = SealedTextField(_("content"), purpose="import_row", null=True)
    state = models.CharField(_("state"), max_length=10, choices=RowState.choices)
    problems = models.JSONField(_("to be mended"), default=list)
    places = models.JSONField(_("in which columns"), default=list)
    keys = models.JSONField(_("digests of its keys"), default=list)
    double_of = models.CharField(_("there already as"), max_length=100, default="")
    made = models.CharField(_("became"), max_length=100, default="")
    made_event = models.BigIntegerField(_("last fact then"), default=0)

    class Meta:
        verbose_name = _("row of an import")
        constraints = [models.UniqueConstraint("sheet", "number", name="import_row_once")]
        indexes = [models.Index("sheet", "state", "number", name="import_row_by_state")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.number}"


class Export(models.Model):
    """A list that leaves the house: masked, marked on every row, agreed to by a second person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(_("mark"), max_length=20, unique=True)
    filters = models.JSONField(_("of whom"), default=dict)
    why = models.CharField(_("why"), max_length=200)
    people = models.PositiveIntegerField(_("people"))
    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("by"))
    asked_at = models.DateTimeField(_("asked at"), db_default=Now())
    made_at = models.DateTimeField(_("made at"), null=True)
    content = models.BinaryField(_("sealed file"), null=True)
    taken = models.PositiveIntegerField(_("times taken"), default=0)
    removed_at = models.DateTimeField(_("removed at"), null=True)

    class Meta:
        verbose_name = _("export")
        indexes = [models.Index(fields=["officer", "-asked_at"], name="export_by_officer")]

    def __str__(self) -> str:
        return self.number
