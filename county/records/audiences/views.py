"""Audiences: the saved ones, and the page on which one is built and counted while it grows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.jinja import moment
from county.design.tables import Column, table
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel.errors import Refused
from county.records.audiences import actions, queries
from county.records.audiences.access import Permit
from county.records.audiences.forms import SaveForm, built, tree_of
from county.records.audiences.knowledge import EMPTY, Group, Unreadable, parse, plain, tidy
from county.records.audiences.models import Audience

COLUMNS = [
    Column(_("title"), lambda one: one.title, "title"),
    Column(_("conditions"), lambda one: queries.sentence(parse(one.expression))),
    Column(_("author"), lambda one: str(one.author), "author__name"),
    Column(_("changed at"), lambda one: moment(one.changed_at), "changed_at"),
]


@allow(Permit.USE)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """The saved audiences with their conditions in words."""
    rows = queries.audiences_for(request.user)
    found = table(request, rows, COLUMNS, default="-changed_at")
    words = {one.pk: queries.sentence(parse(one.expression)) for one in found.rows}
    return show(request, "audiences/listing.html", {"table": found, "words": words})


@allow(Permit.USE)
@require_GET
def new(request: OfficerRequest) -> HttpResponseBase:
    """An empty builder."""
    return _builder(request, EMPTY, None)


@allow(Permit.USE)
@require_GET
def one(request: OfficerRequest, audience_id: UUID) -> HttpResponseBase:
    """A saved audience in the builder, counted now."""
    audience = _audience(request, audience_id)
    return _builder(request, parse(audience.expression), audience)


def _audience(request: OfficerRequest, audience_id: UUID) -> Audience:
    found: Audience = get_object_or_404(queries.audiences_for(request.user), pk=audience_id)
    return found


@allow(Permit.USE)
@require_POST
def build(request: OfficerRequest) -> HttpResponseBase:
    """The builder after one step, with the count as it is now."""
    tree, wrong = built(request.POST)
    audience = None
    form = SaveForm(request.POST)
    form.is_valid()
    if key := form.cleaned_data.get("audience"):
        audience = _audience(request, key)
    return _builder(request, tree, audience, wrong=wrong, typed=form["title"].data or "")


def _builder(
    request: OfficerRequest,
    tree: Group,
    audience: Audience | None,
    *,
    wrong: str = "",
    typed: str = "",
) -> HttpResponseBase:
    title = typed or (audience.title if audience else "")
    form = SaveForm(initial={"title": title, "audience": audience.pk if audience else ""})
    context = {
        "tree": plain(tree),
        "kept": orjson.dumps(plain(tree)).decode(),
        "choices": queries.to_choose(request.user),
        "named": queries.name_of_attribute,
        "audience": audience,
        "form": form,
        **counted(tree, request.user, wrong),
    }
    return show(request, "audiences/builder.html", context, part="builder")


def counted(tree: Group, officer: Officer, wrong: str = "") -> dict[str, Any]:
    """The expression in words and in numbers, or what is wrong with it."""
    tidied = tidy(tree)
    try:
        actions.understood(plain(tree))
    except Refused as refused:
        return {"wrong": wrong or str(refused), "sentence": "", "count": None}
    count = queries.members(tidied, officer).count if tidied.of else None
    return {"wrong": wrong, "sentence": queries.sentence(tidied), "count": count}


@allow(Permit.USE)
@require_POST
def save(request: OfficerRequest) -> HttpResponseBase:
    """Keep what was built."""
    form = complete(SaveForm(request.POST))
    try:
        tree = tree_of(request.POST.get("tree", ""))
    except Unreadable as error:
        raise Refused(gettext(str(error))) from error
    key = form.cleaned_data["audience"]
    audience = _audience(request, key) if key else None
    kept = actions.save(form.cleaned_data["title"], plain(tree), by=request.user, audience=audience)
    return go(request, f"/audiences/{kept.pk}/")


@allow(Permit.USE)
@require_POST
def remove(request: OfficerRequest, audience_id: UUID) -> HttpResponseBase:
    """Take an audience off the list."""
    actions.remove(_audience(request, audience_id), by=request.user)
    return go(request, "/audiences/")
