"""What decisions taught, for the fraud desk; how alerts are judged, for supervisors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.jinja import moment, span
from county.design.tables import LONGEST_EXPORT, Column, export, table
from county.dimensions.fraud import actions, queries
from county.dimensions.fraud.access import Permit
from county.dimensions.fraud.forms import INTENT_TITLES, AllowForm, RemoveForm
from county.dimensions.fraud.knowledge.card import card
from county.dimensions.fraud.knowledge.oversight import limits
from county.dimensions.fraud.knowledge.reading import CATEGORIES
from county.foundation.staff.policy import OfficerRequest, allow, demand_export, public
from county.records.residents import phones

Value = Callable[[Any], Any]
FIGURES = {
    "messages": gettext_lazy("messages it was measured on"),
    "recall": gettext_lazy("scams found"),
    "false_alarms": gettext_lazy("false alarms"),
    "recall_at_most": gettext_lazy("scams found at one false alarm in twenty"),
    "auc": gettext_lazy("area under the curve"),
    "category_f1": gettext_lazy("types told right (F1)"),
    "intent_f1": gettext_lazy("intents told right (F1)"),
    "victims_told": gettext_lazy("victims' reports recognised"),
    "warnings_flagged": gettext_lazy("warnings taken for scams"),
    "calibration_error": gettext_lazy("calibration error"),
}
"""The model card's figures as people read them; one that is not here keeps its own name."""
COLUMNS = [
    Column(gettext_lazy("decided"), lambda one: moment(one.decided_at), "decided_at"),
    Column(
        gettext_lazy("decision"), lambda one: _("fraud") if one.is_scam else _("no fraud"),
        "is_scam",
    ),
    Column(gettext_lazy("type"), lambda one: one.category, "category"),
    Column(
        gettext_lazy("intent"), lambda one: str(INTENT_TITLES.get(one.intent, one.intent)),
        "intent",
    ),
    Column(gettext_lazy("masked text"), lambda one: one.text),
    Column(gettext_lazy("decided by"), lambda one: one.decided_by, "decided_by"),
]  # fmt: skip


@allow(Permit.DESK)
@require_GET
def learning(request: OfficerRequest) -> HttpResponseBase:
    """The examples that decisions left, by week and one by one; the trained model's card."""
    rows = queries.examples_for(request.user)
    decision = request.GET.get("decision", "")
    if decision in ("fraud", "none"):
        rows = rows.filter(is_scam=decision == "fraud")
    if (category := request.GET.get("category", "")) in CATEGORIES:
        rows = rows.filter(category=category)
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        demand_export(request.user)
        chosen = rows.order_by("-decided_at")[:LONGEST_EXPORT]
        return export(_("examples"), COLUMNS, chosen, form=str(form))
    context = {
        "table": table(request, rows, COLUMNS, default="-decided_at"),
        "weeks": queries.examples_by_week(request.user),
        "types": queries.examples_by_type(request.user),
        "card": card(),
        "recogniser": queries.recogniser(),
        "intents": INTENT_TITLES,
        "figures": FIGURES,
        "categories": CATEGORIES,
        "category": category,
        "decision": decision,
        "query": request.GET.urlencode(),
    }
    return show(request, "fraud/learning.html", context)


@allow(Permit.DESK)
@require_POST
def remove(request: OfficerRequest, example_id: UUID) -> HttpResponseBase:
    """Take an example away, and say why."""
    form = complete(RemoveForm(request.POST))
    example = get_object_or_404(queries.examples_for(request.user), pk=example_id)
    actions.take_away(example, **form.cleaned_data, by=request.user)
    return go(request, "/fraud/learning/")


ACCEPTANCE = [
    Column(gettext_lazy("officer"), lambda one: one.officer),
    Column(gettext_lazy("unit"), lambda one: one.department),
    Column(gettext_lazy("judged"), lambda one: one.decided),
    Column(gettext_lazy("confirmed"), lambda one: one.confirmed),
    Column("%", lambda one: one.per_cent),
    Column(gettext_lazy("middle time to decide"), lambda one: span(one.seconds)),
]


@allow(Permit.SUPERVISE)
@require_GET
def oversight(request: OfficerRequest) -> HttpResponseBase:
    """How many alerts each officer confirmed and how fast; nothing follows by itself."""
    rows = queries.acceptance(request.user)
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        demand_export(request.user)
        return export(_("how alerts are judged"), ACCEPTANCE, rows, form=str(form))
    context = {"rows": rows, "limits": limits(), "query": request.GET.urlencode()}
    return show(request, "fraud/oversight.html", context)


@public("a resident's own word on what may be learnt from")
@require_POST
def mine(request: HttpRequest) -> HttpResponseBase:
    """Refuse or allow that masked words of mine teach the program."""
    resident = phones.resident_on(request)
    form = complete(AllowForm(request.POST))
    actions.object_to_learning(resident, **form.cleaned_data, by=resident)
    return go(request, f"{phones.ABOUT_ME}#fraud-examples")
