"""An officer's contacts go to the taker, each with its state (wecom.md §6.7)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from county.foundation.channels.wecom.errors import WeComRefused
from county.foundation.events.models import Delivery
from county.foundation.notices.models import Notice
from county.foundation.staff import actions as staff
from county.kernel import clock
from county.records.contacts.actions import transfers as acts
from county.records.contacts.exchange import transfers as exchange
from county.records.contacts.models import Contact, Transfer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three(hear, fake, officers):
    for n in range(3):
        hear(fake.adds(f"wm{n}", "shen"))
    return officers


@pytest.fixture
def asks(hear):
    def ask(*, failing=False):
        acts.ask(by=acts.WECOM)
        hear(failing=failing)

    return ask


def states():
    rows = Transfer.objects.order_by("contact__external_userid", "planned_at")
    return list(rows.values_list("state", flat=True))


def test_each_contact_shows_how_its_transfer_stands(three, fake, hear, chief, asks):
    assert acts.hand_over(three["shen"], to=three["xu"], by=chief.officer) == 3
    hear()
    assert states() == ["waiting"] * 3
    assert Transfer.objects.first().counts_at > clock.now()
    fake.declines("wm1")
    full = fake.world.transfers[2]
    full["status"] = 4
    fake.later(24 * 3600 + 1)
    asks()
    assert states() == ["done", "declined", "full"]
    of = {one.external_userid: one.userid for one in Contact.objects.filter(state="friends")}
    assert of == {"wm0": "xu", "wm1": "shen", "wm2": "shen"}
    assert Contact.objects.get(userid="shen", external_userid="wm0").state == "by_officer"


def test_an_officer_who_leaves_gives_to_the_colleague_with_the_fewest(
    three, fake, hear, desk, chief
):
    hear(fake.adds("wm9", "xu"))
    admin = desk("管理员", post="SYSADMIN", department="PSB").officer
    staff.dismiss(three["shen"], by=admin)
    hear()
    assert set(Transfer.objects.values_list("taker", "state")) == {("chen", "waiting")}


def test_without_a_colleague_the_managers_choose(three, hear, desk, chief):
    admin = desk("管理员", post="SYSADMIN", department="PSB").officer
    for name in ("xu", "chen"):
        staff.dismiss(three[name], by=admin)
    staff.dismiss(three["shen"], by=admin)
    hear()
    assert not Transfer.objects.exists()
    assert Notice.objects.filter(officer=chief.officer, url="/contacts/transfers/").count() == 1
    chief.goes("/contacts/transfers/")
    assert "shen" in " ".join(chief.sees("main"))


class Resigned:
    """A WeCom in which the giver has no account any more; the stand-in has no such interfaces."""

    def __init__(self):
        self.asked, self.moved = [], []

    def post(self, interface, body):
        self.asked.append(interface)
        if "/resigned/" not in interface:
            raise WeComRefused(40003, interface)
        if interface.endswith("result"):
            return {"customer": self.moved}
        said = [{"external_userid": one, "errcode": 0} for one in body["external_userid"]]
        self.moved = [{**one, "status": 2, "takeover_time": 1} for one in said]
        return {"customer": said}


def test_one_whose_account_is_gone_too_is_handed_over_as_resigned(three, chief):
    wecom = Resigned()
    acts.hand_over(three["shen"], to=three["xu"], by=chief.officer)
    exchange.begin(wecom)
    assert states() == ["waiting"] * 3
    assert set(Transfer.objects.values_list("resigned", flat=True)) == {True}
    assert wecom.asked.count("externalcontact/resigned/transfer_customer") == 1
    wecom.asked.clear()
    exchange.learn(wecom)
    assert wecom.asked == ["externalcontact/resigned/transfer_result"]


def test_they_go_in_lots_of_a_hundred(officers, fake, hear, chief):
    for n in range(205):
        fake.adds(f"wm{n:03}", "shen")
    hear(fake.edits("shen", "wm000"))
    one = Contact.objects.get()
    Contact.objects.bulk_create(
        Contact(userid="shen", officer=one.officer, external_userid=f"wm{n:03}", since=one.since,
                resident=one.resident, state="friends", read_at=one.read_at)
        for n in range(1, 205)
    )  # fmt: skip
    assert acts.hand_over(officers["shen"], to=officers["xu"], by=chief.officer) == 205
    hear()
    assert fake.asked["externalcontact/transfer_customer"] == 3
    assert set(states()) == {"waiting"}


def test_a_lost_answer_transfers_nobody_twice(three, fake, hear, chief, try_again):
    fake.fails("externalcontact/transfer_customer", "lost")
    acts.hand_over(three["shen"], to=three["xu"], by=chief.officer)
    hear(failing=True)
    assert states() == ["planned"] * 3
    try_again()
    assert states() == ["waiting"] * 3
    assert fake.asked["externalcontact/transfer_customer"] == 1
    assert Delivery.objects.count() == 0


def test_nobody_is_transferred_a_third_time_in_ninety_days(three, fake, hear, chief, asks):
    pairs = [("shen", "xu"), ("xu", "chen"), ("chen", "shen")]
    for giver, taker in pairs:
        acts.hand_over(three[giver], to=three[taker], by=chief.officer)
        hear()
        fake.later(24 * 3600 + 1)
        asks()
    rows = Transfer.objects.order_by("planned_at").values_list("giver", "state")
    assert list(rows) == [("shen", "done")] * 3 + [("xu", "done")] * 3 + [("chen", "too_often")] * 3
    assert fake.asked["externalcontact/transfer_customer"] == 2, "the third was not even asked"
    Transfer.objects.update(begun_at=clock.now() - timedelta(days=91))
    assert acts.hand_over(three["chen"], to=three["shen"], by=chief.officer) == 3
    hear()
    assert Transfer.objects.filter(state="too_often", reason="40128").count() == 3


def test_a_declined_transfer_is_told_by_a_push(three, fake, hear, chief):
    acts.hand_over(three["shen"], to=three["xu"], by=chief.officer)
    hear()
    hear(fake.declines("wm1"))
    assert states() == ["waiting", "declined", "waiting"]


def test_handing_over_twice_plans_once_and_never_to_oneself(three, chief, hear):
    acts.hand_over(three["shen"], to=three["xu"], by=chief.officer)
    assert acts.hand_over(three["shen"], to=three["chen"], by=chief.officer) == 0
    assert acts.hand_over(three["shen"], to=three["shen"], by=chief.officer) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.update(taker="shen")
