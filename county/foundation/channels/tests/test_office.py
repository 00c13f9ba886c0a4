"""The administrator's page: what is shown, what may be done, and that no secret is."""

from io import StringIO

import httpx
import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client as Browser

from county.foundation.channels.models import Callback, Entry, Mailbox
from county.foundation.channels.wecom.standin import setting
from county.foundation.events.models import Event
from county.foundation.staff.actions import issue_key

PAGE = "/channels/wecom/"


@pytest.fixture
def admin(desk):
    return desk("系统管理员", post="SYSADMIN", department="PSB")


@pytest.fixture
def reachable(settings, monkeypatch):
    settings.SIWEI_ADDRESS = "https://siwei.example"

    def visit(address, params, **_more):
        answer = Browser().get(address.removeprefix(settings.SIWEI_ADDRESS), params)
        return httpx.Response(answer.status_code, content=answer.content)

    monkeypatch.setattr(httpx, "get", visit)


def test_only_administrators_come_in(wecom, desk):
    officer = desk("沈警官")
    for address in (PAGE, f"{PAGE}examine/", f"{PAGE}replay/"):
        assert officer.client.get(address).status_code in (403, 405)
        assert officer.client.post(address).status_code == 403


def test_every_setting_is_tried_and_accounts_are_entered(wecom, admin, background, reachable):
    admin.submits(f"{PAGE}examine/")
    assert len(admin.sees("#findings tr")) == 8
    background.catch_up()
    box = Mailbox.objects.get(managed=True)
    assert (box.account, box.title) == (setting.KF, "警小微·演示")
    assert box.read_at is not None, "a new account is read at once"
    admin.goes(PAGE)
    assert "警小微·演示" in " ".join(admin.sees("td b"))


def test_what_is_wrong_is_said_with_its_place_in_the_console(wecom, admin, reachable):
    wecom.standin.fails("gettoken", 60020)
    admin.submits(f"{PAGE}examine/")
    assert "企业可信IP" in " ".join(admin.sees("#findings td"))


def test_no_secret_is_on_the_page(wecom, admin, reachable):
    admin.submits(f"{PAGE}examine/")
    page = admin.client.get(PAGE).content.decode()
    for secret in (setting.SECRET, setting.CALLBACK_TOKEN, setting.ENCODING_AES_KEY):
        assert secret not in page
    assert all(token not in page for token in wecom.standin.world.tokens)


def test_a_renewal_is_seen(wecom, admin, settings):
    settings.WECOM_SECRET = f"new,{setting.SECRET}"
    admin.goes(PAGE)
    assert any("正在轮换" in line for line in admin.sees("td"))


def test_replay_does_nothing_twice(wecom, admin, background):
    wecom.phone().says("你好")
    background.catch_up()
    before = Event.objects.filter(kind="conversations.message_received").count()
    admin.submits(f"{PAGE}replay/", hours="1")
    said = StringIO()
    call_command("wecom", replay=1, stdout=said)
    background.catch_up()
    assert Event.objects.filter(kind="channels.callback_kept").count() == 3
    assert Event.objects.filter(kind="conversations.message_received").count() == before
    assert said.getvalue().startswith("1 ")


@pytest.mark.parametrize("hours", ["", "0", "-1", "73", "9" * 30, "x", "１"])
def test_a_bad_number_of_hours_is_refused_in_words(wecom, admin, hours):
    answer = admin.client.post(f"{PAGE}replay/", {"hours": hours})
    assert answer.status_code in (302, 422)
    assert Callback.objects.count() == 0


def test_an_entry_is_understood_after_the_fault_is_mended(wecom, admin, background, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("county.records.conversations.mail.hear", lambda *_given: 1 / 0)
        wecom.phone().says("听不懂的一句")
        background.catch_up()
    entry = Entry.objects.exclude(trouble="").get()
    admin.goes(PAGE)
    assert any("division by zero" in line for line in admin.sees("td"))
    admin.submits(f"{PAGE}entries/{entry.pk}/")
    background.catch_up()
    entry.refresh_from_db()
    assert entry.trouble == ""
    assert Event.objects.filter(kind="conversations.message_received").count() == 1


def test_the_ownership_file_is_served_and_no_other(db, settings):
    settings.WECOM_DOMAIN_PROOF = "AbCdEf12"
    assert Browser().get("/WW_verify_AbCdEf12.txt").content == b"AbCdEf12"
    assert Browser().get("/WW_verify_other.txt").status_code == 404
    settings.WECOM_DOMAIN_PROOF = ""
    assert Browser().get("/WW_verify_AbCdEf12.txt").status_code == 404


def test_other_systems_watch_over_it_with_a_key(wecom, admin, background):
    wecom.phone().says("你好")
    background.catch_up()
    with transaction.atomic():
        _key, secret = issue_key(
            name="watch", department=admin.officer.department, permits=["channels.manage"],
            days=1, by=admin.officer,
        )  # fmt: skip
    headers = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    answer = Browser().get("/api/channels/wecom", **headers)
    figures = answer.json()
    assert answer.status_code == 200
    assert (figures["pushes_last_hour"], figures["on_disk"], figures["not_understood"]) == (1, 0, 0)
    assert [one["name"] for one in figures["mailboxes"]] == [setting.KF]
    assert 0 <= figures["mailboxes"][0]["age"] < 60
    assert setting.SECRET not in answer.content.decode()
    assert Browser().get("/api/channels/wecom").status_code == 401
