"""Change a rule with a second person's word; take a step back; try a rule without acting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from county.foundation.approvals import actions as approvals
from county.foundation.approvals.models import Approval
from county.foundation.approvals.registry import four_eyes
from county.foundation.events.actions import announce
from county.foundation.events.models import Event
from county.foundation.events.registry import KINDS, Actor
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.saying import saying
from county.linkage.access import Permit
from county.linkage.dials import Dials, shown, turned
from county.linkage.effects import EFFECTS
from county.linkage.engine import LINKAGE, RULES, Rule, setting
from county.linkage.events import (
    ChangeWished,
    RuleChanged,
    StepAccepted,
    StepTakenBack,
    TrialAsked,
    TrialEnded,
    WishDropped,
)
from county.linkage.flow import STEP, State
from county.linkage.models import Taken, Trial, Version, Wish
from county.linkage.wording import sentence

CHANGE = four_eyes("linkage.change", gettext_lazy("Change of a linkage rule"),
                   permit=Permit.APPROVE)  # fmt: skip
SHORTEST_REASON = 2
LONGEST_TRIAL = 365
CHUNK = 200
"""Facts tried before the progress of a trial is shown."""
SHOWN = 50
"""Firings of a trial that are listed one by one."""
UNTRIED = gettext_noop("Not tried: a record is gone since, or the rule failed (%s)")


@transaction.atomic
def wish(
    rule: Rule, *, enabled: bool, parameters: Mapping[str, int], reason: str, by: Officer
) -> Wish:
    """Ask to change a rule: on or off, with these parameters. A second person decides.

    Raises Incomplete without a reason, Refused for a value out of bounds or where nothing would
    change or another wish waits.
    """
    demand(by, Permit.TUNE)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Incomplete(_("Say why. The person who decides reads it."))
    stands, wanted = setting(rule), _within_bounds(rule, parameters)
    if (stands.enabled, stands.dials) == (enabled, wanted):
        raise Refused(_("Nothing would change."))
    if Wish.objects.filter(rule=rule.name, settled_at__isnull=True).exists():
        raise Refused(_("A change of this rule waits for a second person already."))
    made = Wish.objects.create(
        rule=rule.name, based_on=stands.number, enabled=enabled,
        parameters={name: value for name, _bounds, value in shown(wanted)},
        reason=reason.strip()[:200], by=by,
    )  # fmt: skip
    approvals.ask(
        kind=CHANGE,
        subject=f"wish:{made.pk}",
        payload=payload_of(made),
        title=saying(gettext_noop("Change the rule: %s"), str(rule.title)),
        why=made.reason,
        by=by,
        url=f"/linkage/rules/{rule.name}/",
    )
    announce(ChangeWished(rule=rule.name, wish_id=str(made.pk)), by=by)
    return made


def payload_of(wish: Wish) -> dict[str, Any]:
    """Exactly what the second person agrees to."""
    return {
        "rule": wish.rule,
        "based_on": wish.based_on,
        "enabled": wish.enabled,
        "parameters": wish.parameters,
    }


def _within_bounds(rule: Rule, parameters: Mapping[str, int]) -> Dials:
    wanted = turned(rule.dials, parameters)
    for _name, bounds, value in shown(wanted):
        if not bounds.low <= value <= bounds.high:
            words = {"what": bounds.title, "low": bounds.low, "high": bounds.high}
            raise Refused(_("%(what)s must be between %(low)s and %(high)s.") % words)
    return wanted


@transaction.atomic
def settle(approval: Approval, *, granted: bool, by: Actor) -> Version | None:
    """Let the second person's word reach the rule: a new version, or none."""
    found = Wish.objects.select_for_update(of=("self",)).filter(
        pk=approval.subject.removeprefix("wish:"), settled_at__isnull=True
    )
    one = found.select_related("by").first()
    if one is None:
        return None
    one.settled_at = clock.now()
    one.save(update_fields=["settled_at"])
    if not granted or approval.decider is None:
        announce(WishDropped(rule=one.rule, wish_id=str(one.pk)), by=by)
        return None
    approvals.use(
        kind=CHANGE, subject=approval.subject, payload=payload_of(one), by=approval.decider
    )
    version = Version.objects.create(
        rule=one.rule,
        number=one.based_on + 1,
        enabled=one.enabled,
        parameters=one.parameters,
        reason=one.reason,
        by=one.by,
        agreed_by=approval.decider,
    )
    announce(
        RuleChanged(rule=one.rule, version=version.number, enabled=version.enabled),
        by=approval.decider,
    )
    return version


@transaction.atomic
def take_back(taken: Taken, *, reason: str, wrong: bool, by: Officer) -> Taken:
    """Cancel a step with the reason; `wrong` says that the rule should not have acted here.

    What it led to is taken back by its own verb, which refuses whoever may not. Where nothing can
    be taken back any more, the step can only be called wrong, by who looks after the rules.
    """
    taken = Taken.objects.select_for_update(of=("self",)).get(pk=taken.pk)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Incomplete(_("Say why it is taken back: it stays on record."))
    kind, _colon, key = taken.subject.partition(":")
    revocable = taken.state == State.WAITING and kind in EFFECTS
    if not revocable and not by.has(Permit.TUNE):
        raise NotAllowed(_("Whoever looks after the rules says that a rule was wrong."))
    if not revocable and not wrong:
        raise Refused(_("This cannot be taken back any more. It can be called wrong."))
    STEP.move(taken, "call_wrong" if wrong else "cancel")
    taken.reason, taken.settled_by, taken.settled_at = reason.strip()[:200], by.actor, clock.now()
    taken.save(update_fields=["state", "reason", "settled_by", "settled_at"])
    if revocable:
        EFFECTS[kind].cancel(key, taken.reason, by)
    rule = taken.firing.rule
    announce(StepTakenBack(step_id=str(taken.pk), rule=rule, wrong=wrong), by=by)
    return taken


@transaction.atomic
def note_fate(subject: str, *, accepted: bool, reason: str = "", by: Actor = LINKAGE) -> int:
    """Note on the steps that led to this subject that people acted on it, or took it back."""
    rows = Taken.objects.select_for_update(of=("self",)).filter(
        subject=subject, state=State.WAITING
    )
    waiting = list(rows.select_related("firing"))
    for one in waiting:
        STEP.move(one, "accept" if accepted else "cancel")
        one.reason, one.settled_by, one.settled_at = reason[:200], by.actor, clock.now()
        one.save(update_fields=["state", "reason", "settled_by", "settled_at"])
        step_id, rule = str(one.pk), one.firing.rule
        announce(
            StepAccepted(step_id=step_id, rule=rule)
            if accepted
            else StepTakenBack(step_id=step_id, rule=rule, wrong=False),
            by=by,
        )
    return len(waiting)


@transaction.atomic
def ask_trial(rule: Rule, *, days: int, parameters: Mapping[str, int], by: Officer) -> Trial:
    """Ask what the rule would have done in the last days; it is tried in the background."""
    demand(by, Permit.TUNE)
    if not 1 <= days <= LONGEST_TRIAL:
        raise Refused(_("A rule is tried on 1 to 365 days."))
    wanted = _within_bounds(rule, parameters)
    values = {name: value for name, _bounds, value in shown(wanted)}
    trial = Trial.objects.create(rule=rule.name, days=days, parameters=values, by=by)
    announce(TrialAsked(trial_id=str(trial.pk)), by=by)
    return trial


def run_trial(trial: Trial) -> Trial:
    """Let the rule decide on each past fact of its kind, as of that moment, and act on none.

    The database refuses to write while a rule decides. What a rule reads is what stands today:
    records changed since are seen as they are now.
    """
    rule = RULES[trial.rule]
    dials = turned(rule.dials, trial.parameters)
    since = clock.now() - timedelta(days=trial.days)
    events = Event.objects.filter(kind=rule.when.kind, happened_at__gt=since).order_by("id")
    numbers = list(events.values_list("id", flat=True))
    trial.total, trial.seen, trial.fired, trial.failed, trial.found = len(numbers), 0, 0, 0, []
    spoken: dict[str, Any] = {}
    for begin in range(0, len(numbers), CHUNK):
        for event in Event.objects.filter(id__in=numbers[begin : begin + CHUNK]).order_by("id"):
            _try(trial, rule, dials, event, spoken)
        _keep(trial)
    trial.ended_at = clock.now()
    _keep(trial)
    with transaction.atomic():
        announce(TrialEnded(trial_id=str(trial.pk)), by=LINKAGE)
        tell(
            [trial.by],
            title=saying(
                gettext_noop("Rule tried: it would have fired %s times"), str(trial.fired)
            ),
            url=f"/linkage/trials/{trial.pk}/",
            by=LINKAGE,
            about=f"trial:{trial.pk}",
        )
    return trial


def _try(trial: Trial, rule: Rule, dials: Dials, event: Event, spoken: dict[str, Any]) -> None:
    trial.seen += 1
    fact = KINDS[event.kind](**event.facts)
    occasion = rule.per(fact) if rule.per else ""
    pause = timedelta(days=rule.pause(dials) if rule.pause else 1)
    last = spoken.get(occasion) if occasion else None
    if last is not None and event.happened_at - last < pause:
        return
    try:
        with clock.played_at(event.happened_at), reading_only():
            steps = rule.steps(fact, dials)
    except Exception as error:  # a record that is gone since is a finding, not an end
        trial.failed += 1
        _list(trial, event, [saying(UNTRIED, type(error).__name__)])
        return
    if steps:
        trial.fired += 1
        spoken[occasion] = event.happened_at
        _list(trial, event, [sentence(one.name, one.said) for one in steps])


def _list(trial: Trial, event: Event, words: list[str]) -> None:
    if len(trial.found) < SHOWN:
        found = {"event": event.pk, "at": event.happened_at.isoformat(), "steps": words}
        trial.found.append(found | {"subject": event.subject})


@contextmanager
def reading_only() -> Iterator[None]:
    """Within it the database refuses to write."""
    with transaction.atomic():
        before = transaction.savepoint()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL transaction_read_only = on")
            yield
        finally:
            transaction.savepoint_rollback(before)


def _keep(trial: Trial) -> None:
    trial.save(update_fields=["total", "seen", "fired", "failed", "found", "ended_at"])
