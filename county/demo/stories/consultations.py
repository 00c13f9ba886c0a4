"""Somebody asks, an officer answers; sometimes asks again, says thanks, rates the service."""

from __future__ import annotations

from collections.abc import Callable

from county.demo.playbook import Script
from county.demo.scene import Scene
from county.demo.stage import Story

KNOWS_TOPIC = 0.9
GOES_ON, SAYS_THANKS, IS_CLOSED, RATES = 0.75, 0.78, 0.55, 0.5


def consultation(scene: Scene, script: Script, ask: int) -> Story:
    """A question that the library or the officer knows the answer to."""
    if not scene.arrives():
        return
    scene.says(scene.worded(script.asks[ask]))
    yield scene.reply_time()
    scene.takes()
    if scene.matter.topic != script.topic and scene.rng.random() < KNOWS_TOPIC:
        scene.is_about(script.topic)
    calms(scene, script)
    scene.answers(script.answer, scene.worded(script.says))
    yield from goes_on(scene, script, ask, calms)
    yield from ends_well(scene)


def calms(scene: Scene, script: Script) -> None:
    """The officer sees that a suspicion was none, and makes a question of it again."""
    if scene.dismisses(script.why or "核实为正常咨询，没有要求转账。"):
        scene.is_only_a_question(script.topic)


def goes_on(
    scene: Scene,
    script: Script,
    ask: int,
    judges: Callable[[Scene, Script], None],
    *,
    always: bool = False,
) -> Story:
    """What the resident asks further, and what the officer judges and answers."""
    for question, answer in scene.further(script, ask):
        if not always and scene.rng.random() > GOES_ON:
            continue
        yield scene.later(0.6, 8)
        scene.says(scene.worded(question))
        yield scene.reply_time()
        judges(scene, script)
        scene.replies(scene.worded(answer))


def ends_well(scene: Scene) -> Story:
    """Thanks, the closing, a rating: all of them, or none."""
    if scene.rng.random() < SAYS_THANKS:
        yield scene.later(0.5, 6)
        scene.thanks()
    if scene.rng.random() < IS_CLOSED:
        yield scene.later(4, 45)
        if scene.matter is not None and scene.matter.state == "answered":
            scene.closes()
    yield from rates(scene)


def rates(scene: Scene) -> Story:
    """One of the five ratings; a bad one is called back the next day."""
    if scene.rng.random() > RATES:
        return
    yield scene.later(2, 120)
    scene.rates()
    yield scene.later(8 * 60, 20 * 60)
    if task := scene.next_task("call"):
        scene.finishes(task, "已电话致歉并说明情况，对方表示理解。")
