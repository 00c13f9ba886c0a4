"""The demonstration's officers, from their reviewed file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from django.db import transaction
from django.utils.translation import get_language

from county.foundation.events.registry import System
from county.foundation.staff import actions
from county.foundation.staff.models import Department, Officer, Post

DIRECTOR = System("demo")


@dataclass(frozen=True)
class Role:
    """One member of the cast: who it is, where, and what a newcomer can try with it."""

    username: str
    name: str
    department: str
    post: str
    says: str
    says_en: str
    first: bool = False
    areas: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """What to try, in the language of the page."""
        return self.says if (get_language() or "").startswith("zh") else self.says_en


def roles() -> list[Role]:
    """Everyone of the cast, in the order of the file."""
    text = files("county.demo").joinpath("cast.toml").read_text()
    return [Role(**row) for row in tomllib.loads(text)["officer"]]


@transaction.atomic
def appoint_all() -> dict[str, Officer]:
    """Give every member of the cast a desk; none has a password."""
    for role in roles():
        if not Officer.objects.filter(username=role.username).exists():
            actions.appoint(
                username=role.username,
                name=role.name,
                department=Department.objects.get(pk=role.department),
                post=Post.objects.get(pk=role.post),
                wecom_id=role.username,
                areas=list(role.areas),
                by=DIRECTOR,
            )
    return {officer.username: officer for officer in company()}


def company() -> list[Officer]:
    """The cast's officers with post and department."""
    names = [role.username for role in roles()]
    found = Officer.objects.filter(username__in=names, is_active=True)
    return list(found.select_related("post", "department").order_by("pk"))  # as the file has them
