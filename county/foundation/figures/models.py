"""What is counted ahead of being asked for: a figure's rows by day and area, and what changed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Counted(models.Model):
    """A figure of which every day is counted, by the question that `definition` is the print of."""

    figure = models.CharField(_("figure"), max_length=8, primary_key=True)
    definition = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("figure counted ahead")

    def __str__(self) -> str:
        return self.figure


class Cell(models.Model):
    """How many rows a figure has on a day in an area, and what else it tells of them.

    Of a figure without days every row stands on `NO_DAY`; `whole` are the rows that it is a share
    of. The rows are the truth: a cell is written anew from them, never changed by a difference.
    """

    id = models.BigAutoField(primary_key=True)
    figure = models.CharField(_("figure"), max_length=8)
    day = models.DateField()
    town = models.CharField(max_length=20)
    grid = models.CharField(max_length=20)
    rows = models.BigIntegerField()
    whole = models.BigIntegerField(default=0)
    also = ArrayField(models.DecimalField(max_digits=20, decimal_places=2, null=True), default=list)

    class Meta:
        verbose_name = _("cell of a figure")
        constraints = [
            models.UniqueConstraint("figure", "day", "town", "grid", name="figure_cell_once")
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.day} {self.grid or self.town}: {self.rows}"


class Mark(models.Model):
    """A day or a grid of a table in which a row changed since it was counted; triggers write it."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=40)
    day = models.DateField(null=True)
    grid = models.CharField(max_length=20, default="", db_default="")

    class Meta:
        verbose_name = _("mark of a change")

    def __str__(self) -> str:
        return f"{self.source} {self.day or self.grid}"
