"""What can be switched off. Whoever honours a switch names it here, and asks `queries.is_on`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SWITCHES: dict[str, StrOrPromise] = {}


def switch(name: str, title: StrOrPromise) -> str:
    """Let something be switched off under this name; says the name."""
    SWITCHES[name] = title
    return name


TAGS_USE = switch("tags.use", _("Use of tags"))
TAGS_SUGGESTIONS = switch("tags.suggestions", _("Suggestions of tags by machines"))
OUTREACH_BULK = switch("outreach.bulk", _("Notices to many residents"))
