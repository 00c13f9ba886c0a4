"""The library as the database knows it: what is not here cannot stand on anybody."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

YEAR = timedelta(days=366)
FILLED = ("name", "name_en", "use", "use_en", "basis", "setters", "first_unit", "first_post",
          "second_unit", "second_post", "second_reader", "assessment")  # fmt: skip


def _all_filled() -> Q:
    condition = Q()
    for field in FILLED:
        condition &= ~Q(**{field: ""})
    return condition


class Definition(models.Model):
    """One reviewed kind of tag, from `library.toml`; the program reads it, only the owner writes.

    Every row says who approved it, two posts of different units, who signed the wording, on which
    impact assessment it rests and when it is looked at again; the database refuses one that does
    not (security.md E1, E6, E33).
    """

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    group = models.CharField(_("group"), max_length=3)
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80)
    use = models.CharField(_("used for"), max_length=200)
    use_en = models.CharField(_("used for, in English"), max_length=200)
    basis = models.CharField(_("basis"), max_length=80)
    setters = models.CharField(_("set by"), max_length=5)
    grade = models.CharField(_("class"), max_length=1)
    level = models.PositiveSmallIntegerField(_("sensitivity"))
    days = models.PositiveSmallIntegerField(_("days"))
    longer_because = models.CharField(_("why longer"), max_length=200, default="")
    one_of = models.CharField(_("one of"), max_length=12, default="")
    shown = models.BooleanField(_("shown to the person"), default=True)
    first_unit = models.CharField(max_length=30)
    first_post = models.CharField(max_length=30)
    second_unit = models.CharField(max_length=30)
    second_post = models.CharField(max_length=30)
    second_reader = models.CharField(_("wording signed by"), max_length=60)
    reviewed_on = models.DateField(_("reviewed on"))
    next_review = models.DateField(_("next review"))
    assessment = models.CharField(_("impact assessment"), max_length=20)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("kind of tag")
        db_table = "tags_tagdef"
        constraints = [
            models.UniqueConstraint(fields=["code", "grade", "one_of"], name="tagdef_key"),
            models.CheckConstraint(condition=Q(code__regex="^T[0-9]{4}$"), name="tagdef_code"),
            models.CheckConstraint(condition=_all_filled(), name="tagdef_filled"),
            models.CheckConstraint(condition=Q(grade__in=("A", "B", "C")), name="tagdef_class"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lt=3) & ~Q(grade="C") | Q(level=3, grade="C"),
                name="tagdef_sensitive_is_class_c",
            ),
            models.CheckConstraint(
                condition=~Q(longer_because="")
                | Q(days__gte=1, days__lte=180)
                | (Q(days__gte=1, days__lte=365) & ~Q(grade="C")),
                name="tagdef_ends_within_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(first_unit=F("second_unit")), name="tagdef_two_units"
            ),
            models.CheckConstraint(
                condition=Q(next_review__gt=F("reviewed_on"))
                & Q(next_review__lte=F("reviewed_on") + YEAR),
                name="tagdef_reviewed_each_year",
            ),
        ]

    def __str__(self) -> str:
        return self.code
