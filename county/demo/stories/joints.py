"""What one department enters becomes another's task; two people change a rule."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from county.demo.people import register_firm
from county.demo.stage import Story
from county.demo.stations import Stations
from county.dimensions.incidents import actions as incidents
from county.foundation.approvals import actions as approvals
from county.foundation.approvals.models import Approval
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.linkage import actions as linkage
from county.linkage.dials import shown
from county.linkage.engine import RULES, setting
from county.records.lists import actions as lists
from county.records.places.models import Area

TUNED = "a_growing_topic_renews_the_answers"
PERMIT = "incidents.write"


def stories(
    begin: datetime, until: datetime, stations: Stations
) -> Iterator[tuple[datetime, Story]]:
    """Every incident of the script at its day, and a rule that two people change."""
    text = (files("county.demo") / "scripts" / "incidents.toml").read_text("utf-8")
    script = tomllib.loads(text)
    for number, row in enumerate(script["incident"], 1):
        moment = max(until - timedelta(days=row["day"]), begin + timedelta(minutes=number))
        officer = stations.at(row["area"][:9], PERMIT)[0]
        yield moment, incident(row, number, officer, until)
    if (night := until - timedelta(hours=9)) > begin:
        yield night, listed(script["listed"], stations)
    yield begin + timedelta(hours=2), tuned(stations)


def incident(row: dict[str, Any], number: int, officer: Officer, until: datetime) -> Story:
    """One incident, from its entry to what came of it."""
    made = incidents.enter(
        number=f"演示A{clock.today():%Y%m%d}{number:03}",
        what=row["what"],
        happened_on=clock.day_of(until - timedelta(days=row["day"])),
        area=Area.objects.get(pk=row["area"]),
        organisation=register_firm(row["firm"]) if "firm" in row else None,
        loss=row["loss"],
        by=officer,
    )
    if "solved" in row:
        yield clock.now() + timedelta(days=row["solved"], minutes=number)
        gap = row.get("gap", "")
        incidents.solve(made, loss=row["loss"], gap=bool(gap), gap_words=gap, by=officer)
    if "dropped" in row:
        yield clock.now() + timedelta(days=row["dropped"])
        incidents.drop(made, reason="双方系误会，未构成案件", by=officer)


def listed(series: list[dict[str, Any]], stations: Stations) -> Story:
    """The command centre brings in the police's list of last night; two of its rows are wrong."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["警情编号", "警情类别", "发生时间", "所属镇街", "损失金额", "处理结果"])
    for number, row in enumerate(_rows(series), 1):
        sheet.writerow([f"演示L{clock.today():%Y%m%d}{number:03}", *row])
    sheet.writerow(["演示L000", "盗窃", "昨天夜里", "武原街道", "", ""])
    sheet.writerow(["演示L001", "盗窃", f"{clock.today():%F}", "某某镇", "", ""])
    made = lists.take(
        out.getvalue().encode(), name="警情清单（演示数据）.csv", kind="incidents",
        by=stations.command,
    )  # fmt: skip
    yield clock.now() + timedelta(minutes=4)
    lists.confirm(made, by=stations.command)


def _rows(series: list[dict[str, Any]]) -> Iterator[list[object]]:
    for one in series:
        for months, count in ((0, one["this_year"]), (-12, one["last_year"])):
            for n in range(count):
                day = clock.add_months(clock.today() - timedelta(days=1 + 3 * n), months)
                outcome = one["outcome"] if n % 2 else "受理"
                outcome = "已破案" if months else outcome
                yield [one["what"], f"{day:%F} 21:40", one["town"], 300 * (n + 1), outcome]


def tuned(stations: Stations) -> Story:
    """The command centre lowers a threshold; the chief procurator reads and agrees."""
    rule = RULES[TUNED]
    values = {name: value for name, _bounds, value in shown(setting(rule).dials)}
    linkage.wish(
        rule, enabled=True, parameters=values | {"least": 10},
        reason="演示：全县咨询量不大，20 件的门槛不易触发", by=stations.command,
    )  # fmt: skip
    yield clock.now() + timedelta(hours=3)
    waiting = Approval.objects.filter(kind=linkage.CHANGE, state="asked").first()
    if waiting is not None:
        approvals.decide(waiting, granted=True, note="同意先试一个月", by=stations.named("dong"))
