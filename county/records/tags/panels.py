"""What tags lend to shared pages: a panel on a resident's page, and on their own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from county.design.panels import panel
from county.records.tags import queries
from county.records.tags.access import Permit
from county.records.tags.forms import OwnForm, ProposeForm


@panel("resident", "tags/of_resident.html", permit=Permit.READ, order=40)
def of_resident(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """The tags of a resident, what may be proposed, and by whom it was."""
    holder: Any = request.user
    return {
        "resident_id": resident_id,
        "taggings": queries.open_of(resident_id, holder),
        "form": ProposeForm(resident_id=resident_id, by=holder, auto_id="tag_%s"),
    }


@panel("my_data", "tags/mine.html", permit="", order=20)
def mine(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """A resident's own tags: who set each and why, what it is for, how long it lasts."""
    rows = list(queries.own(resident_id))
    return {
        "open": [one for one in rows if one.state in queries.OPEN],
        "ended": [one for one in rows if one.state not in queries.OPEN],
        "form": OwnForm(resident_id=resident_id, auto_id="own_%s"),
    }
