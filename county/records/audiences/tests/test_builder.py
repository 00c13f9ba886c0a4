"""An audience is built on a page, step by step, in words, counted within the officer's reach."""

import json

import pytest

from county.foundation.events.models import Event
from county.records.audiences import actions, queries
from county.records.audiences.knowledge import parse
from county.records.audiences.models import Audience
from county.records.tags.knowledge import tags

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen(desk):
    return desk("陈警官", department="PS101")


def built(desk, tree="", **pressed):
    desk.submits("/audiences/build/", tree=tree, title="", **pressed)
    return desk.page.cssselect("[name=tree]")[0].get("value")


def step(desk, tree, op, **more):
    return built(desk, tree, **{"op": op, **more})


def test_conditions_are_added_grouped_and_counted(chen, person):
    for _n in range(6):
        person("T0302")
    person("T0302", "T1204")
    person("T0302", "T0109")
    person("T0302", town="330424001")
    tree = step(chen, "", "add|", **{"pick|": "tag:T0302"})
    assert "企业财务出纳" in " ".join(chen.sees(".aud-c"))
    assert chen.sees(".aud-n b") == ["6"]
    assert "8 人符合条件 − 1 人仅接收通用内容 − 1 人仅接收紧急提醒 = 6" in " ".join(
        chen.sees(".aud-result")
    )
    tree = step(chen, tree, "group|")
    tree = step(chen, tree, "add|1", **{"pick|1": "town:330424101", "how|1": "none"})
    assert json.loads(tree)["of"][1] == {"how": "none", "of": ["town:330424101"]}
    assert "不足5人" in " ".join(chen.sees(".aud-n"))
    tree = step(chen, tree, "remove|1")
    assert chen.sees(".aud-n b") == ["6"]


def test_it_is_saved_and_opened_again(chen):
    tree = json.dumps({"how": "all", "of": ["tag:T0302", "town:330424101"]})
    chen.submits("/audiences/save/", tree=tree, title="沈荡财务人员")
    audience = Audience.objects.get()
    assert [one.tag_id for one in audience.audiencetag_set.all()] == ["T0302"]
    assert "企业财务出纳 且 沈荡镇" in " ".join(chen.sees(".aud-words"))
    chen.goes("/audiences/")
    assert any("沈荡财务人员" in line for line in chen.sees("tbody tr"))
    assert Event.objects.filter(kind="audiences.audience_saved").count() == 1


@pytest.mark.parametrize("code", ["T0502", "T0601", "T0708", "T1204", "T0109", "T9999"])
def test_what_is_sensitive_or_unknown_is_refused_at_every_door(chen, code):
    """(I5) L3 tags choose nobody: neither in the builder nor in a forged form."""
    tree = json.dumps({"how": "all", "of": [f"tag:{code}"]})
    chen.submits("/audiences/save/", tree=tree, title="试一试")
    assert chen.status in (400, 409, 422)
    chen.submits("/audiences/build/", tree=tree, title="")
    assert chen.status == 200 and chen.sees(".aud-result .err")
    assert not Audience.objects.exists()


def test_forbidden_words_are_no_title(chen):
    """(I3) The deny-list guards the wording of audiences."""
    tree = json.dumps({"how": "all", "of": ["tag:T0302"]})
    chen.submits("/audiences/save/", tree=tree, title="信教人员名单")
    assert chen.status in (400, 409, 422)
    assert not Audience.objects.exists()


@pytest.mark.parametrize(
    "tree",
    ["{", "[]", '{"how":"all"}', '{"how":"x","of":[]}', '"tag:T0302"', '{"how":"all","of":[1]}',
     '{"how":"all","of":["tag:T0302; DROP TABLE"]}', "9" * 30_000,
     json.dumps({"how": "all", "of": ["tag:T0302"] * 61})],
)  # fmt: skip
def test_nonsense_is_answered_in_words(chen, tree):
    for address in ("/audiences/build/", "/audiences/save/"):
        chen.submits(address, tree=tree, title="x", op="remove|9.9.9")
        assert chen.status < 500
    deep = '{"how":"any","of":[' * 40 + "]}" * 40
    chen.submits("/audiences/build/", tree=deep)
    assert chen.sees(".aud-result .err")


def test_another_units_audience_is_not_for_this_officer(chen, desk):
    actions.save("沈荡财务", {"how": "all", "of": ["tag:T0302"]}, by=chen.officer)
    shen = desk("沈警官", department="PS001")
    shen.goes(f"/audiences/{Audience.objects.get().pk}/")
    assert shen.status == 404
    assert list(queries.audiences_for(shen.officer)) == []


def test_a_post_without_the_permit_stays_outside(desk):
    he = desk("何辅警", post="PLD_AUX", department="PS101")
    he.goes("/audiences/")
    assert he.status == 403


def test_only_harmless_tags_may_choose():
    allowed = {code for code, tag in tags().items() if queries.may_choose(tag)}
    assert all(tags()[code].level < 3 for code in allowed)
    assert queries.selectable() == allowed | {"T0109", "T1204"}


def test_sentences_are_read_as_they_are_meant():
    node = parse({"how": "all", "of": [
        {"how": "any", "of": ["tag:T0302", "tag:T0301"]},
        {"how": "none", "of": ["age:60"]},
        "town:330424101",
    ]})  # fmt: skip
    said = queries.sentence(node)
    assert said.startswith("(") and " or else " in said and "not aged 60 or over" in said
