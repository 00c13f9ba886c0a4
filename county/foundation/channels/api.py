"""How channels stand, for other systems that watch over this one."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema

from county.foundation.channels import queries
from county.foundation.channels.access import Permit
from county.foundation.staff.policy import demand
from county.kernel import clock

router = Router(tags=["channels"])


class AgeOut(Schema):
    """Something that grows old, and the seconds since it was renewed; null: never."""

    name: str
    age: float | None
    trouble: str = ""


class FiguresOut(Schema):
    """The figures of WeCom's set-up page; times in seconds."""

    pushes_last_hour: int
    lag_median: float = Field(description="from WeCom's clock to ours, whole seconds at the origin")
    lag_p95: float
    lag_most: float
    last_push_age: float | None
    mailboxes: list[AgeOut] = Field(description="since each account was last read to its end")
    tokens: list[AgeOut] = Field(description="since each token or ticket was fetched")
    paused: list[str] = Field(description="interfaces that rest because of 45009")
    on_disk: int = Field(description="pushes that wait for the database")
    not_understood: int


@router.get("/wecom", response=FiguresOut, summary="WeCom's figures")
def figures(request: HttpRequest) -> FiguresOut:
    """How fresh everything is; nothing of anybody, and no secret."""
    demand(request.auth, Permit.MANAGE)  # type: ignore[attr-defined]
    state = queries.standing()
    return FiguresOut(
        pushes_last_hour=state.lag.count,
        lag_median=state.lag.median,
        lag_p95=state.lag.p95,
        lag_most=state.lag.most,
        last_push_age=_age(state.last_push),
        mailboxes=[
            AgeOut(
                name=box.account, age=_age(box.read_at), trouble="refused" if box.trouble else ""
            )
            for box in state.mailboxes
        ],
        tokens=[
            AgeOut(
                name=one.name,
                age=_age(one.fetched_at),
                trouble=str(one.refused_code or "") if one.not_before else "",
            )
            for one in state.accesses
        ],
        paused=[one.name.rpartition(" ")[2] for one in state.pauses],
        on_disk=state.on_disk,
        not_understood=state.troubled,
    )


def _age(moment: datetime | None) -> float | None:
    return (clock.now() - moment).total_seconds() if moment else None
