"""The answer library, the quick replies, the duty roster, and handing a desk over."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import desk as acts
from county.dimensions.helpdesk.forms import AnswerForm, DutyForm, HandOverForm, QuickReplyForm
from county.dimensions.helpdesk.queries import desk
from county.dimensions.helpdesk.views import words
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel import clock

ROSTER_DAYS = 8


@allow(Permit.READ)
@require_GET
def answers(request: OfficerRequest) -> HttpResponseBase:
    """The library: by topic, by words; what is past its review day stands out."""
    topic, sought = request.GET.get("topic", ""), request.GET.get("words", "").strip()[:60]
    context = {
        "answers": list(desk.answers(topic, words=sought)[:300]),
        "quick": desk.quick_replies(request.user),
        "topic": topic,
        "sought": sought,
        "labels": words.labels(),
        "today": clock.today(),
        "new": AnswerForm(initial={"expires_on": clock.today() + timedelta(days=365)}),
        "sentence": QuickReplyForm(auto_id="quick_%s"),
    }
    return show(request, "helpdesk/answers.html", context)


@allow(Permit.LIBRARY)
@require_GET
def answer(request: OfficerRequest, answer_id: UUID) -> HttpResponseBase:
    """One answer, to be corrected."""
    kept = get_object_or_404(desk.answers(), pk=answer_id)
    fields = ("topic", "question", "text", "words", "rule", "expires_on")
    form = AnswerForm(initial={field: getattr(kept, field) for field in fields})
    return show(request, "helpdesk/answer.html", {"answer": kept, "form": form})


@allow(Permit.LIBRARY)
@require_POST
def publish(request: OfficerRequest, answer_id: UUID | None = None) -> HttpResponseBase:
    """Put an answer in the library, or replace one."""
    kept = get_object_or_404(desk.answers(), pk=answer_id) if answer_id else None
    form = complete(AnswerForm(request.POST))
    acts.publish(**form.cleaned_data, by=request.user, answer=kept)
    return go(request, "/helpdesk/answers/")


@allow(Permit.REPLY)
@require_POST
def keep_quick_reply(request: OfficerRequest) -> HttpResponseBase:
    """Add a sentence the department sends often."""
    form = complete(QuickReplyForm(request.POST))
    acts.keep_quick_reply(**form.cleaned_data, by=request.user)
    return go(request, "/helpdesk/answers/#quick")


@allow(Permit.DUTY)
@require_GET
def duty(request: OfficerRequest) -> HttpResponseBase:
    """Who sits at the desk this week, who does so now, and where nobody does."""
    now = clock.now()
    context = {
        "duties": list(desk.roster(now - timedelta(hours=12), now + timedelta(days=ROSTER_DAYS))),
        "now": now,
        "gaps": desk.towns_without_duty(now),
        "form": DutyForm(),
        "hand_over": HandOverForm(auto_id="over_%s"),
    }
    return show(request, "helpdesk/duty.html", context)


@allow(Permit.DUTY)
@require_POST
def put_on_duty(request: OfficerRequest) -> HttpResponseBase:
    """Enter a duty."""
    form = complete(DutyForm(request.POST))
    officer = form.cleaned_data.pop("officer")
    acts.put_on_duty(officer, **form.cleaned_data, by=request.user)
    return go(request, "/helpdesk/duty/")


@allow(Permit.DUTY)
@require_POST
def take_off_duty(request: OfficerRequest, duty_id: int) -> HttpResponseBase:
    """Remove a duty."""
    acts.take_off_duty(get_object_or_404(desk.duties(), pk=duty_id), by=request.user)
    return go(request, "/helpdesk/duty/")


@allow(Permit.ASSIGN)
@require_POST
def hand_over(request: OfficerRequest) -> HttpResponseBase:
    """Give everything an officer holds to another, as when someone leaves."""
    form = complete(HandOverForm(request.POST))
    leaving, to = form.cleaned_data["leaving"], form.cleaned_data["to"]
    reason = form.cleaned_data["reason"] or _("Hand-over")
    acts.hand_over_desk(leaving, to=to, by=request.user, reason=reason)
    return go(request, "/helpdesk/duty/")
