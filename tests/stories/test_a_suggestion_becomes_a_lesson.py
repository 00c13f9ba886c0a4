"""Story 1, second half: what follows by itself, and the lesson (domain §10)."""

from __future__ import annotations

from datetime import date

import pytest

from county.dimensions.procuracy.actions import following, menu, slots
from county.dimensions.procuracy.models.lessons import Order
from county.dimensions.procuracy.queries.orders import due_of, figure_ordered
from county.kernel import clock
from county.kernel.saying import said
from county.records.worklist.models import Task
from tests.stories.prosecution import (
    READING,
    delivered,
    issued,
    replied,
    scene,
)

pytestmark = pytest.mark.django_db
__all__ = ["scene"]


@pytest.fixture
def menu_online(db: None) -> None:
    menu.load_examples()


def test_the_delivery_recommends_two_lessons_and_says_why(scene, menu_online):
    """L02: PF02 and PF03 stand on top, with the reason; the liaison is to get in touch."""
    issued(scene)
    scene.background.catch_up()
    assert not any("PF02" in line for line in scene.firm.news()), "nobody hears of it before"
    scene.on(date(2023, 11, 10)).does("handler", "deliver", **READING)
    scene.background.catch_up()
    assert any("PF02" in line and "PF03" in line for line in scene.firm.news())
    scene.firm.goes("/procuracy/firm/menu/")
    page = " ".join(scene.firm.page.text_content().split())
    first, second = page.index("货物运输环节盗窃"), page.index("槽罐车装卸计量")
    assert first < second
    assert "行业 2614 · 建议事由 G1" in page
    task = Task.objects.get(key__startswith="first-contact:")
    assert clock.day_of(task.due_at) == date(2023, 11, 24), "ten working days"


def test_open_items_propose_a_visit(scene):
    replied(scene)
    scene.background.catch_up()
    task = Task.objects.get(key__startswith="visit-plan:")
    assert task.officer == scene.people["handler"].officer
    assert clock.day_of(task.due_at) == date(2024, 1, 11), "five working days"
    assert "1" in said(task.why)


def test_urging_is_asked_for_on_the_day_and_a_week_later(scene):
    delivered(scene)
    for day in (date(2024, 1, 10), date(2024, 1, 17)):
        scene.on(day)
        following.remind(clock.now())
        scene.background.catch_up()
    keys = sorted(Task.objects.filter(key__startswith="urge:").values_list("key", flat=True))
    assert [key.rpartition(":")[2] for key in keys] == ["0", "7"]


def test_the_firm_orders_on_the_visit_and_feedback_closes_the_loop(scene, menu_online, desk):
    """PF02 and PF03, accepted by the 16th, scheduled by the 22nd, given, marked 5/5/4/5."""
    replied(scene)
    liaison = desk("连检察官", post="PROC_LIAISON", department="PROC", areas=["330424002"])
    scene.people["liaison"] = liaison
    scene.on(date(2024, 4, 12))
    for code in ("PF02", "PF03"):
        scene.firm.submits(
            f"/procuracy/firm/menu/{code}/order/", persons="30", day1="2024-05-08",
            place="企业培训室", contact="示例法务",
        )  # fmt: skip
        assert scene.firm.status == 200
    placed = Order.objects.select_related("version").order_by("version__item_id").first()
    assert due_of(placed).on == date(2024, 4, 16)
    scene.on(date(2024, 4, 15))
    liaison.submits(f"{placed.url}accept/")
    placed.refresh_from_db()
    assert due_of(placed).on == date(2024, 4, 22)
    lecturer = slots.name_lecturer(title="示例讲师甲", unit="第二检察部", by=liaison.officer)
    liaison.submits(
        f"{placed.url}propose/", lecturer=lecturer.pk, capacity="1", start1="2024-05-08T09:00"
    )
    placed.refresh_from_db()
    slot = placed.proposals.get().slot
    scene.firm.submits(f"{placed.firm_url}{slot.pk}/confirm/")
    scene.on(date(2024, 5, 8), hour=12)
    liaison.submits(
        f"{placed.url}give/", words="结合案例讲解", by_hand="28", by_hand_reason="现场点名"
    )
    scene.background.catch_up()
    scene.firm.goes(placed.firm_url)
    assert len(scene.firm.sees("fieldset.marks")) == 4, "the form is open at once"
    scene.firm.submits(
        f"{placed.firm_url}feedback/", useful="5", clear="5", relevant="4", organised="5",
        problem="地磅数据由谁保管、保存多久？",
    )  # fmt: skip
    placed.refresh_from_db()
    assert placed.state == "closed"
    scene.background.catch_up()
    scene.firm.goes("/procuracy/firm/questions/")
    assert "ZZ-20240508-001" in scene.firm.page.text_content(), "what is left open is a question"
    assert figure_ordered(date(2024, 4, 1), date(2024, 4, 30)).orders == 2
