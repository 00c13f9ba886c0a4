"""Pages about contacts: calm, masked, and shut to whoever has no permit."""

import pytest

from county.foundation.events.models import Event
from county.foundation.staff import actions as staff
from county.records.contacts.actions import mailings as acts
from county.records.contacts.models import Allowance, Transfer
from county.records.residents.models import Resident

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mailing(hear, fake, officers, chief):
    hear(fake.adds("wm1", "shen", "稻花香里"), fake.adds("wm2", "xu", "一叶扁舟"))
    people = list(Resident.objects.all())
    found = acts.plan(people, text="用电安全", title="冬季提醒", by=chief.officer, key="k")
    hear()
    return found


def test_contacts_are_listed_and_read_anew(mailing, chief, hear, fake):
    chief.goes("/contacts/")
    assert {"稻花香里", "一叶扁舟"} <= set(chief.sees("td a"))
    fake.officer_drops("xu", "wm2")
    chief.submits("/contacts/read/")
    hear()
    chief.goes("/contacts/?sort=state")
    assert any("民警已删除" in one for one in chief.sees("td"))
    assert Event.objects.filter(kind="contacts.reading_asked", by=chief.officer.actor).count() == 1


def test_a_mailing_shows_what_became_of_whom(mailing, chief, hear, fake):
    fake.confirms("shen")
    chief.submits(f"/contacts/mailings/{mailing.pk}/refresh/")
    hear()
    chief.goes("/contacts/mailings/")
    assert "已送达 1" in chief.sees("td")[3]
    assert "待民警确认发送 1" in chief.sees("td")[3]
    chief.goes(f"/contacts/mailings/{mailing.pk}/?state=delivered")
    assert chief.sees("td a") == ["稻花香里"]
    chief.goes(f"/contacts/mailings/{mailing.pk}/?state=' OR 1&sort=zz&page=9e9")
    assert len(chief.sees("td a")) == 2
    chief.submits(f"/contacts/mailings/{mailing.pk}/remind/")
    chief.submits(f"/contacts/mailings/{mailing.pk}/cancel/")
    hear()
    chief.goes(f"/contacts/mailings/{mailing.pk}/")
    assert any("已取消" in one for one in chief.sees("td"))
    again = chief.part(f"/contacts/mailings/{mailing.pk}/cancel/")
    assert again.status_code == 409


def test_the_quota_is_chosen(mailing, chief):
    chief.submits("/contacts/mailings/quota/", quota="week")
    assert Allowance.objects.get().quota == "week"
    assert chief.part("/contacts/mailings/quota/", quota="year").status_code == 422
    assert Allowance.objects.get().quota == "week"


def test_contacts_are_handed_over_by_hand(mailing, chief, officers, hear, desk):
    give = {"leaving": officers["shen"].pk, "to": officers["chen"].pk}
    chief.submits("/contacts/transfers/new/", **give)
    hear()
    assert Transfer.objects.get().state == "waiting"
    assert chief.part("/contacts/transfers/new/", **give).status_code == 409
    chief.goes("/contacts/transfers/")
    assert chief.sees("td")[0] == "稻花香里"


def test_contacts_that_nobody_looks_after_are_named(mailing, chief, officers, hear, desk):
    admin = desk("管理员", post="SYSADMIN", department="PSB").officer
    for name in ("xu", "chen", "shen"):
        staff.dismiss(officers[name], by=admin)
    Transfer.objects.all().delete()
    chief.goes("/contacts/transfers/")
    assert [one for one in chief.sees(".warn") if "shen" in one and "1" in one]


def test_the_residents_page_names_the_officers(mailing, desk):
    shen = desk("沈警官")
    Resident.objects.update(town_code="330424001", area_code="330424001")
    shen.goes(f"/residents/{Resident.objects.get(alias='稻花香里').pk}/")
    assert any("shen" in one and "互为联系人" in one for one in shen.sees(".tl li"))


@pytest.mark.parametrize(
    ("address", "status"),
    [("/contacts/", 403), ("/contacts/ways/", 403), ("/contacts/transfers/", 403),
     ("/contacts/mailings/", 200)],
)  # fmt: skip
def test_a_post_without_the_permit_stays_out(mailing, desk, address, status):
    shen = desk("沈警官")
    shen.goes(address)
    assert shen.status == status
    assert "冬季提醒" not in " ".join(shen.sees("main")), "another department's"


def test_each_list_asks_once(mailing, chief, hear, fake, officers, django_assert_max_num_queries):
    for n in range(3, 30):
        fake.adds(f"wm{n}", "shen", f"居民{n}")
    hear(*(fake.edits("shen", f"wm{n}") for n in range(3, 30)))
    acts.plan(list(Resident.objects.all()), text="二", title="二", by=chief.officer, key="k2")
    for address in ("/contacts/", "/contacts/mailings/", f"/contacts/mailings/{mailing.pk}/"):
        chief.client.get(address)
        with django_assert_max_num_queries(16):
            assert chief.client.get(address).status_code == 200
