"""Somebody is being deceived: seen early enough, mostly; sometimes stopped; sometimes too late."""

from __future__ import annotations

from datetime import timedelta

from county.demo.playbook import Script
from county.demo.scene import Scene
from county.demo.stage import Story
from county.demo.stories.consultations import goes_on, rates
from county.kernel import clock

CALLS, VISITS = 0.45, 0.2


def fraud(scene: Scene, script: Script, ask: int) -> Story:
    """From the alert to the after-care: a human decides every step."""
    if not scene.arrives():
        return
    scene.says(scene.worded(script.asks[ask]))
    if script.picture and ask == 0:
        yield scene.later(0.2, 0.7)
        scene.shows_chat(script.picture)
    yield scene.reply_time(urgent=True)
    scene.becomes("fraud", money=True)
    scene.takes()
    scene.judges(script.category)
    scene.replies(script.says or scene.office_words(script.category))
    yield from goes_on(scene, script, ask, judges)
    judges(scene, script)
    yield from _calls(scene, script)
    if script.money == "kept":
        yield from _kept(scene, script)
    else:
        yield from _moved(scene, script)
    yield from _ends(scene)
    yield from _after_care(scene)


def judges(scene: Scene, script: Script) -> None:
    """The officer confirms what was suspected, and which type it is."""
    scene.judges(script.category)


def _calls(scene: Scene, script: Script) -> Story:
    """A call on a number known before, and somebody at the door where it is grave."""
    if script.call or scene.rng.random() < CALLS:
        yield scene.later(1, 4)
        scene.looks("疑似诈骗，需要电话劝阻")
        task = scene.has_called("")
        yield scene.later(2, 9)
        scene.finishes(task, script.call or "电话劝阻成功，本人表示不会再转账。")
    helper = scene.colleague() or scene.officer
    if script.visit or scene.rng.random() < VISITS:
        yield scene.later(0.5, 3)
        task = scene.sends(helper, "")
        yield scene.later(11, 32)
        scene.finishes(task, script.visit or "上门见到本人，手机上的软件已卸载。")


def _kept(scene: Scene, script: Script) -> Story:
    yield scene.later(4, 40)
    scene.completes_file()
    scene.judges(script.category)
    scene.resolves(script.why, money="kept", stated=script.amount)


def _moved(scene: Scene, script: Script) -> Story:
    """The fraud desk asks the bank; what it could stop is known within the hour."""
    yield scene.later(0.5, 2)
    scene.completes_file()
    stop = scene.asks_to_stop(script)
    yield scene.later(1.5, 5)
    scene.ends_stop(stop, "send")
    yield scene.later(8, 45)
    stopped = script.money == "stopped"
    scene.ends_stop(stop, "stopped" if stopped else "failed", script.stopped)
    scene.replies(_told(script), by=scene.fraud_desk)
    yield scene.later(5, 40)
    scene.resolves(
        script.why,
        by=scene.fraud_desk,
        money=script.money,
        result="solved" if stopped else "referred",
        stated=script.amount,
        verified=script.stopped if stopped else script.amount,
    )


def _told(script: Script) -> str:
    if script.money == "stopped":
        return f"您好，反诈中心已联系银行，止付{script.stopped}元，后续退还由民警和您对接。"
    return "您好，很遗憾这笔钱已被转走，案件已登记侦办。请不要相信任何声称能追款的人。"


def _ends(scene: Scene) -> Story:
    yield scene.later(2, 30)
    scene.thanks()
    yield scene.later(30, 300)
    if scene.matter is not None and scene.matter.state == "resolved":
        scene.closes()
    yield from rates(scene)


def _after_care(scene: Scene) -> Story:
    """After three days the officer calls again."""
    day = clock.day_of(clock.now() + timedelta(days=3))
    morning = clock.start_of_day(day) + timedelta(hours=9)
    yield morning + timedelta(minutes=scene.rng.uniform(0, 420))
    if task := scene.next_task("after_care"):
        scene.finishes(task, scene.rng.choice(scene.words.after_care))
