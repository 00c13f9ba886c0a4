"""The people who work for the county, and the posts they hold."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

OTHERS = frozenset({"procuratorate", "emergency", "education", "service"})
"""Kinds of departments that are not the police's and get no hand on residents' data (E20)."""


class Department(models.Model):
    """A unit of the county: a bureau, a station, a school, a centre."""

    code = models.CharField(_("code"), max_length=30, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20)
    areas = ArrayField(models.CharField(max_length=12), verbose_name=_("areas"), default=list)

    class Meta:
        verbose_name = _("department")

    def __str__(self) -> str:
        return self.name if (get_language() or "").startswith("zh") else self.name_en

    @property
    def is_another_house(self) -> bool:
        """Whether it is not the police's: it reads nothing of a resident (E20)."""
        return self.kind in OTHERS

    @property
    def house(self) -> str:
        """Whose department it is: the police's, or another house by its kind."""
        return self.kind if self.is_another_house else "police"


class Post(models.Model):
    """What a post includes: its permits, and whether it reaches the whole county."""

    code = models.CharField(_("code"), max_length=30, primary_key=True)
    title = models.CharField(_("title"), max_length=60)
    title_en = models.CharField(_("English title"), max_length=80)
    permits = ArrayField(models.CharField(max_length=60), verbose_name=_("permits"), default=list)
    county_wide = models.BooleanField(_("reaches the whole county"), default=False)

    class Meta:
        verbose_name = _("post")

    def __str__(self) -> str:
        return self.title if (get_language() or "").startswith("zh") else self.title_en


class OfficerManager(BaseUserManager["Officer"]):
    """Finds officers by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Officer:
        return self.get(username=username)


class Officer(AbstractBaseUser):
    """Anyone with a desk: police officer, teacher on duty, inspector, procurator."""

    username = models.CharField(_("sign-in name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name=_("department"))
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("post"))
    areas = ArrayField(
        models.CharField(max_length=20), verbose_name=_("areas of work"), default=list, blank=True
    )
    wecom_id = models.CharField(
        _("account in WeCom"), max_length=64, unique=True, null=True, blank=True
    )
    is_active = models.BooleanField(_("in service"), default=True)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    objects: ClassVar[OfficerManager] = OfficerManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("officer")

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> str:
        """The officer in the words of the event log."""
        return f"officer:{self.pk}"

    @cached_property
    def permits(self) -> frozenset[str]:
        """Everything the officer's post includes."""
        return frozenset(self.post.permits)

    @cached_property
    def reach(self) -> frozenset[str] | None:
        """The area codes this officer works in; None for the whole county."""
        if self.post.county_wide:
            return None
        return frozenset(self.areas or self.department.areas)

    def has(self, permit: str) -> bool:
        """Whether the officer's post includes this permit."""
        return self.is_active and permit in self.permits


class Leave(models.Model):
    """An officer who is away from one day to another, and who stands in; it ends by itself."""

    id = models.BigAutoField(primary_key=True)
    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="leaves", verbose_name=_("officer")
    )
    delegate = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name=_("stands in")
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    entered_by = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"), db_default=Now())
    ended_at = models.DateTimeField(_("ended early at"), null=True)

    class Meta:
        verbose_name = _("leave")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(officer=models.F("delegate")), name="leave_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=models.Q(from_on__lte=models.F("until_on")), name="leave_has_days"
            ),
        ]
        indexes = [
            models.Index("officer", "until_on", name="leave_of_officer"),
            models.Index("delegate", "until_on", name="leave_by_delegate"),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.from_on}–{self.until_on}"


class Key(models.Model):
    """A machine's way in: it acts with its own permits, in the name of a department."""

    name = models.CharField(_("name"), max_length=60)
    prefix = models.CharField(_("begins with"), max_length=12, unique=True)
    digest = models.BinaryField(_("digest"), max_length=32)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name=_("department"))
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name=_("acts in the name of")
    )
    permits = ArrayField(models.CharField(max_length=60), verbose_name=_("permits"), default=list)
    issued_at = models.DateTimeField(_("issued at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("API key")

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> str:
        """The key in the words of the event log."""
        return f"key:{self.pk}"

    @property
    def reach(self) -> frozenset[str] | None:
        """A key works for its department's areas; None where the department has none of its own."""
        return frozenset(self.department.areas) or None

    def has(self, permit: str) -> bool:
        """Whether the key was issued for this permit."""
        return permit in self.permits
