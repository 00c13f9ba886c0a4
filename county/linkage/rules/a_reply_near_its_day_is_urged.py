"""L03, second half: before, on and after the last day, the prosecutor is asked to urge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.events import ClockReached
from county.dimensions.procuracy.queries.suggestions import URGE_OFFSETS, handled
from county.kernel import clock
from county.kernel.saying import saying
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind

REPLY = "DL03"


@rule(code="L03", when=ClockReached, title=_("A reply near or past its last day is urged"))
def a_reply_near_its_day_is_urged(fact: ClockReached) -> Iterator[Step]:
    if fact.rule != REPLY or fact.offset not in URGE_OFFSETS:
        return
    suggestion = handled(fact.suggestion_id)
    yield step(
        worklist.assign,
        key=f"urge:{suggestion.pk}:{suggestion.version}:{fact.offset}",
        kind=Kind.CALL,
        title=saying(gettext_noop("Urge the reply: %s"), str(suggestion)),
        why=saying(gettext_noop("The written reply is due on %s."), str(suggestion.reply_due)),
        about=suggestion.subject,
        due_at=clock.end_of_day(clock.today() + timedelta(days=1)),
        officer=suggestion.handler,
        by=LINKAGE,
        url=suggestion.url,
    )
