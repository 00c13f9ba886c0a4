"""What is recommended and why; anybody can check the sum."""

import pytest
from django.utils.translation import override

from county.dimensions.procuracy.actions import feedback, orders, registering
from county.dimensions.procuracy.knowledge.menu import domains, examples, fits, prefixes, spans
from county.dimensions.procuracy.knowledge.recommending import Evidence, Ground, Lesson, advise
from county.dimensions.procuracy.models import Suggestion
from county.dimensions.procuracy.queries import recommending
from county.kernel import clock
from county.kernel.errors import Incomplete

THEFT = Ground("G1", "侵财")


def test_the_file_holds_the_twenty_four_examples():
    assert [one.code for one in examples()] == [f"PF{number:02d}" for number in range(1, 25)]
    assert all(len(one.summary) > 15 and one.roles and one.materials for one in examples())
    by_code = {one.code: one for one in examples()}
    assert by_code["PF05"].industries == tuple(f"{n:02d}" for n in range(13, 44))
    assert by_code["PF02"].industries == ("26", "5435", "59")
    assert domains(by_code["PF03"].domain) == {"侵财", "合同"}


@pytest.mark.parametrize(
    ("written", "found"),
    [("26, 5435，59", ["26", "5435", "59"]), ("13–15", ["13", "14", "15"]), ("", []),
     ("47 - 48、47", ["47", "48"])],
)  # fmt: skip
def test_industries_are_read_as_people_write_them(written, found):
    assert prefixes(written) == found


def test_they_are_written_as_people_write_them():
    for written in ("13-43", "47-50, 13-43", "26, 5435, 59", "63-65, 51, 52, 82-84", ""):
        assert spans(prefixes(written)) == written


@pytest.mark.parametrize("written", ["化工", "1", "26141", "43-13", "26; DROP", "²6"])
def test_what_is_no_industry_is_refused_in_words(written):
    with pytest.raises(Incomplete):
        prefixes(written)


def test_the_industry_counts_by_its_digits():
    lessons = [Lesson("A", "x", ["2614"]), Lesson("B", "x", ["261"]), Lesson("C", "x", ["26"]),
               Lesson("D", "x", ["27"]), Lesson("E", "x", [])]  # fmt: skip
    found = advise(lessons, Evidence(industry="2614"))
    assert [(one.code, one.points) for one in found] == [("A", 35), ("B", 25), ("C", 20)]
    assert fits(["26", "2614"], "2614") == 4


def test_every_part_of_the_sum():
    lesson = [Lesson("A", "侵财/合同", ["26"])]
    whole = advise(lesson, Evidence(
        industry="2614", grounds=[THEFT], hazards=["合同"], in_town={"侵财": 9},
        liked=frozenset({"合同"}),
    ))[0]  # fmt: skip
    assert whole.parts == {
        "industry": 10, "match": 40, "in_town": 15, "own_word": 10, "not_taken": 10,
    }  # fmt: skip
    taken = advise(lesson, Evidence(industry="2614", taken=frozenset({"A"})))[0]
    assert taken.parts == {"industry": 10}
    fraud = advise([Lesson("B", "反诈", [])], Evidence(attempts=["冒充领导熟人"]))[0]
    assert fraud.points == 50


def test_story_one_recommends_pf02_and_pf03_with_their_reason(items, enterprise):
    """(Story 1) PF02 and PF03 on top, "why: industry 2614, ground G1"."""
    found = recommending.for_firm(enterprise(industry="2614"), today=clock.today(), grounds=[THEFT])
    assert [one.code for one in found][:2] == ["PF02", "PF03"]
    assert found[0].points == found[1].points == 60 > found[2].points
    for one in found[:2]:
        with override("en"):
            assert one.why == "industry 2614, ground G1"
        with override("zh-hans"):
            assert one.why == "行业 2614 · 建议事由 G1"


def test_grounds_come_from_the_suggestions_that_were_delivered(items, enterprise, prosecutor):
    organisation = enterprise()
    made = registering.register(
        ground="G1", reason="系列盗窃案反映管理漏洞", case_no="盐检刑诉〔2023〕1号",
        addressee_kind="involved", organisation=organisation, domain="侵财",
        by=prosecutor("PROC_HANDLER").officer,
    )  # fmt: skip
    assert recommending.grounds_of(organisation) == []
    Suggestion.objects.filter(pk=made.pk).update(delivered_on=clock.today())
    assert recommending.grounds_of(organisation) == [THEFT]
    assert recommending.grounds_of(enterprise()) == []


def test_an_enterprise_switches_recommendations_off_and_on(items, speaker):
    person = speaker()
    feedback.switch_recommendations(on=False, by=person)
    feedback.switch_recommendations(on=False, by=person)
    assert recommending.for_firm(person.organisation, today=clock.today(), grounds=[THEFT]) == []
    feedback.switch_recommendations(on=True, by=person)
    assert recommending.for_firm(person.organisation, today=clock.today(), grounds=[THEFT])


def test_what_the_enterprise_said_counts_for_its_next_lesson(scheduled, speaker, liaison, at):
    person = speaker()
    placed = scheduled(by=person)
    orders.confirm(placed, placed.proposals.get().slot, by=person)
    with clock.played_at(at(3, 11)):
        orders.give(placed, words="已讲", by=liaison.officer)
        feedback.feed_back(placed, useful=5, clear=5, relevant=4, organised=5,
                           next_topic="环保方面", by=person)  # fmt: skip
        found = {one.code: one.advice.parts for one in
                 recommending.for_firm(person.organisation, today=clock.today(),
                                       grounds=[THEFT])}  # fmt: skip
    assert "not_taken" not in found["PF02"] and found["PF02"]["own_word"] == 10
    assert found["PF12"]["own_word"] == 10
    assert "own_word" not in found["PF04"]
