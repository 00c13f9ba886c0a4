"""Somebody needs help that is no advice: noise, a locked door, a father who did not come home."""

from __future__ import annotations

from county.demo.playbook import Script
from county.demo.scene import Scene
from county.demo.stage import Story
from county.demo.stories.consultations import goes_on, rates

FILES_COMPLETED, CALLS_FIRST, HANDED_ON = 0.4, 0.35, 0.12


def help_request(scene: Scene, script: Script, ask: int) -> Story:
    """A call for help: taken, answered, looked after on the spot, resolved, closed."""
    if not scene.arrives():
        return
    scene.says(scene.worded(script.asks[ask]))
    yield scene.reply_time(urgent=script.urgent)
    judges(scene, script)
    scene.takes()
    scene.replies(scene.worded(script.says))
    if script.topic in ("missing", "domestic", "self_harm"):
        scene.looks("求助核实，需要联系本人和家属")
    yield from goes_on(scene, script, ask, judges, always=script.urgent)
    for note in script.notes:
        yield scene.later(0.5, 3)
        scene.notes(note)
    yield from _handed_on(scene)
    yield from _on_the_spot(scene, script)
    yield from _ends(scene, script)


def judges(scene: Scene, script: Script) -> None:
    """The officer sees what help is wanted, and that no money is asked for."""
    scene.dismisses("内容属于求助，没有转账情形。")
    scene.becomes(script.topic, urgent=script.urgent)


def _handed_on(scene: Scene) -> Story:
    """Now and then a matter goes to the colleague of the next shift."""
    colleague = scene.colleague(permit="helpdesk.resolve")
    if colleague is not None and scene.rng.random() < HANDED_ON:
        yield scene.later(10, 60)
        scene.hands_on(colleague, "交接班，请继续跟进。")


def _on_the_spot(scene: Scene, script: Script) -> Story:
    """Somebody goes there, or calls back; the task is done when it is done."""
    if script.join and (helper := scene.colleague()):
        yield scene.later(1, 5)
        scene.asks_along(helper)
    if script.visit:
        yield scene.later(1, 6)
        task = scene.sends(scene.colleague() or scene.officer, "")
        yield scene.later(9, 38)
        scene.finishes(task, script.visit)
        scene.replies(f"您好，{script.visit}")
    elif scene.rng.random() < CALLS_FIRST:
        yield scene.later(5, 14)
        task = scene.has_called("")
        yield scene.later(3, 13)
        scene.finishes(task, "电话已联系，情况了解清楚。")


def _ends(scene: Scene, script: Script) -> Story:
    yield scene.later(12, 150)
    if scene.rng.random() < FILES_COMPLETED:
        scene.completes_file()
    scene.resolves(script.why, result=script.result)
    yield scene.later(2, 40)
    scene.thanks()
    yield scene.later(20, 240)
    if scene.matter is not None and scene.matter.state == "resolved":
        scene.closes()
    yield from rates(scene)
