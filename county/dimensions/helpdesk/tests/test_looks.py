"""Looks at private fields: a reason first, then the record, then the look; the resident sees it."""

import pytest

from county.dimensions.helpdesk.models import Matter
from county.foundation.audit.models import Look
from county.foundation.staff.models import Post
from county.kernel.fields import set_sealed
from county.records.residents.models import Resident

NAME, PHONE, IDENTITY, ADDRESS = (
    "胡德生",
    "13867300123",
    "330424189001010018",
    "武原街道天宁寺弄3号",
)
PRIVATE = (NAME, PHONE, IDENTITY, ADDRESS)
LISTS = [
    "/helpdesk/", "/helpdesk/queues/unassigned/", "/helpdesk/queues/mine/", "/helpdesk/matters/",
    "/helpdesk/matters/?format=csv", "/residents/", "/residents/?words=小储", "/fraud/",
    "/fraud/stops/", "/helpdesk/search/?q=小储", "/helpdesk/figures/", "/desk/", "/notices/",
]  # fmt: skip


@pytest.fixture
def resident(phone, background):
    """A resident of whom everything is kept, and whose phone lies here."""
    source = phone(alias="小储")
    source.says("我被骗了，刚刚把5万块转给对方说的安全账户，怎么办")
    background.catch_up()
    one = Resident.objects.get()
    for field, value in zip(("name", "phone", "identity", "address"), PRIVATE, strict=True):
        set_sealed(one, field, value)
    one.save()
    return source, one, Matter.objects.get()


def test_without_a_reason_nothing_is_shown_and_nothing_recorded(resident, desk):
    _phone, one, matter = resident
    shen = desk("沈警官")
    for address in (f"/residents/{one.pk}/reveal/", f"{matter.url}private/"):
        for reason in ("", "  ", "\u200b", "x"):
            answer = shen.part(address, reason=reason)
            assert answer.status_code in (400, 422), (address, reason)
            assert [value for value in PRIVATE if value in answer.content.decode()] == []
    assert Look.objects.count() == 0


def test_with_a_reason_it_is_shown_and_the_resident_reads_who_and_why(resident, desk):
    source, one, matter = resident
    shen = desk("沈警官")
    shown = shen.part(f"{matter.url}private/", reason="核实受骗人身份").content.decode()
    assert [value for value in PRIVATE if value not in shown] == []
    look = Look.objects.get()
    assert (look.by, look.subject, look.reason, look.because) == (
        shen.officer.actor, f"resident:{one.pk}", "核实受骗人身份", matter.number,
    )  # fmt: skip
    assert look.fields.split() == ["name", "phone", "identity", "address"]
    source.goes("/helpdesk/phone/me/")
    (line,) = source.sees(".look")
    assert "武原派出所" in line and "核实受骗人身份" in line


def test_every_look_is_a_row_of_its_own(resident, desk):
    _phone, one, _matter = resident
    shen = desk("沈警官")
    for _turn in range(3):
        shen.part(f"/residents/{one.pk}/reveal/", reason="核实身份")
    assert Look.objects.filter(subject=f"resident:{one.pk}").count() == 3


@pytest.mark.parametrize("post", sorted(["PLD_AUX", "CPS_OFFICER", "DPO", "AUDITOR", "SYSADMIN"]))
def test_posts_without_the_permit_see_nothing(resident, desk, post):
    _phone, one, matter = resident
    assert "residents.reveal" not in Post.objects.get(pk=post).permits
    other = desk("别人", post=post)
    for address in (f"/residents/{one.pk}/reveal/", f"{matter.url}private/"):
        answer = other.part(address, reason="好奇")
        assert answer.status_code == 403
    assert Look.objects.count() == 0


def test_another_town_does_not_find_the_file(resident, desk):
    _phone, one, _matter = resident
    chen = desk("陈警官", department="PS101")
    page = chen.client.get(f"/residents/{one.pk}/").content.decode()
    assert "leave/" in page, "there is a file; nothing of it is shown before a reason is given"
    assert [value for value in (*PRIVATE, "小储", one.name_masked) if value in page] == []
    assert chen.part(f"/residents/{one.pk}/reveal/", reason="好奇").status_code == 404
    assert Look.objects.count() == 0


@pytest.mark.parametrize("address", LISTS)
def test_no_list_shows_what_is_private(resident, desk, address):
    chief = desk("值班长", post="CMD", department="PSB")
    page = chief.client.get(address)
    assert page.status_code == 200
    assert [value for value in PRIVATE if value in page.content.decode()] == []


def test_the_matters_page_and_the_file_show_masks_only(resident, desk):
    _phone, one, matter = resident
    shen = desk("沈警官")
    for address in (matter.url, f"/residents/{one.pk}/"):
        page = shen.client.get(address).content.decode()
        assert [value for value in PRIVATE if value in page] == []
        assert "138****0123" in page


def test_a_number_that_was_typed_is_masked_in_the_queue(resident, desk, background):
    source, _one, matter = resident
    source.says("我的电话 13867300123 身份证 330424189001010018")
    background.catch_up()
    shen = desk("沈警官")
    line = " ".join(shen.queue())
    assert "138****0123" in line and "330424********0018" in line
    assert PHONE not in line and IDENTITY not in line
    assert PHONE in shen.client.get(matter.url).content.decode(), "the thread itself is read"


def test_inspectors_find_the_look_by_its_reason(resident, desk):
    _phone, one, _matter = resident
    desk("沈警官").part(f"/residents/{one.pk}/reveal/", reason="核实受骗人身份")
    dpo = desk("专员", post="DPO", department="DPO")
    dpo.goes("/audit/?words=受骗人")
    assert len(dpo.sees("tbody tr")) == 1
    dpo.goes("/audit/?words=别的")
    assert dpo.sees("tbody tr") == []
