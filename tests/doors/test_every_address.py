"""Every address of the program, asked and posted to by everyone: never a 5xx, never a way in."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import get_resolver

from county.dimensions.fraud import actions as fraud
from county.dimensions.fraud.models import Alert, StopRequest
from county.dimensions.helpdesk.models import Matter
from county.dimensions.procuracy.actions import duty, liaison, questions
from county.foundation.channels.models import Mailbox
from county.foundation.files.models import StoredFile
from county.foundation.outside.models import Dispatch, Partner, Subscription
from county.foundation.staff import actions as staff
from county.foundation.staff.models import Officer, Post
from county.kernel import clock
from county.records.contacts.models import ContactWay, Entrance
from county.records.conversations.models import Conversation, Message
from county.records.enterprises.models import Representative
from county.records.lists.models import Export, Import
from county.records.places.models import Area
from county.records.residents import actions as residents
from county.records.residents.models import Resident
from county.records.rights import actions as rights
from county.records.tags import actions as tags
from county.records.visits.models import Visit
from county.records.worklist import actions as worklist
from county.records.worklist.models import Task
from county.reports.models import Report
from tests.actors import Firm, png
from tests.doors.bad import TEXTS, encoded
from tests.structure.test_every_view_says_who_may_enter import routes

FIELDS = (
    "person", "matter", "url", "state", "text", "key", "reason", "officer", "kind", "topic",
    "priority", "result", "money", "verb", "note", "case_number", "link", "category", "amount",
    "bank", "account", "holder", "paid_at", "stated_amount", "verified_amount", "stopped_amount",
    "name", "username", "password", "post", "department", "permits", "days", "area_code",
    "starts_at", "ends_at", "leaving", "to", "title", "question", "rule", "expires_on", "words",
    "rating", "back", "next", "language", "town", "alias", "phone", "code", "content", "place",
    "secrecy", "file", "latitude", "longitude", "town_code", "entrance", "members", "word",
    "outcome", "identity", "address", "answer", "in_my_name", "beside", "birthday", "school",
    "how", "evidence", "with_number", "organisation", "role", "since", "keep", "because",
    "files_a_day", "met", "age_band", "why", "week", "on", "due_on", "next_on", "appointment",
    "ground", "scope", "switch", "month", "decision", "purpose", "op", "tree", "begins_at",
    "large", "audience", "urgency", "intent", "allowed", "ends", "part", "half", "procurator",
    "assistant", "by_whom", "topic", "narrative", "when", "slot", "consent", "is_complaint",
    "waits", "trusts", "duty", "succeeds", "from_on", "until_on", "account", "industry", "span",
    "visitor", "of", "view", "office", "way", "receipt", "delegate", "begins", "what", "page",
    "format",
    "visitor", "contact", "basis", "kinds", "api_key", "service_code", "description", "lat", "long",
)  # fmt: skip
SIGN, FIRM_SIGN = "/sign-in/", "/firm/sign-in/"
UNKNOWN = "01900000-0000-7000-8000-00000000dead"


def filled(pattern: str, real: dict[str, str]) -> list[str]:
    """The pattern's addresses: with what is really there, and with what is not."""
    addresses = []
    for known in (True, False):
        parts = []
        for part in pattern.split("/"):
            if not part.startswith("<"):
                parts.append(part)
                continue
            kind, _colon, name = part.strip("<>").partition(":")
            forged = {"uuid": UNKNOWN, "int": "9" * 30, "slug": "x"}.get(kind, "x")
            parts.append(real.get(name, forged) if known else forged)
        addresses.append("/" + "/".join(parts))
    return sorted(set(addresses))


def doors() -> list[tuple[str, Any]]:
    return [(path, view) for path, view in routes(get_resolver()) if "sign-out" not in path]


def patterns() -> list[str]:
    return [pattern for pattern, _view in doors()]


def opens(view: Any, officer: Officer | None) -> bool:
    """Whether this visitor gets past the guard that stands before the view."""
    permit = getattr(view, "permit", "public: asks for a key")
    if permit.startswith("public: ") or hasattr(view, "of_firms"):
        return True
    return officer is not None and (permit == "signed in" or officer.has(permit))


@pytest.fixture
def of_a_firm(firm: Any, desk: Any) -> dict[str, str]:
    """An enterprise with an account, a question, duty, a liaison, a first contact and a need."""
    sat = firm()
    lian, an, jiang = (
        desk(post, post=post, department="PROC").officer
        for post in ("PROC_LIAISON", "PROC_CASEMGR", "PROC_HANDLER")
    )
    session = duty.plan(
        on=clock.next_working_day(clock.today()), half="pm", procurator=jiang, assistant=lian, by=an
    )
    question = questions.ask(sat.representative, topic="contract", narrative="合同怎么办？")
    stands = liaison.assign(
        town=Area.objects.get(pk="330424002"), officer=lian, part="main", phone="12309",
        from_on=clock.today(), by=an,
    )  # fmt: skip
    contact = liaison.ask_first_contact(sat.organisation, why="示例", because="x", by=an)
    need = liaison.note_need(sat.organisation, words="示例需求", by=lian)
    return {
        "representative_id": str(sat.representative.pk),
        "session_id": str(session.pk),
        "question_id": str(question.pk),
        "assignment_id": str(stands.pk),
        "contact_id": str(contact.pk),
        "need_id": str(need.pk),
        "organisation_id": str(sat.organisation.pk),
    }


@pytest.fixture
def real(phone: Any, desk: Any, background: Any, of_a_firm: dict[str, str]) -> dict[str, str]:
    """A matter with everything: picture, alert, stop, task, notice; by their names in addresses."""
    resident = phone(town="330424001")
    resident.says("我被骗了，刚刚把5万块转给对方说的安全账户，怎么办")
    resident.sends(png())
    background.catch_up()
    shen = desk("沈警官")
    matter = shen.opens()
    shen.submits(f"{matter}take/")
    shen.submits(f"{matter}call/", officer=shen.officer.pk)
    place = Conversation.objects.get()
    shen.submits(f"/fraud/conversations/{place.pk}/stop/", amount="5", bank="b", account="123456")
    background.catch_up()
    tagging = tags.propose(Resident.objects.get(), "T0205", why="自述租住", by=shen.officer)
    visit = Visit.objects.create(
        resident=tagging.resident, kind="asked", why="上门", due_on=clock.today(), key="v",
        town_code="330424001", proposed_by="x",
    )  # fmt: skip
    agreed = tags.set_own(tagging.resident, "T0802")
    objection = tags.object_to(agreed, words="不对", by=tagging.resident)
    suggestion = tags.suggest(
        tagging.resident, "T0304", reason="自述", confidence=5, by=tags.CLOCK
    )  # fmt: skip
    way = ContactWay.objects.create(
        title="窗口", town_code="330424001", state_word="330424001.abc", members=["shen"],
        state="ready", config_id="c1", file=StoredFile.objects.get(), made_by=shen.officer,
    )  # fmt: skip
    box = Mailbox.objects.create(pk="wecom:wk1", channel="wecom", account="wk1", title="警小微")
    entrance = Entrance.objects.create(
        mailbox=box, state="ready", asked_by=shen.officer,
        link="https://work.weixin.qq.com/kf/kfc1?enc_scene=E",
    )  # fmt: skip
    task = Task.objects.filter(officer=shen.officer, state="open").order_by("pk").first()
    lu = desk("陆警官", department="PS002").officer
    part = worklist.ask_along(task, department=lu.department, what="请协助核实", by=shen.officer)
    outing = worklist.send_out(task, office="12345", way="phone", receipt="T-7", by=shen.officer)
    leave = staff.enter_leave(
        shen.officer, delegate=desk("代办").officer, from_on=clock.today(),
        until_on=clock.today(), by=shen.officer,
    )  # fmt: skip
    other = residents.open_file(alias="另一", town_code="330424001")
    third = residents.open_file(alias="第三", town_code="330424001")
    joining = residents.join(other, third, reason="同一人", by=shen.officer)
    wish = rights.ask(other, right="delete", words="请删除")
    made = Import.objects.create(kind="residents", name="演示", officer=shen.officer)
    export = Export.objects.create(number="E1", why="演示", people=1, officer=shen.officer)
    alert = Alert.objects.get()
    fraud.confirm(alert, category=alert.category, by=shen.officer)
    example = fraud.keep_example(alert.pk)
    fraud.think_again(alert, reason="再看", by=shen.officer)
    return {
        "joining_id": str(joining.pk),
        "one_id": str(Resident.objects.order_by("number")[0].pk),
        "other_id": str(other.pk),
        "request_id": str(wish.pk),
        "import_id": str(made.pk),
        "export_id": str(export.pk),
        **of_a_firm,
        "matter_id": str(Matter.objects.get().pk),
        "conversation_id": str(place.pk),
        "message_id": str(Message.objects.filter(kind="image").get().pk),
        "file_id": str(StoredFile.objects.get().pk),
        "alert_id": str(Alert.objects.get().pk),
        "example_id": str(example.pk),
        "stop_id": str(StopRequest.objects.get().pk),
        "task_id": str(task.pk),
        "part_id": str(part.pk),
        "outing_id": str(outing.pk),
        "leave_id": str(leave.pk),
        "resident_id": str(Resident.objects.order_by("number")[0].pk),
        "officer_id": str(Officer.objects.order_by("-pk").first().pk),
        "tagging_id": str(tagging.pk),
        "visit_id": str(visit.pk),
        "objection_id": str(objection.pk),
        "suggestion_id": str(suggestion.pk),
        "way_id": str(way.pk),
        "entrance_id": str(entrance.pk),
        "mailbox_id": entrance.mailbox_id,
        "queue": "mine",
        "username": "shen",
        "upload_id": UNKNOWN,
        **of_a_partner(shen.officer),
        "report_id": str(report_of(shen.officer).pk),
    }


def of_a_partner(officer: Officer) -> dict[str, str]:
    """Another system, what it hears, and a message that waits for it."""
    partner = Partner.objects.create(
        name="示例系统", contact="x", purpose="x", basis="x", days=1, proposed_by=officer,
        department=officer.department,
    )  # fmt: skip
    hook = Subscription.objects.create(
        partner=partner, url="https://example.org/", kinds=["helpdesk.matter_closed"],
        asked_by=officer,
    )  # fmt: skip
    dispatch = Dispatch.objects.create(
        subscription=hook, event_id=1, kind="helpdesk.matter_closed", subject="matter:1", body="{}"
    )
    return {
        "partner_id": str(partner.pk),
        "subscription_id": str(hook.pk),
        "dispatch_id": str(dispatch.pk),
    }


def report_of(officer: Officer) -> Report:
    """A report of the officer's department that could not be made."""
    return Report.objects.create(
        ledger="station", department=officer.department, span="week", first="2026-11-16",
        last="2026-11-22", version=1, state="failed", asked_by=officer.actor,
    )  # fmt: skip


def junk(chance: random.Random) -> dict[str, str]:
    """A form in which everything is filled in with something that does not belong there."""
    names = sorted(TEXTS)
    return {field: encoded(TEXTS[chance.choice(names)])[:3000] for field in FIELDS}


def visit(
    client: Client, real: dict[str, str], seed: int, officer: Officer | None = None
) -> list[tuple[str, str, int]]:
    """Ask for and post junk to every address; what answered with an error of ours.

    Where the guard lets nobody of this post in, nothing of the view is reached; what a visitor is
    told there, other tests below look at.
    """
    chance, broken = random.Random(seed), []
    for pattern in (pattern for pattern, view in doors() if opens(view, officer)):
        for address in filled(pattern, real):
            form = junk(chance)
            query = "&".join(f"{k}={quote(v[:80])}" for k, v in list(form.items())[:16])
            query = query.replace("%00", "")
            answers = {
                "GET": client.get(address),
                "GET?": client.get(f"{address}?{query}"),
                "POST": client.post(address, form),
                "PART": client.post(address, form, HTTP_HX_REQUEST="true"),
                "RAW": client.post(address, b"\x00\xff{", content_type="application/json"),
                "EMPTY": client.post(address, {}),
                "PUT": client.put(address, b"x"),
                "DELETE": client.delete(address),
            }
            broken += [
                (verb, address, answer.status_code)
                for verb, answer in answers.items()
                if answer.status_code >= 500
            ]
    return broken


def test_nothing_breaks_for_a_stranger(real):
    assert visit(Client(raise_request_exception=False), real, 1) == []


def test_nothing_breaks_for_a_resident(real, phone):
    resident = phone()
    resident.client.raise_request_exception = False
    assert visit(resident.client, real, 2) == []


@pytest.mark.parametrize(
    ("post", "department"),
    [("PLD_OFFICER", "PS001"), ("PLD_OFFICER", "PS101"), ("PLD_AUX", "PS001"), ("CMD", "PSB"),
     ("SYSADMIN", "PSB"), ("DPO", "DPO"), ("SC_COUNTER", "SC"), ("PROC_HANDLER", "PROC"),
     ("PROC_LIAISON", "PROC"), ("PROC_CASEMGR", "PROC")],
)  # fmt: skip
def test_nothing_breaks_for_an_officer(real, desk, post, department):
    sat = desk("某人", post=post, department=department)
    sat.client.raise_request_exception = False
    assert visit(sat.client, real, 3, sat.officer) == []


def open_to_strangers() -> set[str]:
    return {
        f"/{pattern}" for pattern, view in routes(get_resolver())
        if str(getattr(view, "permit", "")).startswith("public: ")
    }  # fmt: skip


def firms_own() -> set[str]:
    """The addresses that ask who speaks for an enterprise, not which officer is there."""
    return {pattern for pattern, view in routes(get_resolver()) if hasattr(view, "of_firms")}


def test_an_officer_is_shown_the_enterprises_door(real, desk):
    """No post opens an enterprise's own page."""
    sat = desk("联企检察官", post="PROC_LIAISON", department="PROC")
    assert len(firms_own()) >= 10
    for pattern in sorted(firms_own()):
        for address in filled(pattern, real):
            for answer in (sat.client.get(address), sat.client.post(address, {})):
                where = answer.headers.get("Location", "")
                assert answer.status_code == 302 and where.startswith(FIRM_SIGN), address


def test_nothing_breaks_for_an_enterprise(real):
    sat = Firm().sits(Representative.objects.get(pk=real["representative_id"]))
    sat.client.raise_request_exception = False
    assert visit(sat.client, real, 5) == []


def test_a_stranger_is_shown_the_door_everywhere_else(real):
    """Every address that is not public sends a stranger to sign in and shows nothing."""
    public, wrong = open_to_strangers(), []
    client = Client(raise_request_exception=False)
    of_firms = firms_own()
    for pattern in patterns():
        if f"/{pattern}" in public or pattern.startswith("api/"):
            continue
        door = FIRM_SIGN if pattern in of_firms else SIGN
        for address in filled(pattern, real):
            for answer in (client.get(address), client.post(address, {})):
                inside = answer.headers.get("Location", "").startswith(door)
                if not (answer.status_code == 302 and inside) and answer.status_code != 404:
                    wrong.append((address, answer.status_code))
    assert wrong == []


def test_a_post_sees_no_page_whose_permit_it_lacks(real, desk):
    """Every address by every post: without the permit 403, as the table of permits says."""
    wrong = []
    for post in Post.objects.order_by("code"):
        sat = desk("某人", post=post.pk, department="PSB")
        sat.client.raise_request_exception = False
        for pattern, view in routes(get_resolver()):
            permit = getattr(view, "permit", "signed in")
            if hasattr(view, "of_firms"):
                continue  # no officer's door: see above
            if permit == "signed in" or permit.startswith("public: ") or permit in post.permits:
                continue
            for address in filled(pattern, real)[-1:]:
                statuses = {
                    sat.client.get(address).status_code,
                    sat.client.post(address).status_code,
                    sat.client.post(address, HTTP_HX_REQUEST="true").status_code,
                }
                if statuses != {403}:
                    wrong.append((post.pk, address, statuses))
    assert wrong == []
