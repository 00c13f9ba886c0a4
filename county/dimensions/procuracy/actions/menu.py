"""Load, edit, review, publish and withdraw items of the menu."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.events import ItemEdited, ItemMoved
from county.dimensions.procuracy.flow import MENU, ItemState
from county.dimensions.procuracy.knowledge.menu import CODE, examples, prefixes
from county.dimensions.procuracy.models.lessons import MenuItem, MenuVersion
from county.dimensions.procuracy.queries import menu as asked
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.foundation.staff.queries import holders
from county.kernel import clock, deadlines
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.saying import saying
from county.kernel.text import shorten

CLOCK = System("clock")
VALID = deadlines.rule("DL68")


@transaction.atomic
def load_examples() -> int:
    """Put the examples that come with the program online, once; says how many were new.

    Nobody here has reviewed them: each says that it is an example. No fact is announced: nobody
    did anything yet.
    """
    known = set(MenuItem.objects.values_list("pk", flat=True))
    new = [one for one in examples() if one.code not in known]
    today = clock.today()
    for one in new:
        item = MenuItem.objects.create(code=one.code)
        MenuVersion.objects.create(
            item=item, number=1, title=one.title, summary=one.summary, domain=one.domain,
            industries=list(one.industries), roles=list(one.roles), minutes=one.minutes,
            form=one.form, most_persons=one.persons, materials=one.materials,
            state=ItemState.ONLINE, is_example=True, reviewed_on=today,
            valid_through=VALID.due(today),
        )  # fmt: skip
    return len(new)


@transaction.atomic
def edit(
    *,
    code: str,
    title: str,
    summary: str,
    domain: str,
    minutes: int,
    form: str,
    most_persons: int,
    by: Officer,
    industries: str | Sequence[str] = "",
    roles: Sequence[str] = (),
    materials: str = "",
) -> MenuVersion:
    """Write an item, or write it anew: another version, which waits for its legal review.

    What is online stays so until the new version replaces it. Raises Incomplete for a number or an
    industry that is none.
    """
    demand(by, Permit.MENU)
    if not CODE.fullmatch(code):
        raise Incomplete(_("A number is two letters and two digits, such as PF25."))
    item, _made = MenuItem.objects.get_or_create(pk=code)
    item = MenuItem.objects.select_for_update().get(pk=item.pk)
    last = item.versions.aggregate(last=Max("number"))["last"] or 0
    item.versions.filter(state=ItemState.DRAFT).update(state=ItemState.OFFLINE)
    version = MenuVersion.objects.create(
        item=item, number=last + 1, title=title.strip(), summary=summary.strip(), domain=domain,
        industries=prefixes(industries), roles=list(roles), minutes=minutes, form=form,
        most_persons=most_persons, materials=materials, editor=by,
    )  # fmt: skip
    announce(ItemEdited(item_id=item.pk, version=version.number), by=by)
    tell(
        holders(Permit.REVIEW).exclude(pk=by.pk),
        title=saying(gettext_noop("Legal review of a lesson: %s"), str(version)),
        url=item.url,
        by=by,
        about=item.subject,
    )
    return version


@transaction.atomic
def review(version: MenuVersion, *, words: str, by: Officer) -> MenuVersion:
    """Say as somebody else than the editor that it is right; the twelve months begin (DL68)."""
    demand(by, Permit.REVIEW)
    version = _locked(version)
    _another(version, by)
    if len(words.strip()) < 2:
        raise Incomplete(_("Say in a few words what was reviewed."))
    today = clock.today()
    version.reviewer, version.review_words = by, words.strip()[:200]
    version.reviewed_on, version.valid_through = today, VALID.due(today)
    return _moved(version, "review", by=by)


@transaction.atomic
def send_back(version: MenuVersion, *, words: str, by: Officer) -> MenuVersion:
    """Refuse a draft in words; its editor writes another version."""
    demand(by, Permit.REVIEW)
    version = _locked(version)
    _another(version, by)
    if len(words.strip()) < 2:
        raise Incomplete(_("Say what has to be changed."))
    version.reviewer, version.review_words = by, words.strip()[:200]
    version = _moved(version, "return", by=by)
    if version.editor is not None:
        tell(
            [version.editor],
            title=saying(gettext_noop("Given back by the legal review: %s"), str(version)),
            url=version.item.url,
            by=by,
            about=version.item.subject,
            text=version.review_words,
        )
    return version


@transaction.atomic
def publish(version: MenuVersion, *, by: Officer) -> MenuVersion:
    """Put a reviewed version online; the one before it goes offline at the same moment."""
    demand(by, Permit.MENU)
    version = _locked(version)
    if version.valid_through is not None and version.valid_through < clock.today():
        raise Refused(_("Its review is older than twelve months. Have it reviewed again."))
    for other in version.item.versions.filter(state=ItemState.ONLINE):
        MENU.move(other, "supersede")
        other.save(update_fields=["state"])
    version.item.warned_for = None
    version.item.save(update_fields=["warned_for"])
    return _moved(version, "publish", by=by)


@transaction.atomic
def withdraw(version: MenuVersion, *, by: Officer) -> MenuVersion:
    """Take a version offline at once; orders that were placed go on."""
    demand(by, Permit.MENU)
    return _moved(_locked(version), "withdraw", by=by)


@transaction.atomic
def look_after() -> int:
    """Take offline what nobody reviewed again in time, and tell of what ends soon; says how many.

    The notice comes thirty days before (DL75), once.
    """
    today = clock.today()
    over, ending = list(asked.expired(today)), list(asked.ending(today))
    for version in over:
        _moved(_locked(version), "expire", by=CLOCK)
    for version in ending:
        version.item.warned_for = version.valid_through
        version.item.save(update_fields=["warned_for"])
    _tell_of(over, gettext_noop("Offline, the review is over: %s"))
    _tell_of(ending, gettext_noop("Review again, it goes offline soon: %s"))
    return len(over)


def _tell_of(versions: Sequence[MenuVersion], words: str) -> None:
    """One notice for all of a morning."""
    if not versions:
        return
    named = "、".join(sorted(one.item_id for one in versions))
    title = saying(words, shorten(f"{named} · {versions[0].valid_through}", 200))
    tell(holders(Permit.MENU), title=title, url="/procuracy/menu/", by=CLOCK, about="menu")


def _another(version: MenuVersion, by: Officer) -> None:
    if version.editor_id == by.pk:
        raise NotAllowed(_("Somebody else than its editor reviews a lesson."))


def _moved(version: MenuVersion, verb: str, *, by: Actor) -> MenuVersion:
    left = MENU.move(version, verb)
    version.save()
    announce(
        ItemMoved(
            item_id=version.item_id, version=version.number, verb=verb, left=left,
            state=version.state,
        ),
        by=by,
    )  # fmt: skip
    return version


def _locked(version: MenuVersion) -> MenuVersion:
    MenuItem.objects.select_for_update().get(pk=version.item_id)
    return MenuVersion.objects.select_related("item", "editor", "reviewer").get(pk=version.pk)
