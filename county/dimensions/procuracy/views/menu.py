"""The menu as officers see it: the list, one item with its versions, its review."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.tables import Column, export, table
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import menu as acts
from county.dimensions.procuracy.flow import ItemState
from county.dimensions.procuracy.forms.lessons import ItemForm, NewItemForm, WordsForm
from county.dimensions.procuracy.knowledge.menu import spans
from county.dimensions.procuracy.models.lessons import Form, MenuItem, MenuVersion
from county.dimensions.procuracy.queries import menu as asked
from county.foundation.staff.policy import OfficerRequest, allow, demand_export

COLUMNS = [
    Column(_("number"), lambda one: one.item_id, "item_id"),
    Column(_("title"), lambda one: one.title, "title"),
    Column(_("field"), lambda one: one.domain, "domain"),
    Column(_("industries"), lambda one: spans(one.industries) or str(_("every trade"))),
    Column(_("form"), lambda one: one.get_form_display(), "form"),
    Column(_("minutes"), lambda one: one.minutes, "minutes"),
    Column(_("persons at most"), lambda one: one.most_persons, "most_persons"),
    Column(_("state"), lambda one: one.get_state_display(), "state"),
    Column(_("valid through"), lambda one: one.valid_through, "valid_through"),
]


@allow(Permit.FIGURES)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """The newest version of each item, by field, industry, form and state."""
    asked_for = {name: request.GET.get(name, "")[:30] for name in ("domain", "industry", "form",
                                                                  "state")}  # fmt: skip
    rows = asked.narrowed(asked.latest(), **asked_for)
    if request.GET.get("format") in ("csv", "xlsx"):
        demand_export(request.user)
        return export("menu", COLUMNS, rows.order_by("item_id"), form=request.GET["format"])
    context = {
        "spans": spans,
        "table": table(request, rows, COLUMNS, default="item_id"),
        "asked": asked_for,
        "domains": asked.fields_of_law(asked.latest()),
        "forms": Form.choices,
        "states": ItemState.choices,
    }
    return show(request, "procuracy/menu.html", context)


@allow(Permit.FIGURES)
@require_GET
def one(request: OfficerRequest, code: str) -> HttpResponseBase:
    """One item with all its versions."""
    item = get_object_or_404(MenuItem, pk=code)
    versions = list(asked.versions().filter(item=item).order_by("-number"))
    context = {
        "item": item,
        "versions": versions,
        "words": WordsForm(auto_id="words_%s"),
        "spans": spans,
    }
    return show(request, "procuracy/item.html", context)


@allow(Permit.MENU)
@require_http_methods(["GET", "POST"])
def new(request: OfficerRequest) -> HttpResponseBase:
    """Write a new item."""
    if request.method == "GET":
        return show(request, "procuracy/item_form.html", {"form": NewItemForm(), "item": None})
    form = complete(NewItemForm(request.POST))
    version = acts.edit(**form.cleaned_data, by=request.user)
    return go(request, version.item.url)


@allow(Permit.MENU)
@require_http_methods(["GET", "POST"])
def edit(request: OfficerRequest, code: str) -> HttpResponseBase:
    """Write an item anew: another version."""
    item = get_object_or_404(MenuItem, pk=code)
    if request.method == "GET":
        last = item.versions.order_by("-number").first()
        names = ("title", "summary", "domain", "minutes", "form", "most_persons", "materials")
        initial = {name: getattr(last, name) for name in names} if last else {}
        if last:
            initial |= {"industries": spans(last.industries), "roles": ", ".join(last.roles)}
        form = ItemForm(initial=initial)
        return show(request, "procuracy/item_form.html", {"form": form, "item": item})
    given = complete(ItemForm(request.POST)).cleaned_data
    acts.edit(code=item.pk, **given, by=request.user)
    return go(request, item.url)


def _version(code: str, version_id: UUID) -> MenuVersion:
    return get_object_or_404(asked.versions(), pk=version_id, item_id=code)


@allow(Permit.REVIEW)
@require_POST
def review(request: OfficerRequest, code: str, version_id: UUID) -> HttpResponseBase:
    """Pass a draft, or give it back; in words either way."""
    words = complete(WordsForm(request.POST)).cleaned_data["words"]
    act = acts.send_back if request.POST.get("do") == "return" else acts.review
    act(_version(code, version_id), words=words, by=request.user)
    return go(request, f"/procuracy/menu/{code}/")


@allow(Permit.MENU)
@require_POST
def publish(request: OfficerRequest, code: str, version_id: UUID) -> HttpResponseBase:
    """Put a reviewed version online."""
    acts.publish(_version(code, version_id), by=request.user)
    return go(request, f"/procuracy/menu/{code}/")


@allow(Permit.MENU)
@require_POST
def withdraw(request: OfficerRequest, code: str, version_id: UUID) -> HttpResponseBase:
    """Take a version offline."""
    acts.withdraw(_version(code, version_id), by=request.user)
    return go(request, f"/procuracy/menu/{code}/")
