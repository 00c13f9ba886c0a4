"""The desk's wordings: codes as people read them, facts as the timeline tells them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from county.dimensions.helpdesk import knowledge
from county.dimensions.helpdesk.flow import Kind, State
from county.dimensions.helpdesk.models import LeadWord, PartOfDay
from county.dimensions.helpdesk.models.matters import AlertState, Money, Result, Topic
from county.kernel.saying import said
from county.records.conversations.models import Kind as MessageKind


def labels() -> dict[str, dict[str, Any]]:
    """The wordings of every code a page of the desk may show."""
    return _labels(get_language())


@lru_cache(maxsize=4)
def _labels(language: str | None) -> dict[str, dict[str, Any]]:
    """Once for each language: every page shows dozens of them."""
    return {
        "kind": _said(Kind.choices),
        "state": _said(State.choices),
        "topic": _said(Topic.choices),
        "alert": _said(AlertState.choices),
        "message": _said(MessageKind.choices),
        "channel": {
            "web": _("web page"),
            "api": _("other system"),
            "wecom": _("WeCom"),
            "wecom_chat": _("officer's chat in WeCom"),
            "tips": _("anonymous address"),
            "": "–",
        },
        "part": _said(PartOfDay.choices),
        "told": _said(LeadWord.What.choices),
        "secrecy": secrecies(),
        "clock": limits(),
        "basis": {rule.basis: _(rule.basis) for rule in knowledge.CLOCKS.values()},
        "rating": ratings(),
        "figure": figures(),
    }


def _said(choices: list[tuple[str, Any]]) -> dict[str, str]:
    return {code: str(wording) for code, wording in choices}


def figures() -> dict[str, str]:
    """The names of the figures, as the list behind one is headed."""
    return {
        "opened": _("opened"),
        "waiting": _("waiting now"),
        "late": _("past a limit"),
        "replied": _("first reply"),
        "rated": _("satisfaction"),
        "consultations": _("consultations (S09)"),
        "helps": _("help given (S10)"),
        "leads_solved": _("cases solved by leads (S11)"),
        "frauds_kept": _("frauds stopped (S31)"),
        "alerts": _("fraud alerts"),
        "confirmed": _("confirmed"),
        "dismissed": _("dismissed"),
    }


def secrecies() -> dict[str, str]:
    """How a source is known."""
    return {"open": _("open"), "secret": _("identity in escrow"), "anonymous": _("anonymous")}


def private_names() -> dict[str, str]:
    """What the private fields are called."""
    return {
        "name": _("Name"),
        "phone": _("Phone"),
        "identity": _("Identity"),
        "address": _("Address"),
        "content": _("Content"),
    }


def not_included() -> str:
    """For whoever has no business there."""
    return _("Your post does not include this. Ask your department's administrator.")


def ratings() -> dict[str, str]:
    """The five levels of 好差评 (国办发〔2019〕51号)."""
    return {
        "5": _("very satisfied"),
        "4": _("satisfied"),
        "3": _("fairly satisfied"),
        "2": _("dissatisfied"),
        "1": _("very dissatisfied"),
    }


def limits() -> dict[str, str]:
    """What each time limit asks for."""
    return {
        "reply_urgent": _("First reply, danger to life: 1 min"),
        "reply_fraud": _("First reply, money in motion: 2 min"),
        "reply_office": _("First reply, office hours: 15 min"),
        "reply_night": _("First reply, outside office hours: 60 min"),
        "answer": _("Answered within 24 h"),
        "resolve": _("Done within 3 working days"),
        "screen_urgent": _("Urgent lead screened within 2 h"),
        "screen": _("Lead screened within 1 working day"),
        "lead_review": _("Acceptance reviewed within 24 h"),
        "lead_transfer": _("Registered or passed on within 24 h of screening"),
        "lead_filing": _("Filing reviewed within 3 days"),
        "lead_verify": _("Verified within 7 days"),
        "lead_complex": _("Complex check, approved: within 30 days"),
        "lead_refusal": _("Notice of no case within 3 days"),
        "lead_result": _("Result told within 7 days"),
    }


def hand(actor: str) -> str:
    """An actor who is nobody by name: the resident, a rule, the clock, another system."""
    kind = actor.partition(":")[0]
    return {
        "resident": _("the resident"),
        "linkage": _("linkage rule"),
        "recogniser": _("the recogniser"),
        "clock": _("the clock"),
        "desk": _("the desk"),
        "key": _("another system"),
        "source": _("the source"),
        "web": _("the resident"),
        "api": _("another system"),
    }.get(kind, actor)


def explain(kind: str, facts: dict[str, Any]) -> str:
    """What a fact says beyond its title; empty where the title says it all."""
    known = labels()
    if kind == "helpdesk.matter_moved":
        moved = (
            f"{known['state'].get(facts['from_state'])} → {known['state'].get(facts['to_state'])}"
        )
        return f"{moved} {facts.get('note', '')}".strip()
    if kind == "helpdesk.matter_converted":
        kinds = known["kind"]
        return f"{kinds[facts['from_kind']]} → {kinds[facts['to_kind']]} · P{facts['priority']}"
    if kind == "helpdesk.matter_resolved":
        parts = [dict(Result.choices).get(facts["result"]), dict(Money.choices).get(facts["money"])]
        return " · ".join(str(part) for part in parts if part)
    if kind == "helpdesk.clock_missed":
        return str(known["clock"].get(facts["code"], ""))
    if kind.startswith("fraud.suspicion"):
        score = f" {facts['score']:.0%}" if "score" in facts else ""
        return f"{facts.get('category') or facts.get('reason', '')}{score}"
    if kind == "helpdesk.matter_replied":
        return _("after %(n)s s") % {"n": facts["seconds"]}
    return said(str(facts.get("why", "")))
