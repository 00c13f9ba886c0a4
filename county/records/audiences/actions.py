"""Save an audience; keep the bitmaps true: fold changes in, build anew, compare with the rows."""

from __future__ import annotations

from array import array
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from pyroaring import BitMap

from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.foundation.switches.queries import is_on
from county.foundation.switches.registry import TAGS_USE
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.records.audiences import queries
from county.records.audiences.access import Permit
from county.records.audiences.events import AudienceRemoved, AudienceSaved, BitmapsRebuilt
from county.records.audiences.knowledge import Group, Unreadable, parse, plain, tags_in, tidy
from county.records.audiences.models import Audience, AudienceTag, Bitmap, Change, Selectable
from county.records.audiences.queries import bitmaps
from county.records.residents.wording import require_sayable
from county.records.tags.knowledge import tags

CLOCK = System("clock")
SETTINGS = ("T0109", "T1204")
"""Tags that choose nobody, but have bitmaps: they take people out."""

_TRUTH = """
SELECT attribute, string_agg(int4send(number::int), ''::bytea) FROM (
  SELECT a.name AS attribute, r.number
  FROM residents_resident r, audiences_attributes(r) AS a (name)
  UNION ALL
  SELECT 'tag:' || t.code, r.number FROM tags_tagging t
  JOIN audiences_selectable s ON s.code = t.code
  JOIN residents_resident r ON r.id = t.resident_id
  WHERE t.state = 'active' AND r.number IS NOT NULL
) AS truth GROUP BY attribute
"""


def understood(given: Any) -> Group:
    """The expression, checked: only what may choose is in it. Raises Refused in words."""
    try:
        node = tidy(parse(given))
    except Unreadable as error:
        raise Refused(_(str(error))) from error
    for code in tags_in(node):
        if code not in tags() or not queries.may_choose(tags()[code]):
            name = tags()[code].name if code in tags() else code
            raise Refused(
                _("“%s” may not choose people: it is sensitive, or says how not to be written to.")
                % name
            )
    if queries.is_personal(node) and not is_on(TAGS_USE):
        raise Refused(_("The use of tags is switched off. Choose by town, or ask who switched it."))
    return node


@transaction.atomic
def save(title: str, given: Any, *, by: Officer, audience: Audience | None = None) -> Audience:
    """Keep an expression under a title, new or in the place of an earlier one of one's unit."""
    demand(by, Permit.USE)
    node = understood(given)
    if not node.of:
        raise Incomplete(_("Choose at least one condition first."))
    if not title.strip():
        raise Incomplete(_("Give the audience a title."))
    require_sayable(title)
    if audience is None:
        audience = Audience(author=by)
    elif not queries.audiences_for(by).filter(pk=audience.pk).exists():
        raise NotAllowed(_("This audience belongs to another unit."))
    audience.title, audience.expression = title.strip()[:60], plain(node)
    audience.changed_at = clock.now()
    audience.save()
    AudienceTag.objects.filter(audience=audience).delete()
    AudienceTag.objects.bulk_create(
        AudienceTag(audience=audience, tag_id=code) for code in tags_in(node)
    )
    announce(AudienceSaved(audience_id=str(audience.pk)), by=by)
    return audience


@transaction.atomic
def remove(audience: Audience, *, by: Officer) -> None:
    """Take a saved audience off the list; campaigns that used it keep their own copy."""
    demand(by, Permit.USE)
    if not queries.audiences_for(by).filter(pk=audience.pk).exists():
        raise NotAllowed(_("This audience belongs to another unit."))
    audience.removed_at = clock.now()
    audience.save(update_fields=["removed_at"])
    announce(AudienceRemoved(audience_id=str(audience.pk)), by=by)


def audience_of(key: UUID | str, by: Officer) -> Audience:
    """A saved audience that the officer may use; raises Refused."""
    try:
        found = queries.audiences_for(by).filter(pk=UUID(str(key))).first()
    except ValueError:
        found = None
    if found is None:
        raise Refused(_("There is no such audience any more. Choose another one."))
    return found


@transaction.atomic
def load_selectable() -> int:
    """Let exactly the library's harmless tags choose, and those that take people out; how many."""
    wanted = {code for code, tag in tags().items() if queries.may_choose(tag)} | set(SETTINGS)
    known = queries.selectable()
    AudienceTag.objects.filter(tag_id__in=known - wanted).delete()
    Selectable.objects.filter(code__in=known - wanted).delete()
    Bitmap.objects.filter(attribute__in=[f"tag:{code}" for code in known - wanted]).delete()
    Change.objects.filter(attribute__in=[f"tag:{code}" for code in known - wanted]).delete()
    Selectable.objects.bulk_create(Selectable(code=code) for code in sorted(wanted - known))
    if wanted - known:
        _build_anew()
    return len(wanted)


@transaction.atomic
def fold(attribute: str) -> int:
    """Write the changes of one attribute into its bitmap; says how many there were."""
    empty = {"people": BitMap().serialize(), "version": _version()}
    bitmap, _made = Bitmap.objects.select_for_update().get_or_create(
        attribute=attribute, defaults=empty
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM audiences_change WHERE attribute = %s RETURNING id, number, present",
            [attribute],
        )
        rows = sorted(cursor.fetchall())
    people = BitMap.deserialize(bytes(bitmap.people))
    for _id, number, present in rows:
        (people.add if present else people.discard)(number)
    people.run_optimize()
    bitmap.people, bitmap.folded_at = people.serialize(), clock.now()
    bitmap.version = _version()
    bitmap.save(update_fields=["people", "version", "folded_at"])
    return len(rows)


def fold_all() -> int:
    """Fold every attribute that has changes, each in a transaction of its own; says how many."""
    names = Change.objects.order_by("attribute").values_list("attribute", flat=True).distinct()
    return sum(fold(name) for name in list(names))


@transaction.atomic
def rebuild(*, reason: str) -> int:
    """Build every bitmap anew from the rows; says in how many something was wrong, and notes it."""
    wrong = _build_anew()
    announce(BitmapsRebuilt(reason=reason, wrong=wrong), by=CLOCK)
    return wrong


def _build_anew() -> int:
    """Changes wait meanwhile (about a second for a county): none is lost between two readings."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE audiences_change IN EXCLUSIVE MODE")
        cursor.execute(_TRUTH)
        truth = {name: unpacked(bytes(packed)) for name, packed in cursor.fetchall()}
    now = bitmaps.read(_known(), today=date.min)  # what is past its day is in both alike
    nobody = BitMap()
    wrong = [name for name in {*truth, *now} if truth.get(name, nobody) != now.get(name, nobody)]
    Change.objects.all().delete()
    Bitmap.objects.all().delete()
    for name, people in truth.items():
        keep_bitmap(name, people)
    return len(wrong)


def keep_bitmap(attribute: str, people: BitMap) -> None:
    """Write the first bitmap of an attribute, in a version that nobody remembers."""
    Bitmap.objects.create(attribute=attribute, version=_version(), people=people.serialize())


def _version() -> int:
    """A number that no bitmap ever had, so that what a process remembers is never mistaken."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('audiences_version')")
        return int(cursor.fetchone()[0])


def _known() -> list[str]:
    kept = set(Bitmap.objects.values_list("attribute", flat=True))
    return sorted(kept | set(Change.objects.values_list("attribute", flat=True)))


def unpacked(packed: bytes) -> BitMap:
    """A bitmap of what `string_agg(int4send(…))` gives."""
    numbers = array("I", packed)
    numbers.byteswap()
    people = BitMap(numbers)
    people.run_optimize()
    return people
