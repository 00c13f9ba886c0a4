"""L03, first half: a reply that leaves an item open puts a visit on its prosecutor's list."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.events import SuggestionMoved
from county.dimensions.procuracy.queries.suggestions import handled
from county.kernel import clock
from county.kernel.deadlines import rule as deadline
from county.kernel.saying import saying
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind


@rule(code="L03", when=SuggestionMoved, title=_("A reply with open items asks for a visit"))
def a_reply_with_open_items_asks_for_a_visit(fact: SuggestionMoved) -> Iterator[Step]:
    if fact.verb != "reply" or not fact.open_items:
        return
    suggestion, limit = handled(fact.suggestion_id), deadline("DL72")
    yield step(
        worklist.assign,
        key=f"visit-plan:{suggestion.pk}:{fact.version}",
        kind=Kind.VISIT,
        title=saying(gettext_noop("Plan a return visit: %s"), str(suggestion)),
        why=saying(gettext_noop("The reply leaves %s items open."), str(fact.open_items)),
        basis=limit.basis_in_words(),
        about=suggestion.subject,
        due_at=limit.due_at(clock.today()),
        officer=suggestion.handler,
        by=LINKAGE,
        url=suggestion.url,
    )
