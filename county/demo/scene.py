"""One resident at the phone and one officer at the desk: what they do, through the real verbs."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from county.demo.people import Person, firm
from county.demo.phone import Phone
from county.demo.playbook import Script, library
from county.demo.stations import Stations
from county.dimensions.fraud import actions as fraud
from county.dimensions.fraud import queries as suspicions
from county.dimensions.helpdesk.actions import desk, matters, outcome, talk
from county.dimensions.helpdesk.queries import desk as shelf
from county.dimensions.helpdesk.queries import matters as asked
from county.foundation.notices import actions as notices
from county.foundation.staff.models import Officer
from county.records.residents import actions as residents
from county.records.worklist import actions as worklist
from county.records.worklist.models import Task

URGENT, MONEY_MOVING, NORMAL = 1, 2, 3


class Scene(Phone):
    """A resident's phone, and the officer who answers; every method acts at the played moment."""

    def __init__(self, person: Person, officer: Officer, stations: Stations, rng: Random) -> None:
        super().__init__(person, rng)
        self.officer, self.stations = officer, stations
        self.subject = ""

    @property
    def matter(self) -> Any:
        """The open matter of the conversation, if there is one."""
        return asked.open_in(self.place)

    @property
    def fraud_desk(self) -> Officer:
        """The officer at the county's fraud desk."""
        return self.stations.fraud_desk

    def colleague(self, permit: str = "helpdesk.reply") -> Officer | None:
        """Another officer of the same station who may do this."""
        others = [
            one
            for one in self.stations.at(self.person.town, permit)
            if one.pk != self.officer.pk and one.reach is not None
        ]
        return self.rng.choice(others) if others else None

    def takes(self) -> None:
        """The officer takes the matter and has then seen the notices about it."""
        matter = self.matter
        self.subject = matter.subject
        matters.take(matter, by=self.officer)
        notices.mark_read(self.officer, about=matter.subject)

    def replies(self, text: str, *, by: Officer | None = None) -> None:
        """An officer answers."""
        who, matter = by or self.officer, self.matter
        talk.reply(matter, text=text, by=who)
        talk.seen(matter, by=who)

    def answers(self, key: str, says: str) -> None:
        """The officer answers with the library's text, or in own words."""
        text = says
        if key:
            entry = library()[key]
            text = f"{entry.text}{says}"
            if answer := shelf.answers(entry.topic).filter(question=entry.question).first():
                desk.count_use(answer.pk)
        greeting = "" if text.startswith("您好") else self.rng.choice(self.words.greetings)
        self.replies(f"{greeting}{text}")

    def notes(self, text: str) -> None:
        """The officer writes an internal note."""
        talk.note(self.matter, text=text, by=self.officer)

    def is_about(self, topic: str) -> None:
        """The officer corrects the topic that the words suggested."""
        matter = self.matter
        matters.convert(
            matter, kind=matter.kind, topic=topic, priority=matter.priority, by=self.officer
        )

    def becomes(self, topic: str, *, urgent: bool = False, money: bool = False) -> None:
        """The officer makes a help request of it, as urgent as it is."""
        matter = self.matter
        wanted = URGENT if urgent else MONEY_MOVING if money else NORMAL
        if matter.kind == "help":
            mistaken = matter.topic == "fraud" and topic != "fraud"
            wanted = wanted if mistaken else min(wanted, matter.priority)
        if (matter.kind, matter.topic, matter.priority) != ("help", topic, wanted):
            matters.convert(matter, kind="help", topic=topic, priority=wanted, by=self.officer)

    def is_only_a_question(self, topic: str) -> None:
        """The officer makes a question again of what looked like fraud."""
        if self.matter.kind == "help":
            matters.convert(
                self.matter, kind="consultation", topic=topic, priority=NORMAL, by=self.officer
            )

    def hands_on(self, to: Officer, reason: str) -> None:
        """The officer gives the matter to a colleague, who goes on with it."""
        matters.hand_on(self.matter, to=to, by=self.officer, reason=reason)
        self.officer = to

    def asks_along(self, helper: Officer) -> None:
        """The officer asks a colleague to handle it jointly."""
        matters.join(self.matter, officer=helper, by=self.officer)

    def sends(self, helper: Officer, why: str) -> Task:
        """The officer sends somebody to the place."""
        return outcome.go_there(self.matter, officer=helper, why=why, by=self.officer)

    def has_called(self, why: str) -> Task:
        """The officer is to call back."""
        return outcome.call_back(self.matter, officer=self.officer, why=why, by=self.officer)

    def finishes(self, task: Task, what: str) -> None:
        """Whoever holds the task notes that it is done."""
        task = Task.objects.select_related("officer__post", "officer__department").get(pk=task.pk)
        if task.officer is not None and task.state == "open":
            worklist.finish(task, outcome=what, by=task.officer)

    def next_task(self, kind: str) -> Task | None:
        """The next open task of this kind about the matter that the officer took."""
        tasks = Task.objects.filter(about=self.subject, kind=kind, state="open")
        return tasks.order_by("due_at").first()

    def looks(self, reason: str) -> None:
        """The officer reads the resident's private fields, for a reason that is kept."""
        if self.resident.phone:
            residents.show_private(
                self.resident, reason=reason, by=self.officer, because=self.matter.number
            )

    def completes_file(self) -> None:
        """The officer enters what the resident told: name, number, address, employer."""
        person = self.person
        if person.name and not self.resident.name:
            residents.correct(
                self.resident,
                by=self.officer,
                name=person.name,
                identity=person.identity or None,
                address=person.address or None,
                organisation=firm(person.firm),
            )

    def judges(self, category: str) -> None:
        """The officer confirms the waiting alerts, correcting their type."""
        for alert in suspicions.alerts_in(self.place):
            if alert.state == "raised":
                fraud.confirm(alert, category=category, by=self.officer)

    def dismisses(self, reason: str) -> bool:
        """The officer says that this is no fraud; False if nothing was suspected."""
        waiting = [one for one in suspicions.alerts_in(self.place) if one.state == "raised"]
        for alert in waiting:
            fraud.dismiss(alert, reason=reason, by=self.officer)
        return bool(waiting)

    def office_words(self, category: str) -> str:
        """The office's first reply for this type of fraud."""
        return suspicions.script_for(category)

    def asks_to_stop(self, script: Script) -> Any:
        """The officer asks the fraud desk to stop the payment."""
        account = f"62170000{self.rng.randrange(10**10):010d}0"
        return fraud.ask_to_stop(
            self.conversation,
            amount=Decimal(script.amount),
            bank=script.bank,
            account=account,
            holder="演示某户",
            paid_at=self.later(-50, -10),
            by=self.officer,
        )

    def ends_stop(self, stop: Any, verb: str, amount: int = 0) -> None:
        """The fraud desk notes what became of the request."""
        stopped = Decimal(amount) if verb == "stopped" else None
        fraud.end_stop(stop, verb=verb, stopped_amount=stopped, by=self.fraud_desk)

    def resolves(
        self,
        note: str,
        *,
        result: str = "solved",
        by: Officer | None = None,
        money: str = "",
        stated: int = 0,
        verified: int = 0,
    ) -> None:
        """An officer records what came of it."""
        outcome.resolve(
            self.matter,
            result=result,
            note=note,
            by=by or self.officer,
            money=money,
            stated_amount=Decimal(stated) if stated else None,
            verified_amount=Decimal(verified) if verified else None,
        )

    def closes(self) -> None:
        """The officer closes what is done."""
        matters.close(self.matter, by=self.officer)
