"""Procuratorial suggestions of the last half year, each as far as its script says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from county.demo.people import register_firm
from county.demo.playbook import rows
from county.demo.stage import Story
from county.demo.stations import Stations
from county.dimensions.procuracy.actions import (
    drafting,
    following,
    issuing,
    liaison,
    registering,
    replying,
)
from county.dimensions.procuracy.queries.liaison import contacts_of
from county.foundation.staff.models import Department
from county.kernel import clock
from county.records.enterprises.queries import people_of
from county.records.organisations.models import Organisation

Row = dict[str, Any]
ON_PAPER = 11
"""So many numbers of the year were given on paper before."""
PEOPLE = ("蒋检察官", "书记员甲")


def stories(
    until: datetime, stations: Stations, *, scale: float, long: bool
) -> Iterator[tuple[datetime, Story]]:
    """Every suggestion with the day its lead was registered, long before the rest of the play.

    A play of less than a day has the two youngest: the others take months, and papers.
    """
    every = rows("suggestions", "suggestion")
    written = every[: max(2, round(len(every) * scale))] if long else every[-2:]
    first = min(_moment(row, "lead", until) for row in written)
    years = range(clock.day_of(first).year, clock.day_of(until).year + 1)
    yield first - timedelta(hours=2), _opening(stations, years)
    for row in written:
        yield _moment(row, "lead", until), _Course(row, stations).story(until)


def _moment(row: Row, step: str, until: datetime) -> datetime:
    """Half past nine of the day the script names, or an hour before the play ends."""
    day = clock.day_of(until) - timedelta(days=row["days"][step])
    return min(clock.start_of_day(day) + timedelta(hours=9, minutes=30), until)


def _opening(stations: Stations, years: range) -> Story:
    """The numbers of these years count on from paper."""
    for one in years:
        issuing.open_series(kind="4", year=one, last_on_paper=ON_PAPER, by=stations.named("an"))
    yield clock.now() + timedelta(days=999)


class _Course:
    """One suggestion on its way: each step is a verb, on the day the script names."""

    def __init__(self, row: Row, stations: Stations) -> None:
        self.row = row
        self.handler, self.reviewer = stations.named("jiang"), stations.named("ping")
        self.chief, self.manager = stations.named("dong"), stations.named("an")
        self.liaison = stations.named("lian")

    def story(self, until: datetime) -> Story:
        """Step after step in the order of the script; it stops where the script does."""
        self.register()
        for step in list(self.row["days"])[1:]:
            yield _moment(self.row, step, until)
            act: Callable[[], object] = getattr(self, step)
            act()

    def register(self) -> None:
        """The lead; its firm is entered where the rest of the play has not yet done so."""
        row = self.row
        self.firm: Organisation = register_firm(row["firm"])
        self.suggestion = registering.register(
            ground=row["ground"], domain=row["domain"], case_no=row["case_no"],
            reason=row["reason"], addressee_kind="involved", organisation=self.firm,
            by=self.handler,
        )  # fmt: skip

    def plan(self) -> None:
        """The plan of the investigation."""
        registering.submit_plan(
            self.suggestion, plan=self.row["plan"], measures=["evidence", "on_site"],
            people=PEOPLE, by=self.handler,
        )  # fmt: skip

    def decide(self) -> None:
        """The chief approves the investigation."""
        registering.decide_plan(self.suggestion, granted=True, words="同意", by=self.chief)

    def step(self) -> None:
        """A measure with its record."""
        registering.note_step(
            self.suggestion, measure="on_site", on=clock.today(), place=self.row["place"],
            record=self.row["record"], by=self.handler,
        )  # fmt: skip

    def report(self) -> None:
        """The report of the investigation."""
        registering.report(self.suggestion, findings=self.row["findings"], by=self.handler)

    def draft(self) -> None:
        """The letter is written and laid before the reviewers."""
        row = self.row
        registering.begin_draft(self.suggestion, by=self.handler)
        drafting.save_letter(
            self.suggestion,
            parts={name: row.get(name, "") for name in drafting.PARTS},
            items=[
                dict(zip(("content", "basis", "expected", "check_by"), item, strict=True))
                for item in row["items"]
            ],
            contact=self.handler.name, contact_phone="0573-00000000", objection_days=15,
            reply_days=None, revision=0, by=self.handler,
        )  # fmt: skip
        drafting.send_to_review(self.suggestion, by=self.handler)

    def review(self) -> None:
        """Legal review passes it."""
        drafting.review(
            self.suggestion, passed=True, words="事实清楚，建议可行，同意提请审批。",
            necessary="案件暴露管理漏洞，确有必要", lawful="依据准确，属于检察建议范围",
            reasoned="说理充分，建议具体可查", by=self.reviewer,
        )  # fmt: skip

    def sign(self) -> None:
        """The chief signs."""
        drafting.sign(self.suggestion, granted=True, words="同意制发", by=self.chief)

    def issue(self) -> None:
        """Numbered and sealed."""
        issuing.issue(self.suggestion, by=self.manager)

    def file(self) -> None:
        """Filed with both departments of the city."""
        for to in ("counterpart", "research"):
            issuing.file_upward(
                self.suggestion, to=to, on=clock.today(), receipt="", by=self.manager
            )

    def deliver(self) -> None:
        """Read out at the firm; the first letter is also copied to the authority."""
        issuing.deliver(
            self.suggestion, how="proclaimed", on=clock.today(), receiver="企业负责人",
            receiver_post="总经理", consent=True, where="addressee", place="企业会议室",
            reader=self.handler.name, opinion="接受建议，认真整改。",
            third_parties="人大代表一名、人民监督员一名", by=self.handler,
        )  # fmt: skip
        if self.row.get("secrets"):
            authority = Department.objects.filter(pk="EM")
            issuing.copy_to(
                self.suggestion, departments=list(authority), outside="", by=self.chief,
                why="供行业主管部门加强监督时参考",
            )  # fmt: skip

    def contact(self) -> None:
        """The liaison gets in touch, as the rule asked after the delivery (L02)."""
        for one in contacts_of(self.firm.pk):
            if one.made_on is None:
                liaison.make_contact(one, words="已电话联系，说明服务事项", by=self.liaison)

    def reply(self) -> None:
        """The firm's written reply, as it came on paper; one item is done in part."""
        self._reply(self.row.get("partly", 0))

    def reply2(self) -> None:
        """The rest."""
        self._reply(0)

    def _reply(self, partly: int) -> None:
        answers: dict[int, Row] = {
            number: {
                "measure": measure, "state": "partly" if number == partly else "fully",
                "on": None if number == partly else clock.today(), "person": "安全负责人",
                "remaining": self.row["remaining"] if number == partly else "",
            }
            for number, measure in enumerate(self.row["measures"], 1)
        }  # fmt: skip
        replying.save_reply(
            self.suggestion, responsible="企业负责人", summary="已按建议逐项整改。",
            answers=answers, by=self.handler,
        )  # fmt: skip
        replying.send_reply(self.suggestion, by=self.handler)

    def reviewed(self) -> None:
        """The reply is reviewed; the item in part stays open."""
        self._review(self.row.get("partly", 0))

    def reviewed2(self) -> None:
        """The second reply is reviewed."""
        self._review(0)

    def _review(self, partly: int) -> None:
        found = {
            number: {"adopted": "yes", "found": "partly" if number == partly else "fully"}
            for number in range(1, len(self.row["measures"]) + 1)
        }
        replying.review_reply(self.suggestion, found=found, words="", by=self.handler)

    def urge(self) -> None:
        """Urged by visit."""
        self._urge("visit", "上门了解整改情况，企业答复正在研究。")

    def urge2(self) -> None:
        """Urged again."""
        self._urge("talk", "约谈企业负责人，要求尽快书面回复。")

    def _urge(self, how: str, record: str) -> None:
        following.urge(
            self.suggestion, how=how, on=clock.today(), counterpart="企业负责人", record=record,
            by=self.handler,
        )  # fmt: skip

    def object(self) -> None:
        """The firm objects; where nobody speaks for it here, its letter is noted."""
        speaker = people_of(self.firm).first()
        following.object_to(
            self.suggestion, words=self.row["objection"], by=speaker or self.handler
        )

    def visit(self) -> None:
        """The return visit, at which lessons were ordered."""
        replying.revisit(
            self.suggestion, on=clock.today(), place="企业装卸区和会议室",
            visitors=[self.handler.name, self.liaison.name], participants="总经理、法务",
            checks={
                number: {"found": "fully", "evidence": "现场查看台账"}
                for number in range(1, len(self.row["measures"]) + 1)
            },
            result="lasting", signed_by_firm="企业负责人", needs="希望开展一次货运管理专题培训",
            orders="PF02、PF03", satisfaction=5, by=self.handler,
            effect={"incidents_before": 9, "incidents_after": 1, "loss_before": 186_000},
        )  # fmt: skip
