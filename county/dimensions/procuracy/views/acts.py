"""What an officer may do with a suggestion now, each with its form, and what happened before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from county.design.forms import Form
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions.replying import is_to_visit
from county.dimensions.procuracy.flow import SUGGESTION, Stage
from county.dimensions.procuracy.forms import suggestions as forms
from county.dimensions.procuracy.models import Item, Suggestion
from county.dimensions.procuracy.queries import suggestions as asked
from county.foundation.events.registry import KINDS
from county.foundation.staff.models import Officer
from county.foundation.staff.queries import holders, names_of
from county.kernel import clock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Make = Callable[[Suggestion], Form | None]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that may be done: its address, title and form; `why_not` where it must wait."""

    name: str
    title: StrOrPromise
    form: Form | None = None
    items: list[tuple[Item, Form]] = field(default_factory=list)
    tone: str = "outline-secondary"
    why_not: StrOrPromise = ""
    note: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """How an act is offered: in which stages, to whose permit, with which form."""

    name: str
    title: StrOrPromise
    permit: str
    stages: frozenset[str]
    form: type[Form] | None = None
    of_item: type[Form] | None = None
    main: bool = False
    note: StrOrPromise = ""


def _of(*verbs: str) -> frozenset[str]:
    return frozenset().union(*(SUGGESTION.moves[verb].sources for verb in verbs))


_LINES = (
    _Line("plan", _("File the plan of the investigation"), Permit.HANDLE, _of("submit_plan"),
          forms.PlanForm, main=True),
    _Line("decide-plan", _("Decide on the investigation"), Permit.APPROVE, _of("approve_plan"),
          forms.DecideForm, main=True),
    _Line("extend", _("Extend the investigation"), Permit.APPROVE,
          frozenset({Stage.INVESTIGATING}), forms.ExtendForm),
    _Line("step", _("Note a measure"), Permit.HANDLE, frozenset({Stage.INVESTIGATING}),
          forms.StepForm),
    _Line("report", _("End the investigation with its report"), Permit.HANDLE, _of("report"),
          forms.ReportForm, main=True),
    _Line("draft", _("Begin the letter"), Permit.HANDLE, _of("draft"), main=True),
    _Line("decide-no", _("Decide that no suggestion is made"), Permit.APPROVE,
          _of("decide_no"), forms.WordsForm),
    _Line("send", _("Send it to legal review"), Permit.HANDLE, _of("send_legal"), main=True,
          note=_("Every social governance suggestion passes legal review before it is signed.")),
    _Line("review", _("Legal review"), Permit.REVIEW, _of("pass_review"), forms.ReviewForm,
          main=True),
    _Line("consulted", _("Note the addressee's opinion"), Permit.HANDLE, _of("consulted"),
          forms.OpinionForm, main=True),
    _Line("sign", _("Sign it, or give it back"), Permit.APPROVE, _of("approve"),
          forms.SignForm, main=True),
    _Line("issue", _("Number and seal it"), Permit.MANAGE, _of("issue"), main=True,
          note=_("The number is given once and never again, also if the letter is withdrawn.")),
    _Line("deliver", _("Note the delivery"), Permit.HANDLE, _of("deliver"), forms.DeliverForm,
          main=True),
    _Line("objection", _("Note an objection on paper"), Permit.HANDLE, _of("object"),
          forms.ObjectionForm),
    _Line("amendment", _("Write the amended letter"), Permit.HANDLE, _of("amend"),
          note=_("If the objection is right: write what changes; the chief decides on it.")),
    _Line("lay-amendment", _("Lay the amended letter before the reviewers"), Permit.HANDLE,
          _of("amend")),
    _Line("review-amendment", _("Legal review of the amended letter"), Permit.REVIEW,
          _of("amend"), forms.WordsForm, main=True),
    _Line("decide-objection", _("Decide on the objection"), Permit.APPROVE, _of("amend"),
          forms.ObjectionDecisionForm, main=True),
    _Line("urge", _("Note an urging"), Permit.HANDLE, _of("urge"), forms.UrgeForm),
    _Line("reply", _("Note a reply on paper"), Permit.HANDLE, _of("reply"), forms.ReplyForm,
          forms.AnswerForm),
    _Line("escalate", _("Take it further"), Permit.APPROVE, _of("escalate"),
          forms.EscalateForm),
    _Line("review-reply", _("Review the reply"), Permit.HANDLE, _of("accept_reply"), None,
          forms.FoundForm, main=True),
    _Line("revisit", _("Note the return visit"), Permit.HANDLE,
          _of("visit_well") | {Stage.RECTIFYING}, forms.RevisitForm, forms.CheckForm),
    _Line("upper", _("Withdraw on an order from above"), Permit.APPROVE,
          _of("correct_from_above"), forms.WordsForm),
    _Line("withdraw", _("Withdraw it as improper"), Permit.APPROVE, _of("withdraw_improper"),
          forms.WordsForm),
)  # fmt: skip


def open_to(suggestion: Suggestion, officer: Officer, items: list[Item]) -> list[Act]:
    """What this officer may do now, the main thing first."""
    found = [
        _act(line, suggestion, items)
        for line in sorted(_LINES, key=lambda line: not line.main)
        if suggestion.state in line.stages and _is_for(line.permit, suggestion, officer)
        and _has_its_time(line.name, suggestion)
    ]  # fmt: skip
    return [*found, *_beside(suggestion, officer)]


def _has_its_time(name: str, suggestion: Suggestion) -> bool:
    """Whether what the act needs is there: a reply to visit for, an amended letter to review."""
    if name == "revisit":
        return is_to_visit(suggestion)
    if name == "lay-amendment":
        return asked.amendment_of(suggestion) is not None
    if name == "review-amendment":
        written = asked.amendment_of(suggestion) is not None
        return written and not asked.is_amendment_passed(suggestion)
    return True


def _is_for(permit: str, suggestion: Suggestion, officer: Officer) -> bool:
    own = suggestion.handler_id == officer.pk
    return officer.has(permit) and own == (permit == Permit.HANDLE)


def _act(line: _Line, suggestion: Suggestion, items: list[Item]) -> Act:
    today = {"on": clock.today()}
    form = line.form(auto_id=f"{line.name}_%s", initial=today) if line.form else None
    small = forms.for_items(line.of_item, items) if line.of_item else {}
    waits = line.name == "escalate" and not asked.urged_enough(suggestion)
    return Act(
        line.name, line.title, form, [(item, small[item.no]) for item in items if small],
        "primary" if line.main else "outline-secondary",
        _("Two urgings must be on record before it is taken further.") if waits else "",
        line.note,
    )  # fmt: skip


def _beside(suggestion: Suggestion, officer: Officer) -> Iterator[Act]:
    """What is done beside the flow: filing, copies, handing over, the archive."""
    today = {"on": clock.today()}
    if suggestion.issued_at and officer.has(Permit.MANAGE) and not asked.is_filed(suggestion):
        yield Act("file", _("File it upward"), forms.FileForm(auto_id="file_%s", initial=today))
    if suggestion.issued_at and officer.has(Permit.APPROVE):
        yield Act("copy", _("Send copies"), forms.CopyForm(auto_id="copy_%s"))
    if suggestion.state not in asked.ENDED and officer.has(Permit.APPROVE):
        able = holders(Permit.HANDLE).exclude(pk=suggestion.handler_id)
        yield Act("hand-over", _("Hand it over"), forms.HandOverForm(officers=able))
    if suggestion.state in asked.ENDED and officer.has(Permit.MANAGE) and not suggestion.retention:
        yield Act("archive", _("Put it into the archive"), forms.ArchiveForm(), tone="primary")


VERBS = {
    "submit_plan": _("plan filed"), "approve_plan": _("investigation approved"),
    "reject_plan": _("investigation refused"), "report": _("investigation reported"),
    "decide_no": _("no suggestion made"), "draft": _("letter begun"),
    "send_legal": _("sent to legal review"), "return_draft": _("returned by legal review"),
    "pass_review": _("passed legal review"),
    "pass_to_consult": _("passed legal review, addressee asked"),
    "consulted": _("addressee's opinion noted"), "send_back": _("given back by the chief"),
    "approve": _("signed"), "issue": _("numbered and sealed"), "deliver": _("delivered"),
    "object": _("objection raised"), "amend": _("objection upheld, to be amended"),
    "withdraw": _("objection upheld, withdrawn"),
    "dismiss_objection": _("objection not upheld"), "reply": _("reply received"),
    "accept_reply": _("reply reviewed, all put right"),
    "accept_in_part": _("reply reviewed, items stay open"), "urge": _("urged"),
    "escalate": _("taken further"), "visit_well": _("visited, closed"),
    "visit_rebound": _("visited, fallen back"),
    "correct_from_above": _("withdrawn on an order from above"),
    "withdraw_improper": _("withdrawn as improper"),
}  # fmt: skip


KEPT = ("procuracy.letter_saved", "procuracy.reply_saved")
"""Facts that come every few seconds while somebody writes."""


def history(events: Iterable[Any]) -> list[tuple[datetime, str, str]]:
    """What happened: when, what, by whom; the digest of the document where there is one.

    What is kept while somebody writes is told once, with the last time.
    """
    rows = list(events)
    names = names_of(event.by for event in rows)
    told: list[tuple[datetime, str, str]] = []
    for event in rows:
        line = (event.happened_at, _told(event), names.get(event.by, ""))
        if event.kind in KEPT and told and told[-1][1:] == line[1:]:
            told.pop()
        told.append(line)
    return told


def _told(event: Any) -> str:
    verb = event.facts.get("verb", "") if event.kind == "procuracy.suggestion_moved" else ""
    if verb in VERBS:
        digest = event.facts.get("digest", "")
        return f"{VERBS[verb]} (SM3 {digest[:16]}…)" if digest else str(VERBS[verb])
    return str(KINDS[event.kind].title) if event.kind in KINDS else event.kind
