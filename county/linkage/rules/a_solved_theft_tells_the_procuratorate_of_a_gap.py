"""L01: a solved theft at a firm that points to its management is laid before the procuratorate.

Only the firm, the type and the count pass on, and which gap an officer saw; nobody's name is kept
of an incident at all. Whether anything follows is decided there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.incidents.events import CaseSolved
from county.dimensions.incidents.queries import found, is_at_firms, solved_at
from county.dimensions.procuracy.access import Permit
from county.kernel import clock
from county.kernel.deadlines import rule as deadline
from county.kernel.saying import saying
from county.linkage.desks import desk, head
from county.linkage.dials import Dials, dial
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind

LOCAL = _("a local design value (L01)")


@dataclass(frozen=True, slots=True)
class Gap(Dials):
    """When a solved case points to a firm's management."""

    cases: int = dial(2, title=_("Cases of a type"), unit=_("cases"), low=1, high=20, basis=LOCAL)
    days: int = dial(180, title=_("Within"), unit=_("d"), low=7, high=730, basis=LOCAL)
    loss: int = dial(
        30_000, title=_("Or a loss of"), unit=_("yuan"), low=1, high=10_000_000, basis=LOCAL
    )


@rule(
    code="L01",
    when=CaseSolved,
    title=_("A solved theft at a firm tells the procuratorate of a management gap"),
    dials=Gap,
)
def a_solved_theft_tells_the_procuratorate_of_a_gap(fact: CaseSolved, dials: Gap) -> Iterator[Step]:
    if not fact.organisation_id or not is_at_firms(fact.what):
        return
    incident = found(fact.incident_id)
    count = solved_at(fact.organisation_id, fact.what, incident.happened_on, days=dials.days)
    if count < dials.cases and fact.loss < dials.loss and not fact.gap:
        return
    limit, house = deadline("DL77"), desk(Permit.MANAGE)
    yield step(
        worklist.assign,
        key=f"gap:{incident.pk}",
        kind=Kind.OTHER,
        title=saying(
            gettext_noop("Screen a clue of a management gap: %s"), str(incident.organisation)
        ),
        why=saying(
            gettext_noop("%s at the firm: %s solved in %s days. Gap seen: %s"),
            incident.what_said, str(count), str(dials.days), incident.gap_words or "–",
        ),
        basis=limit.basis_in_words(),
        about=f"organisation:{fact.organisation_id}",
        due_at=limit.due_at(clock.today()),
        officer=head(Permit.MANAGE, house),
        department=house,
        by=LINKAGE,
        url=f"/enterprises/{fact.organisation_id}/",
    )  # fmt: skip
