"""L23: when many ask about one thing, the answers are renewed and the window is staffed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.events import TopicCounted
from county.dimensions.helpdesk.queries.topics import topic_msgid
from county.foundation.notices.actions import tell
from county.foundation.staff.queries import holders
from county.kernel import clock
from county.kernel.deadlines import rule as deadline
from county.kernel.saying import saying
from county.linkage.desks import desk, head
from county.linkage.dials import Dials, dial
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind

LOCAL = _("a local design value (L23)")


@dataclass(frozen=True, slots=True)
class Growth(Dials):
    """When a topic grows."""

    least: int = dial(
        20, title=_("Consultations in the week"), unit=_("questions"), low=5, high=5000,
        basis=LOCAL,
    )  # fmt: skip
    percent: int = dial(
        50, title=_("More than the week before by"), unit=_("per cent"), low=5, high=1000,
        basis=LOCAL,
    )  # fmt: skip


@rule(
    code="L23",
    when=TopicCounted,
    title=_("A growing topic renews the answers and staffs the window"),
    dials=Growth,
)
def a_growing_topic_renews_the_answers(fact: TopicCounted, dials: Growth) -> Iterator[Step]:
    if fact.count < dials.least or 100 * fact.count < (100 + dials.percent) * fact.before:
        return
    topic, limit, house = topic_msgid(fact.topic), deadline("DL79"), desk(Permit.LIBRARY)
    why = saying(
        gettext_noop("%s consultations in the week, %s the week before."),
        str(fact.count), str(fact.before),
    )  # fmt: skip
    yield step(
        worklist.assign,
        key=f"topic:{fact.week}:{fact.topic}",
        kind=Kind.OTHER,
        title=saying(gettext_noop("Renew the answers about: %s"), topic),
        why=why,
        basis=limit.basis_in_words(),
        about=f"topic:{fact.topic}",
        due_at=limit.due_at(clock.today()),
        officer=head(Permit.LIBRARY, house),
        department=house,
        by=LINKAGE,
        url="/helpdesk/answers/",
    )
    words = saying(gettext_noop("Many ask about %s: look at the window's roster"), topic)
    yield step(
        tell,
        words=words,
        officers=holders(Permit.LIBRARY),
        title=words,
        url="/helpdesk/figures/?span=week",
        by=LINKAGE,
        about=f"topic:{fact.topic}",
        text=why,
    )
