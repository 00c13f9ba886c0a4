"""An enterprise's account through its doors: opened, handed on, guarded."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from county.foundation.audit.models import Look
from county.foundation.channels import registry
from county.kernel import clock
from county.kernel.fields import reveal
from county.records.enterprises import actions
from county.records.enterprises.actions import MOST_KNOCKS
from county.records.enterprises.models import Invitation, Representative, Seat
from county.records.enterprises.seats import COOKIE, IDLE, LONGEST
from county.records.organisations.models import Organisation
from county.records.residents.models import Code
from tests.actors import DIRECTOR, Door

LEGAL, CLERK = "13900000000", "13700001111"
QUESTIONS, LESSONS, STAFF = (
    "enterprises.questions", "enterprises.lessons", "enterprises.staff",
)  # fmt: skip


@pytest.fixture
def texts(monkeypatch):
    """What went to phones."""
    sent: list[tuple[str, str]] = []

    class Gateway:
        def send(self, phone: str, text: str) -> str:
            sent.append((phone, text))
            return ""

    gateway = Gateway()
    monkeypatch.setattr(registry, "SMS", gateway)
    monkeypatch.setattr("county.records.enterprises.jobs.SMS", gateway)
    monkeypatch.setattr("county.records.residents.codes.SMS", gateway)
    return sent


def signs_in(phone: str, texts: list[tuple[str, str]]) -> Door:
    door = Door()
    Code.objects.all().delete()  # the pause between two codes is not what is tested here
    door.submits("/firm/sign-in/", phone=phone)
    code = re.search(r"\d{6}", texts[-1][1])
    assert code, texts[-1]
    door.submits("/firm/sign-in/code/", phone=phone, code=code[0])
    return door


def test_from_the_counter_to_a_colleague_who_is_removed(desk, background, texts):
    """The whole life of an account: every step through a door."""
    firm = desk("所长").officer and Organisation.objects.create(
        code="91330424MA00000155", name="示例化工", area_id="330424002"
    )
    counter = desk("窗口", post="SC_COUNTER", department="SC")
    counter.submits(
        f"/enterprises/{firm.pk}/open/", name="示例法人", phone="+86 139-0000-0000", how="counter"
    )
    assert counter.status == 200
    assert not Representative.objects.exists()
    background.catch_up()
    to, text = texts.pop()
    assert to == LEGAL and "示例化工" in text
    link = re.search(r"/firm/join/[\w-]+/", text)[0]

    legal = Door()
    legal.goes(link)
    assert "示例化工" in legal.page.text_content()
    assert "示例法人" not in legal.page.text_content(), "masked until accepted"
    assert not Representative.objects.exists(), "a preview of the link uses nothing up"
    legal.submits(link)
    assert "示例化工" in legal.sees(".firm-head b")[0]
    assert Door().goes(link).text_content().count("示例化工") == 0, "it works once"

    legal.submits(
        "/firm/staff/invite/", name="示例文员", phone=CLERK, duty="行政", trusts=[QUESTIONS]
    )
    background.catch_up()
    to, text = texts.pop()
    assert to == CLERK
    clerk = Door()
    clerk.submits(re.search(r"/firm/join/[\w-]+/", text)[0])
    assert clerk.status == 200
    assert clerk.client.get("/firm/staff/").status_code == 403, "not trusted with staff"

    person = Representative.objects.get(is_legal=False)
    assert (person.trusts, person.duty, reveal(person, "phone")) == ([QUESTIONS], "行政", CLERK)
    legal.submits(f"/firm/staff/{person.pk}/permits/", trusts=[QUESTIONS, STAFF])
    assert clerk.client.get("/firm/staff/").status_code == 200
    legal.submits(f"/firm/staff/{person.pk}/remove/")
    out = clerk.client.get("/firm/")
    assert out.status_code == 302 and out["Location"].startswith("/firm/sign-in/"), "out at once"
    assert Seat.objects.filter(representative=person, ended_at=None).count() == 0
    assert clerk.client.post("/firm/read/").status_code == 302


def test_a_phone_and_a_code_sign_in(firm, texts):
    opened = firm()
    door = signs_in(LEGAL, texts)
    assert door.sees(".firm-head b") == [opened.organisation.name]
    door.submits("/firm/leave/")
    assert door.client.get("/firm/").status_code == 302
    assert opened.client.get("/firm/").status_code == 200, "another device stays"


def test_who_speaks_for_several_chooses(firm, texts):
    first, second = firm(phone=LEGAL), firm(phone=LEGAL)
    door = signs_in(LEGAL, texts)
    assert set(door.sees("form button")) >= {first.organisation.name, second.organisation.name}
    door.submits(f"/firm/choose/{first.representative.pk}/")
    assert door.sees(".firm-head b") == [first.organisation.name]
    stranger = firm(phone="13600000000")
    answer = door.client.post(f"/firm/choose/{stranger.representative.pk}/")
    assert answer.status_code == 404
    assert door.goes("/firm/").cssselect(".firm-head b")[0].text == first.organisation.name


def test_nobody_learns_who_has_an_account(firm, texts):
    """Known and unknown phones are answered alike, asked once, twice, and with a code."""
    firm()
    seen = []
    for phone in (LEGAL, "13555555555"):
        client = Client()
        first = client.post("/firm/sign-in/", {"phone": phone})
        again = client.post("/firm/sign-in/", {"phone": phone})
        wrong = client.post("/firm/sign-in/code/", {"phone": phone, "code": "000000"})
        pages = [
            re.sub(r'name="csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"|\d{11}', "",
                   one.content.decode())
            for one in (first, again, wrong)
        ]  # fmt: skip
        seen.append(([first.status_code, again.status_code, wrong.status_code], pages))
    assert seen[0] == seen[1]
    assert seen[0][0] == [200, 429, 422]
    assert [to for to, _text in texts] == [LEGAL]


def test_a_code_is_not_guessed(firm, texts):
    firm()
    client = Client()
    client.post("/firm/sign-in/", {"phone": LEGAL})
    code = re.search(r"\d{6}", texts[-1][1])[0]
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        assert (
            client.post("/firm/sign-in/code/", {"phone": LEGAL, "code": wrong}).status_code == 422
        )
    assert client.post("/firm/sign-in/code/", {"phone": LEGAL, "code": code}).status_code == 422
    assert COOKIE not in client.cookies or not client.cookies[COOKIE].value


def test_links_are_not_guessed(firm):
    firm()
    client = Client()
    for number in range(MOST_KNOCKS):
        assert client.get(f"/firm/join/guess-{number}/").status_code == 404
    assert client.get("/firm/join/guess-again/").status_code == 429
    assert client.post("/firm/join/guess-again/").status_code == 429


def test_a_link_is_good_for_seven_days(firm, monkeypatch):
    invitation = actions.invite(
        firm().representative, name="示例文员", phone=CLERK, duty="行政", trusts=[]
    )
    code = reveal(invitation, "code")
    later = clock.now() + timedelta(days=7, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert actions.join(code, address="x") is None


@pytest.mark.parametrize(
    ("made", "seen", "good"),
    [(0, 0, True), (IDLE, IDLE, False), (LONGEST, 0, False), (IDLE * 3, IDLE * 0.9, True)],
)
def test_a_seat_ends_when_unused_or_old(firm, made, seen, good):
    door, now = firm(), clock.now()
    Seat.objects.update(made_at=now - (made or timedelta()), seen_at=now - (seen or timedelta()))
    assert (door.client.get("/firm/").status_code == 200) == good


def test_the_cookie_is_for_the_server_alone_and_only_its_digest_is_kept(firm, texts):
    firm()
    cookie = signs_in(LEGAL, texts).client.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert not Seat.objects.filter(digest=cookie.value.encode()).exists()
    assert Seat.objects.filter(digest=actions.digest_of(cookie.value)).count() == 1


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "é" * 43, "x" * 5000])
def test_a_forged_cookie_is_nobodys(firm, token):
    firm()
    client = Client()
    client.cookies[COOKIE] = token
    assert client.get("/firm/").status_code == 302


def test_an_enterprise_reaches_nothing_of_another(firm):
    """Colleagues and invitations of another enterprise are not there."""
    one, other = firm(), firm()
    invitation = actions.invite(
        other.representative, name="示例文员", phone=CLERK, duty="行政", trusts=[]
    )
    colleague = actions.join(reveal(invitation, "code"), address="x")
    waiting = actions.invite(
        other.representative, name="示例文员", phone="13711112222", duty="财务", trusts=[]
    )
    for address in (
        f"/firm/staff/{colleague.pk}/remove/", f"/firm/staff/{colleague.pk}/permits/",
        f"/firm/staff/invitations/{waiting.pk}/withdraw/",
    ):  # fmt: skip
        assert one.client.post(address, {"trusts": [LESSONS]}).status_code == 404, address
    colleague.refresh_from_db()
    assert colleague.left_at is None and colleague.trusts == []
    told = actions.tell_firm(
        other.organisation, title="x", url="/firm/", trust=LESSONS, by=DIRECTOR
    )
    assert one.client.post(f"/firm/notices/{told[0].pk}/").status_code == 404
    assert one.client.post(f"/firm/notices/{'9' * 30}/").status_code == 404


def test_only_the_legal_representative_hands_out_and_takes_staff(firm, background):
    legal = firm()
    hired = [
        actions.join(
            reveal(
                actions.invite(
                    legal.representative, name="示例文员", phone=phone, duty="行政", trusts=[STAFF]
                ),
                "code",
            ),
            address="x",
        )
        for phone in (CLERK, "13711112222")
    ]
    deputy = type(legal)().sits(hired[0])
    answer = deputy.client.post(
        "/firm/staff/invite/",
        {"name": "示例甲", "phone": "13722223333", "duty": "财务", "trusts": [STAFF]},
    )
    assert answer.status_code == 403
    for verb in ("permits", "remove"):
        for person in (hired[1], legal.representative):
            address = f"/firm/staff/{person.pk}/{verb}/"
            assert deputy.client.post(address, {"trusts": []}).status_code in (403, 409)
    assert Representative.objects.filter(left_at=None).count() == 3
    answer = legal.client.post(f"/firm/staff/{legal.representative.pk}/remove/")
    assert answer.status_code == 409, "the office goes on through an officer only"
    assert legal.client.post("/firm/me/resign/").status_code == 409


def test_an_officer_hands_the_office_to_a_successor(firm, desk):
    old = firm()
    counter = desk("窗口二", post="SC_COUNTER", department="SC")
    address = f"/enterprises/{old.organisation.pk}/open/"
    said = {"name": "示例新法人", "phone": "13811112222", "how": "counter"}
    assert counter.client.post(address, said).status_code == 409
    assert counter.client.post(address, {**said, "succeeds": "on"}).status_code == 302
    assert old.client.get("/firm/").status_code == 200, "until the successor has joined"
    invitation = Invitation.objects.get(used_at=None)
    actions.join(reveal(invitation, "code"), address="x")
    assert old.client.get("/firm/").status_code == 302
    legal = Representative.objects.get(is_legal=True, left_at=None)
    assert legal.organisation == old.organisation and legal.pk != old.representative.pk


def test_an_officers_look_is_kept_and_the_person_reads_it(firm, desk):
    opened = firm()
    person = opened.representative
    desk_of = desk("联企", post="PROC_LIAISON", department="PROC")
    page = desk_of.goes(f"/enterprises/{opened.organisation.pk}/").text_content()
    assert LEGAL not in page and "示例法人" not in page
    address = f"/enterprises/{opened.organisation.pk}/people/{person.pk}/uncover/"
    assert desk_of.client.post(address, {"reason": ""}).status_code == 422
    assert not Look.objects.exists()
    page = desk_of.submits(address, reason="电话约定走访").text_content()
    assert LEGAL in page and "示例法人" in page
    assert Look.objects.get().subject == person.actor
    assert "电话约定走访" in opened.goes("/firm/me/").text_content()


def test_an_officer_ends_an_account_for_a_reason(firm, desk):
    opened = firm()
    counter = desk("窗口二", post="SC_COUNTER", department="SC")
    address = f"/enterprises/{opened.organisation.pk}/people/{opened.representative.pk}/end/"
    assert counter.client.post(address, {"reason": ""}).status_code == 422
    assert desk("审核", post="PROC_REVIEW", department="PROC").client.post(
        address, {"reason": "离职"}
    ).status_code == 403  # fmt: skip
    counter.submits(address, reason="企业注销")
    assert opened.client.get("/firm/").status_code == 302


def test_words_reach_who_is_trusted_and_their_phones_once(firm, background, texts):
    legal = firm()
    invitation = actions.invite(
        legal.representative, name="示例文员", phone=CLERK, duty="行政", trusts=[QUESTIONS]
    )
    clerk = type(legal)().sits(actions.join(reveal(invitation, "code"), address="x"))
    said = {"title": "有新的普法课", "url": "/firm/me/", "by": DIRECTOR}
    actions.tell_firm(legal.organisation, trust=LESSONS, **said)
    actions.tell_firm(legal.organisation, trust=LESSONS, **said)
    background.catch_up()
    assert [to for to, text in texts if "普法课" in text] == [LEGAL]
    assert legal.news() == ["有新的普法课"] and clerk.news() == []
    legal.submits(legal.page.cssselect("form.news")[0].get("action"))
    assert legal.sees("h1") == ["我的账号和设备"]
    assert legal.goes("/firm/").cssselect(".news .new") == []


def test_the_list_of_enterprises_is_filtered_and_taken_out(firm, desk):
    opened = firm(name="示例化工", industry="2614")
    Organisation.objects.create(
        code="91330424MA00000823", name="沈荡紧固件", area_id="330424101", industry="3482"
    )
    officer = desk("联企", post="PROC_LIAISON", department="PROC")

    def names(query: str) -> list[str]:
        officer.goes(f"/enterprises/?{query}")
        return officer.sees("tbody tr td:first-child")

    assert names("") == [opened.organisation.name, "沈荡紧固件"] or set(names("")) == {
        opened.organisation.name, "沈荡紧固件"
    }  # fmt: skip
    assert names("account=yes") == ["示例化工"]
    assert names("town=330424101") == ["沈荡紧固件"]
    assert names("industry=26") == ["示例化工"]
    assert names("words=91330424ma00000823") == ["沈荡紧固件"]
    assert names("words=%00'&sort=zzz&page=x") == []
    sheet = officer.client.get("/enterprises/?format=csv&account=no").content.decode("utf-8-sig")
    assert "沈荡紧固件" in sheet and "示例化工" not in sheet
