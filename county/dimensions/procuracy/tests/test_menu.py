"""The menu: reviewed by somebody else, good for twelve months, every change another version."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from county.dimensions.procuracy.actions import menu as acts
from county.dimensions.procuracy.models.lessons import MenuVersion
from county.dimensions.procuracy.queries import menu as asked
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.flow import IllegalMove

WRITTEN = {
    "code": "PF25", "title": "仓单与质押的法律风险", "summary": "仓单重复质押怎样发现与防范。",
    "domain": "合同", "industries": "59", "roles": ["仓储"], "minutes": 60, "form": "lecture",
    "most_persons": 40,
}  # fmt: skip


@pytest.fixture
def two(prosecutor):
    return prosecutor("PROC_REVIEW"), prosecutor("PROC_REVIEW")


def test_the_examples_are_loaded_once_and_say_that_they_are(items):
    assert len(items) == 24 and all(one.is_example for one in items.values())
    assert acts.load_examples() == 0
    assert asked.online(clock.today()).count() == 24


def test_somebody_else_than_the_editor_reviews_it(two):
    editor, other = two
    draft = acts.edit(**WRITTEN, by=editor.officer)
    with pytest.raises(NotAllowed):
        acts.review(draft, words="已审", by=editor.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        MenuVersion.objects.update(reviewer=editor.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        MenuVersion.objects.update(state="online")
    with pytest.raises(IllegalMove):
        acts.publish(draft, by=editor.officer)
    with pytest.raises(Incomplete):
        acts.review(draft, words=" ", by=other.officer)
    passed = acts.review(draft, words="依据准确", by=other.officer)
    assert passed.valid_through == clock.add_months(clock.today(), 12)
    assert acts.publish(passed, by=editor.officer).state == "online"
    assert any("法律审核" in one for one in other.notices())


def test_every_change_is_another_version_and_the_old_one_stays_until_then(items, two):
    editor, other = two
    again = {**WRITTEN, "code": "PF02"}
    second = acts.edit(**again, by=editor.officer)
    third = acts.edit(**again, by=editor.officer)
    assert (second.number, third.number) == (2, 3)
    assert MenuVersion.objects.get(pk=second.pk).state == "offline"
    assert asked.online(clock.today()).get(item_id="PF02").number == 1
    acts.publish(acts.review(third, words="已审", by=other.officer), by=editor.officer)
    assert asked.online(clock.today()).get(item_id="PF02").number == 3
    states = MenuVersion.objects.filter(item_id="PF02").values_list("number", "state")
    assert dict(states) == {1: "offline", 2: "offline", 3: "online"}


def test_it_goes_offline_by_itself_after_twelve_months_with_a_notice_before(items, two):
    last = items["PF01"].valid_through
    with clock.played_at(clock.start_of_day(last - timedelta(days=31))):
        acts.look_after()
    assert two[0].notices() == []
    for _day in (30, 29):
        with clock.played_at(clock.start_of_day(last - timedelta(days=_day))):
            acts.look_after()
    [told] = two[0].notices()
    assert "PF01、PF02" in told and "PF24" in told
    with clock.played_at(clock.start_of_day(last)):
        assert acts.look_after() == 0
    with clock.played_at(clock.start_of_day(last + timedelta(days=1))):
        assert asked.online(clock.today()).count() == 0
        assert acts.look_after() == 24
    assert set(MenuVersion.objects.values_list("state", flat=True)) == {"offline"}


def test_a_review_that_grew_old_is_not_published(two):
    editor, other = two
    passed = acts.review(acts.edit(**WRITTEN, by=editor.officer), words="已审", by=other.officer)
    later = clock.start_of_day(clock.add_months(clock.today(), 13))
    with clock.played_at(later), pytest.raises(Refused):
        acts.publish(passed, by=editor.officer)


@pytest.mark.parametrize("wrong", [{"code": "../x"}, {"industries": "化工"}])
def test_nonsense_is_refused_in_words(two, wrong):
    with pytest.raises(Incomplete):
        acts.edit(**{**WRITTEN, **wrong}, by=two[0].officer)


def test_the_pages_show_filter_export_and_edit_it(items, two, prosecutor):
    editor, other = two
    assert len((editor.goes("/procuracy/menu/"), editor.sees("tbody tr"))[1]) == 24
    assert len((editor.goes("/procuracy/menu/?domain=侵财"), editor.sees("tbody tr"))[1]) == 2
    editor.goes("/procuracy/menu/?industry=5435&form=seminar")
    suited = {row.split()[0] for row in editor.sees("tbody td:first-child")}
    assert {"PF02", "PF03", "PF06"} <= suited and "PF12" not in suited
    sheet = editor.client.get("/procuracy/menu/?format=csv").content.decode("utf-8-sig")
    assert sheet.count("\n") == 25
    fields = {**WRITTEN, "roles": "仓储、法务"}
    editor.submits("/procuracy/menu/new/", **fields)
    draft = MenuVersion.objects.get(item_id="PF25")
    assert draft.roles == ["仓储", "法务"]
    page = f"/procuracy/menu/PF25/{draft.pk}/"
    other.submits(f"{page}review/", words="已审核", do="pass")
    editor.submits(f"{page}publish/")
    draft.refresh_from_db()
    assert draft.state == "online"
    editor.goes("/procuracy/menu/PF25/edit/")
    assert editor.page.cssselect("input[name=title]")[0].get("value") == WRITTEN["title"]
    editor.submits("/procuracy/menu/PF25/edit/", **{**fields, "title": "仓单"})
    second = MenuVersion.objects.get(item_id="PF25", number=2)
    other.submits(f"/procuracy/menu/PF25/{second.pk}/review/", words="缺少依据", do="return")
    second.refresh_from_db()
    assert second.state == "offline"
    assert prosecutor("PROC_HANDLER").client.post("/procuracy/menu/new/", fields).status_code == 403
    assert editor.client.get("/procuracy/menu/PF99/").status_code == 404
