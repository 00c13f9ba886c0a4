"""What tags lend to shared pages: a panel on a resident's page, on their own, and in the menu."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from county.design.jinja import moment
from county.design.panels import menu, panel
from county.design.tables import Column
from county.foundation.figures.registry import POLICING, Figure, Kept, lend
from county.foundation.switches import queries as switches
from county.foundation.switches.registry import TAGS_USE
from county.records.places.queries import name_of
from county.records.residents.access import areas_of
from county.records.residents.copying import reads
from county.records.tags import figures, queries
from county.records.tags.access import Permit
from county.records.tags.flow import OPEN, State
from county.records.tags.forms import OwnForm, ProposeForm, WithholdForm
from county.records.tags.knowledge import EMERGENCY_ONLY, GENERIC_ONLY, REFUSALS, tags

PROTECTION = gettext_lazy("Data protection")
menu(PROTECTION, gettext_lazy("Objections to tags"), "/tags/objections/", icon="tag",
     permit=Permit.DECIDE, order=71)  # fmt: skip
menu(PROTECTION, gettext_lazy("Oversight of tags"), "/tags/oversight/",
     icon="shield-check", permit=Permit.OVERSEE, order=73)  # fmt: skip


PUBLISHED = figures.kinds
"""Loaded with the panels, so that the public page counts tags."""


@panel("resident", "tags/of_resident.html", permit=Permit.READ, order=40)
def of_resident(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """The tags of a resident, what may be proposed, what machines suggest."""
    holder: Any = request.user
    return {
        "resident_id": resident_id,
        "off": not switches.is_on(TAGS_USE),
        "taggings": queries.open_of(resident_id, holder),
        "suggestions": queries.suggestions_for(holder, resident_id),
        "form": ProposeForm(resident_id=resident_id, by=holder, auto_id="tag_%s"),
        "withhold": WithholdForm(auto_id="withhold_%s"),
    }


@panel("my_data", "tags/mine.html", permit="", order=20)
def mine(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """A resident's own tags: who set each and why, what it is for, how long it lasts."""
    rows = list(queries.own(resident_id))
    objections = queries.objections_of(resident_id)
    seen = {one.pk for one in rows}
    return {
        "wishes": _wishes(resident_id),
        "open": [one for one in rows if one.state in OPEN and one.code not in REFUSALS],
        "ended": [one for one in rows if one.state == State.ENDED],
        "objected": {one.tagging_id: one for one in objections if one.decided_at is None},
        "decided": [one for one in objections if one.decided_at and one.tagging_id in seen],
        "scopes": _scopes(rows),
        "form": OwnForm(resident_id=resident_id, auto_id="own_%s"),
    }


def _wishes(resident_id: Any) -> list[dict[str, Any]]:
    """The two switches by which a resident restricts us."""
    on, language = queries.refusals(resident_id), get_language() or ""
    return [
        {
            "code": code,
            "title": tags()[code].title(language),
            "purpose": tags()[code].purpose(language),
            "on": code in on,
        }
        for code in (GENERIC_ONLY, EMERGENCY_ONLY)
    ]


def _scopes(rows: list[Any]) -> list[dict[str, str]]:
    """The consents that something in force rests on."""
    resting = [
        one
        for one in rows
        if one.state in OPEN and one.code in tags() and not one.tag.by_statute
        and one.code not in REFUSALS and one.state != State.PROPOSED
    ]  # fmt: skip
    found = {
        one.tag.scope: _("for: %(tag)s") % {"tag": one.title} if one.tag.separate_consent
        else _("for all tags that rest on my consent")
        for one in resting
    }  # fmt: skip
    return [{"name": name, "title": title} for name, title in sorted(found.items())]


@reads("tags.Tagging", "code")
@reads("tags.Suggestion", "code")
def tag_in_words(code: str) -> str:
    """A tag's name, for the person whose copy it is in."""
    return tags()[code].title(get_language() or "") if code in tags() else code


def _named(row: Any) -> str:
    """A kind of tag in the language of the page."""
    return str(row.name if (get_language() or "").startswith("zh") else row.name_en)


def _used_for(row: Any) -> str:
    """What a kind of tag is for, in the language of the page."""
    return str(row.use if (get_language() or "").startswith("zh") else row.use_en)


lend(
    Figure("S12", gettext_lazy("Kinds of tag"), gettext_lazy("Kinds of tag in use, and the groups"
           " they stand in, as the reviewed library has them today."), pgettext_lazy("unit",
           "kinds"),
           POLICING, Permit.READ, lambda holder, period: queries.definitions(),
           also=((gettext_lazy("groups"), Count("group", distinct=True)),),
           columns=(Column(gettext_lazy("code"), lambda row: row.code, "code"),
                    Column(gettext_lazy("name"), _named, "name"),
                    Column(gettext_lazy("group"), lambda row: row.group, "group"),
                    Column(gettext_lazy("used for"), _used_for, "use"),
                    Column(gettext_lazy("next review"), lambda row: row.next_review,
                           "next_review")),
           sort="code", page=lambda row: ""),
    Figure("S13", gettext_lazy("Files with consent"), gettext_lazy("Residents' files whose last"
           " word on tags is a yes, of all files of the reader's areas: none of a child, none"
           " erased, none joined to another. As of today. The list names nobody and is not"
           " exported."), pgettext_lazy("unit", "files"), POLICING, Permit.READ,
           lambda holder, period: queries.files_with_consent(holder),
           of=lambda holder, period: queries.files_of(holder), town="town_code", grid="area_code",
           columns=(Column(gettext_lazy("file number"), lambda row: row.number, "number"),
                    Column(gettext_lazy("town"), lambda row: name_of(row.town_code), "town_code"),
                    Column(gettext_lazy("opened at"), lambda row: moment(row.opened_at),
                           "opened_at")),
           sort="number", page=lambda row: f"/residents/{row.pk}/", may_leave=False,
           kept=Kept("residents_resident", areas_of, lambda holder: Q(pk__in=[]))),
)  # fmt: skip
