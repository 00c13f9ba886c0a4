"""Our library in WeCom, and the tags in force on officers' contacts."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from county.foundation.channels.wecom import tags as calls
from county.foundation.channels.wecom.answers import OverLimit
from county.foundation.notices.models import Notice
from county.records.contacts.exchange import marks
from county.records.contacts.models import Contact, CorpTag
from county.records.residents import actions as residents
from county.records.tags import actions as tags
from county.records.tags.knowledge import library
from county.records.tags.knowledge import tags as known
from county.records.tags.models import Tagging

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mirrored(hear, wecom, fake, officers):
    """A contact of two officers, and our library in WeCom."""
    hear(fake.adds("wm1", "shen"), fake.adds("wm1", "xu"))
    marks.push_library(wecom)
    fake.asked.clear()
    return Contact.objects.first().resident


def id_of(code):
    return CorpTag.objects.get(pk=code).wecom_id


def on_contacts(fake):
    names = {tag["id"]: tag["name"] for group in fake.world.tag_groups.values()
             for tag in group["tags"]}  # fmt: skip
    alive = [one for one in fake.world.follows.values() if not one["gone"]]
    return {one["officer"]: [names[tag] for tag in one["tags"]] for one in alive}


def agreed(resident, code, by):
    return tags.confirm(tags.propose(resident, code, why="本人自述", by=by), by=resident)


def test_the_library_is_made_in_our_order_and_nothing_sensitive_leaves(wecom, fake, db):
    marks.push_library(wecom)
    assert list(fake.groups) == [f"警小微·{group.name}" for group in library()]
    made = [name for inside in fake.groups.values() for name in inside]
    assert len(made) == 92
    assert not set(made) & {tag.name for tag in known().values() if tag.level == 3}
    assert "愿意提供线索" not in made
    assert fake.groups["警小微·沟通偏好"] == [tag.name for tag in library()[0].tags]


def test_a_second_push_changes_nothing_and_what_was_changed_is_put_right(wecom, fake, db):
    fake.standin.officer("shen").creates_tags("来源", ["窗口"])
    fake.standin.officer("shen").creates_tags("警小微·校园学业", ["新生"])
    marks.push_library(wecom)
    before = fake.groups
    assert len([name for tags in before.values() for name in tags]) == 93
    fake.asked.clear()
    marks.push_library(wecom)
    assert fake.groups == before
    assert fake.asked["externalcontact/add_corp_tag"] == 0
    fake.group("警小微·沟通偏好")["name"] = "改了名"
    fake.group("警小微·居住服务")["tags"][0]["name"] = "也改了"
    fake.standin.officer("shen").deletes_tags(fake.group("警小微·从业暴露")["tags"][0]["id"])
    marks.push_library(wecom)
    assert {name: sorted(tags) for name, tags in fake.groups.items()} == {
        name: sorted(tags) for name, tags in before.items()
    }


def test_what_may_not_be_shown_any_more_is_withdrawn(
    mirrored, hear, fake, wecom, officers, monkeypatch
):
    agreed(mirrored, "T0205", officers["shen"])
    hear()
    kept = marks.shown()
    monkeypatch.setattr(
        marks, "shown",
        lambda: [(group, [one for one in inside if one.code != "T0205"]) for group, inside in kept],
    )  # fmt: skip
    marks.push_library(wecom)
    assert "租房居住" not in fake.groups["警小微·居住服务"]
    assert fake.follow("shen", "wm1")["tags"] == []
    assert not CorpTag.objects.filter(pk="T0205").exists()
    hear(fake.edits("shen", "wm1"))
    assert fake.follow("shen", "wm1")["tags"] == []


def test_a_lost_answer_makes_no_second_tag(wecom, fake, db):
    marks.push_library(wecom)
    CorpTag.objects.all().delete()
    marks.push_library(wecom)
    assert sum(len(tags) for tags in fake.groups.values()) == 92
    assert CorpTag.objects.count() == 104


def test_a_tag_in_force_is_on_every_officers_contact_until_it_ends(mirrored, hear, fake, officers):
    """F-15: what we set ourselves is reflected at once."""
    tagging = tags.propose(mirrored, "T0205", why="本人自述", by=officers["shen"])
    hear()
    assert on_contacts(fake) == {"shen": [], "xu": []}
    tags.confirm(tagging, by=mirrored)
    hear()
    assert on_contacts(fake) == {"shen": ["租房居住"], "xu": ["租房居住"]}
    assert {tuple(one.marks) for one in Contact.objects.all()} == {(id_of("T0205"),)}
    tags.end(tagging, by=mirrored)
    hear()
    assert on_contacts(fake) == {"shen": [], "xu": []}
    assert Tagging.objects.count() == 1, "what we took off ourselves is nobody's proposal"


def test_sensitive_tags_stay_in_the_house(mirrored, hear, fake, desk):
    cmd = desk("值班长", post="CMD", department="PSB").officer
    chief = desk("所长", post="PLD_CHIEF").officer
    laid = tags.propose(mirrored, "T0502", why="本人申请走访", case_number="Q2026-1", by=cmd)
    tags.confirm(tags.approve(laid, by=chief), by=mirrored)
    hear()
    assert on_contacts(fake) == {"shen": [], "xu": []}


def test_a_tag_set_in_the_client_is_a_proposal_and_taken_back(mirrored, hear, fake, officers):
    hear(fake.tags("shen", "wm1", [id_of("T0205")]))
    tagging = Tagging.objects.get()
    assert (tagging.code, tagging.state, tagging.officer) == ("T0205", "proposed", officers["shen"])
    assert on_contacts(fake)["shen"] == []
    tags.confirm(tagging, by=mirrored)
    hear()
    assert on_contacts(fake) == {"shen": ["租房居住"], "xu": ["租房居住"]}


def test_a_tag_that_officers_do_not_set_is_taken_back_and_told(mirrored, hear, fake, officers):
    hear(fake.tags("shen", "wm1", [id_of("T0106")]))
    assert not Tagging.objects.exists()
    assert on_contacts(fake)["shen"] == []
    assert Notice.objects.filter(officer=officers["shen"]).count() == 1


def test_a_tag_removed_in_the_client_is_put_back_and_foreign_ones_are_let_be(
    mirrored, hear, fake, officers
):
    foreign = fake.standin.officer("shen").creates_tags("来源", ["窗口"])["tags"][0]["id"]
    agreed(mirrored, "T0205", officers["shen"])
    hear()
    hear(fake.tags("shen", "wm1", [foreign], remove=[id_of("T0205")]))
    assert set(on_contacts(fake)["shen"]) == {"窗口", "租房居住"}
    assert Tagging.objects.count() == 1


def test_a_conflict_on_one_contact_is_tried_again(mirrored, hear, fake, officers):
    """F-37: 45035."""
    fake.fails("externalcontact/mark_tag", 45035, 45035, 45035)
    agreed(mirrored, "T0205", officers["shen"])
    hear()
    assert on_contacts(fake) == {"shen": ["租房居住"], "xu": ["租房居住"]}


def test_marks_of_one_contact_are_set_one_after_another(mirrored, hear, fake, wecom, officers):
    """F-37: two workers on one pair send one change."""
    agreed(mirrored, "T0205", officers["shen"])
    contact = Contact.objects.get(userid="shen")
    gate, seen = Barrier(3), []

    def work():
        try:
            gate.wait()
            marks.settle(wecom, Contact.objects.get(pk=contact.pk))
            seen.append("done")
        finally:
            connection.close()

    workers = [Thread(target=work) for _n in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert seen == ["done"] * 3
    assert fake.asked["externalcontact/mark_tag"] == 1


def test_a_contact_that_is_none_any_more_fails_nothing(mirrored, hear, fake, officers):
    """F-45."""
    fake.officer_drops("xu", "wm1")
    agreed(mirrored, "T0205", officers["shen"])
    hear()
    assert on_contacts(fake) == {"shen": ["租房居住"]}


@pytest.mark.parametrize("name", ["", "长" * 31])
def test_names_that_wecom_would_not_take_are_not_sent(wecom, fake, db, name):
    with pytest.raises(OverLimit):
        calls.add(wecom, "组", [(name, 1)])
    assert fake.asked == {}


def test_the_tags_of_a_joined_file_are_put_on_the_contacts_of_both(mirrored, fake, hear):
    older = residents.identify(residents.open_file(), phone="13800000001")
    residents.see_notice(older)
    tags.set_own(older, "T0101")
    tags.set_own(mirrored, "T0802")
    hear()
    assert on_contacts(fake)["shen"] == ["订阅道路交通安全"]
    residents.identify(mirrored, phone="13800000001")
    hear()
    assert sorted(on_contacts(fake)["shen"]) == ["偏好文字消息", "订阅道路交通安全"]
    assert sorted(on_contacts(fake)["xu"]) == ["偏好文字消息", "订阅道路交通安全"]
