"""Officers send pictures and documents, on the web page and over WeCom alike."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from county.foundation.files.models import StoredFile
from county.foundation.files.tests.samples import pdf
from county.kernel.numbers import uuid7
from county.records.conversations.models import Message
from tests.actors import png


def upload(content, name="说明.png", kind="image/png"):
    return SimpleUploadedFile(name, content, kind)


@pytest.fixture
def chen(desk):
    return desk("陈警官")


def test_a_picture_reaches_the_web_page(phone, chen, background):
    resident = phone(town="330424001")
    resident.says("在哪里办")
    background.catch_up()
    matter = chen.opens()
    assert chen.part(f"{matter}show/", file=upload(png()), key=uuid7()).status_code == 200
    background.catch_up()
    resident.goes("/helpdesk/phone/")
    picture = resident.page.cssselect(".pm:not(.own) img")[0].get("src")
    assert resident.client.get(picture).status_code == 200
    assert Message.objects.get(kind="image").delivered_at is not None


def test_a_picture_and_a_document_reach_wechat(wecom, chen, background):
    wecom.phone().says("在哪里办")
    background.catch_up()
    matter = chen.opens()
    chen.part(f"{matter}show/", file=upload(png()))
    chen.part(f"{matter}show/", file=upload(pdf(), "流程.pdf", "application/pdf"))
    background.catch_up()
    assert wecom.phone().hears()[1:] == ["[image]", "[file]"]


def test_f41_a_file_that_wecom_forgot_is_given_once_more(wecom, chen, background):
    wecom.phone().says("在哪里办")
    background.catch_up()
    matter = chen.opens()
    wecom.standin.fails("kf/send_msg", 40007)
    chen.part(f"{matter}show/", file=upload(png()))
    background.catch_up()
    assert wecom.phone().hears()[1:] == ["[image]"]
    assert wecom.standin.asked["media/upload"] == 2


def test_the_same_key_is_one_message(phone, chen, background):
    phone(town="330424001").says("在哪里办")
    background.catch_up()
    matter, key = chen.opens(), uuid7()
    for _try in range(2):
        assert chen.part(f"{matter}show/", file=upload(png()), key=key).status_code == 200
    assert Message.objects.filter(kind="image").count() == 1


@pytest.mark.parametrize("content", [b"", b"MZ" + b"\0" * 300, b"<svg onload=alert(1)></svg>"])
def test_what_is_no_picture_is_refused_in_words(phone, chen, background, content):
    phone(town="330424001").says("在哪里办")
    background.catch_up()
    matter = chen.opens()
    answer = chen.part(f"{matter}show/", file=upload(content, "x.exe"))
    assert answer.status_code in (409, 422)
    assert len(answer.content.decode()) > 10
    assert StoredFile.objects.count() == 0
    assert chen.part(f"{matter}show/").status_code == 422
