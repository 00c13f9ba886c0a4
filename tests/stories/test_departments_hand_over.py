"""Departments deal with one another in sight: handed, returned, decided, joint, failed outside."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from county.foundation.events.registry import System
from county.foundation.staff import sessions
from county.kernel import clock
from county.records.worklist import actions as worklist
from county.records.worklist.models import Hand, Outing, Part, Task

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.SHANGHAI)
TITLE = "核实企业仓库消防通道"


@pytest.fixture
def cast(desk):
    return {
        "shen": desk("沈警官"),
        "xu": desk("徐警官"),
        "lu": desk("陆警官", department="PS002"),
        "cmd": desk("值班长", post="CMD", department="PSB"),
        "jiang": desk("蒋检察官", post="PROC_HANDLER", department="PROC"),
        "em": desk("监管员", post="EM_OFFICER", department="EM"),
    }


def at(cast, moment):
    """Everybody sits down anew at this moment."""
    sessions.forget()
    for one in cast.values():
        one.client.force_login(one.officer)
    return clock.played_at(moment)


def given(cast):
    with worklist.asked_by_rule("L28", "企业反映的安全隐患，一个工作日内核实"):
        return worklist.assign(
            key="story", kind="other", title=TITLE, why="企业负责人来电反映",
            about="organisation:01900000-0000-7000-8000-000000000001",
            due_at=MONDAY + timedelta(days=10), officer=cast["shen"].officer, by=System("story"),
        )  # fmt: skip


def page(sat, task):
    sat.goes(f"/desk/tasks/{task.pk}/")
    assert sat.status == 200
    return " ".join(sat.page.text_content().split())


def test_from_hand_to_hand_to_the_referee_and_done(cast, background):
    """Sent, returned, sent, returned, decided, signed, helped, failed outside, confirmed, done."""
    shen, lu, cmd, em = (cast[who] for who in ("shen", "lu", "cmd", "em"))
    with at(cast, MONDAY):
        task = given(cast)
        does = f"/desk/tasks/{task.pk}/"
        assert "企业反映的安全隐患" in page(shen, task)
        shen.submits(f"{does}hand-over/", department="PS002", words="仓库在西塘桥辖区")
        assert lu.client.get("/desk/").status_code == 200
    with at(cast, MONDAY + timedelta(hours=2)):
        lu.goes("/desk/")
        assert TITLE in " ".join(lu.sees("article.task")) and "待签收" in " ".join(lu.sees(".task"))
        lu.submits(f"{does}return/", reason="")
        assert Hand.objects.get().state == "waiting", "a reason is needed"
        lu.submits(f"{does}return/", reason="仓库门牌属武原")
        assert f"已退回给您：{TITLE}" in shen.notices()
        shen.submits(f"{does}hand-over/", department="PS002", words="现场核实仍属西塘桥")
        lu.submits(f"{does}return/", reason="仍有争议")
    with at(cast, MONDAY + timedelta(hours=3)):
        assert f"请裁定由谁承办：{TITLE}" in cmd.notices()
        cmd.goes("/desk/?kind=worklist.referee")
        assert TITLE in " ".join(cmd.sees("article.task"))
        lu.submits(f"{does}referee/decide/", department="PS001", reason="我来定")
        assert lu.status == 403
        cmd.submits(f"{does}referee/decide/", department="PS002", reason="按仓库实际地址")
        lu.submits(f"{does}return/", reason="还是不办")
        assert lu.status == 409 and "不能再转出" in lu.page.text_content()
        lu.submits(f"{does}sign/")
        assert Task.objects.get().officer == lu.officer
        told = page(lu, task)
        assert "按仓库实际地址" in told and told.index("仓库门牌属武原") < told.index("裁定承办")
    with at(cast, MONDAY + timedelta(days=1)):
        lu.submits(f"{does}parts/", department="EM", what="检查消防设施")
        lu.submits(f"{does}finish/", outcome="通道已清理")
        assert Task.objects.get().state == "open", "a part is open"
        em.goes("/desk/")
        assert "检查消防设施" in " ".join(em.sees("article.task"))
        part = Part.objects.get()
        em.submits(f"{does}parts/{part.pk}/finish/", outcome="设施完好")
        lu.submits(f"{does}outside/", office="12345", way="platform", receipt="P-118")
    with at(cast, MONDAY + timedelta(days=6)):
        background.clock_strikes("worklist.jobs.remind")
        assert Outing.objects.get().state == "failed"
        lu.goes("/desk/")
        assert "外部：失败" in " ".join(lu.sees("article.task"))
        lu.submits(f"{does}outside/", office="12345", way="phone", receipt="T-7")
        second = Outing.objects.get(receipt="T-7")
        lu.submits(f"{does}outside/{second.pk}/confirm/", words="话务员 07 号确认")
        lu.submits(f"{does}finish/", outcome="通道已清理，设施完好")
    task.refresh_from_db()
    assert (task.state, task.done_by) == ("done", lu.officer)
    with at(cast, MONDAY + timedelta(days=6)):
        told = page(shen, task)
        for words in ("设施完好", "P-118", "话务员 07 号确认", "两次退回后自动申请"):
            assert words in told
        assert cast["jiang"].client.get(does).status_code == 404, "it was never theirs"


def test_on_leave_the_desk_is_kept_and_every_act_bears_its_own_name(cast, background):
    shen, xu = cast["shen"], cast["xu"]
    with at(cast, MONDAY):
        task = given(cast)
        shen.submits(
            "/desk/mine/leave/", officer=shen.officer.pk, delegate=xu.officer.pk,
            from_on="2026-11-24", until_on="2026-11-26",
        )  # fmt: skip
        background.catch_up()
    with at(cast, MONDAY + timedelta(days=1)):
        xu.goes("/desk/")
        assert "代沈警官" in " ".join(xu.sees("article.task"))
        xu.submits(f"/desk/tasks/{task.pk}/finish/", outcome="已核实")
    task.refresh_from_db()
    assert (task.state, task.officer, task.done_by) == ("done", shen.officer, xu.officer)
    with at(cast, MONDAY + timedelta(days=4)):
        assert "徐警官" in page(shen, task)


def test_hostile_words_are_answered_in_words(cast):
    """Whatever is typed: a refusal, a redirect, or not found; never a failure of ours."""
    shen = cast["shen"]
    with at(cast, MONDAY):
        task = given(cast)
        for act in (
            "hand-over", "pass-on", "return", "sign", "cancel", "referee", "parts", "outside",
            "parts/999999999999/finish", "outside/1/confirm", "outside/99999999999999999999/fail",
        ):  # fmt: skip
            for value in ("", "\x00", "'; --", "9" * 400, "\ud800", "PS002", "<b>"):
                answer = shen.client.post(
                    f"/desk/tasks/{task.pk}/{act}/",
                    dict.fromkeys(
                        ("department", "to", "words", "reason", "what", "office", "way", "receipt",
                         "outcome", "back"), value.encode("utf-8", "surrogatepass"),
                    ),
                )  # fmt: skip
                assert answer.status_code < 500, (act, value)
    assert Task.objects.get().state == "open" or Task.objects.get().outcome
