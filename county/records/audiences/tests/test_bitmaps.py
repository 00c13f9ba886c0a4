"""The bitmaps say what the rows say: nobody wrong, at any moment, whatever was done in between."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county.foundation.events.models import Event
from county.kernel import clock
from county.records.audiences import actions, queries
from county.records.audiences.knowledge import EMPTY, Group, parse, plain
from county.records.audiences.models import Bitmap, Change, Selectable
from county.records.audiences.queries import bitmaps
from county.records.organisations.models import Organisation
from county.records.residents.models import Resident
from county.records.tags.models import Tagging
from tests.tagging import tagged

pytestmark = pytest.mark.django_db

CODES = ["T0301", "T0302", "T0303", "T0205", "T0801", "T0804", "T1204", "T0706"]
TOWNS = ["330424001", "330424101", "330424102"]
ATTRIBUTES = [f"tag:{code}" for code in CODES] + [f"town:{town}" for town in TOWNS]
SQL = {
    "tag": "EXISTS (SELECT FROM tags_tagging t WHERE t.resident_id = r.id AND t.code = '{}'"
    " AND t.state = 'active' AND (t.until IS NULL OR t.until >= '{today}'))",
    "town": "r.town_code = '{}'",
    "grid": "r.area_code = '{}'",
    "kind": "EXISTS (SELECT FROM organisations_organisation o WHERE o.id = r.organisation_id"
    " AND o.kind = '{}')",
    "industry": "EXISTS (SELECT FROM organisations_organisation o WHERE o.id = r.organisation_id"
    " AND left(o.industry, 2) = '{}')",
}


def condition(node):
    """The expression as a WHERE clause over the rows: the oracle."""
    if isinstance(node, str):
        kind, _colon, key = node.partition(":")
        return SQL[kind].format(key, today=clock.today())
    if not node.of:
        return "false"
    joined = (" AND " if node.how == "all" else " OR ").join(
        f"({condition(one)})" for one in node.of
    )
    return f"NOT ({joined})" if node.how == "none" else joined


def by_rows(node):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM residents_resident r WHERE {condition(node)}")
        return {number for (number,) in cursor.fetchall()}


def nodes():
    leaves = st.sampled_from(ATTRIBUTES)
    groups = st.recursive(
        leaves,
        lambda inner: st.builds(
            lambda how, of: Group(how, tuple(of)),
            st.sampled_from(["all", "any", "none"]),
            st.lists(inner, min_size=1, max_size=4),
        ),
        max_leaves=12,
    )
    return groups.map(lambda node: Group("all", (node,)) if isinstance(node, str) else node)


steps = st.lists(
    st.tuples(
        st.sampled_from(["end", "set", "move", "fold", "rebuild", "expire", "delete"]),
        st.integers(0, 23),
        st.sampled_from(CODES),
        st.sampled_from(TOWNS),
    ),
    max_size=25,
)


@pytest.fixture
def people(person):
    def codes(n):
        return [code for place, code in enumerate(CODES) if (n >> place % 5) & 1 or n % 7 == place]

    return [person(*codes(n), town=TOWNS[n % 3]) for n in range(24)]


def do(step, people):
    verb, n, code, town = step
    one = people[n]
    mine = Tagging.objects.filter(resident=one, code=code, state="active")
    if verb == "end":
        mine.update(state="ended", ended_at=clock.now())
    elif verb == "delete":
        mine.delete()
    elif verb == "expire":
        mine.update(until=clock.today() - timedelta(days=1))
    elif verb == "set" and not mine.exists():
        tagged(one, code, until=clock.today())
    elif verb == "move":
        Resident.objects.filter(pk=one.pk).update(town_code=town, area_code=town + "003")
    elif verb == "fold":
        actions.fold_all()
    elif verb == "rebuild":
        assert actions.rebuild(reason="test") == 0


@given(todo=steps, wanted=st.lists(nodes(), min_size=1, max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_members_are_those_of_the_rows(people, todo, wanted):
    for step in todo:
        do(step, people)
    for node in wanted:
        assert parse(plain(node)) == node
        assert set(bitmaps.people_in(node)) == by_rows(node)


def test_a_change_counts_at_once(person):
    wanted = Group("all", ("tag:T0302", "town:330424101"))
    assert len(bitmaps.people_in(wanted)) == 0
    one = person("T0302")
    assert set(bitmaps.people_in(wanted)) == {one.number}
    actions.fold_all()
    assert Change.objects.count() == 0
    assert set(bitmaps.people_in(wanted)) == {one.number}
    Tagging.objects.update(state="ended", ended_at=clock.now())
    assert set(bitmaps.people_in(wanted)) == set()


def test_a_tag_past_its_day_counts_no_more_though_no_night_has_ended_it(person):
    """(E8) Expiry is at read: the nightly job only tidies."""
    person("T0302", until=clock.today() - timedelta(days=1))
    stays = person("T0302", until=clock.today())
    assert set(bitmaps.people_in(Group("all", ("tag:T0302",)))) == {stays.number}


def test_what_a_transaction_takes_back_was_never_there(person):
    one = person()
    with pytest.raises(RuntimeError), transaction.atomic():
        Tagging.objects.create(
            resident=one, code="T0302", state="active", basis="C", proposed_by="x",
            confirmed_by="x", confirmed_at=clock.now(), until=clock.today(),
        )  # fmt: skip
        raise RuntimeError
    assert len(bitmaps.people_in(Group("all", ("tag:T0302",)))) == 0


def test_a_firm_and_its_trade_choose_too(person):
    firm = Organisation.objects.create(
        code="91330424MA00000155", name="示例新材料有限公司", industry="2614", area_id="330424101"
    )
    one = person()
    Resident.objects.filter(pk=one.pk).update(organisation=firm)
    wanted = Group("all", ("industry:26", "kind:enterprise"))
    assert set(bitmaps.people_in(wanted)) == {one.number} == by_rows(wanted)
    Organisation.objects.filter(pk=firm.pk).update(industry="5241", kind="shop")
    assert set(bitmaps.people_in(wanted)) == set() == by_rows(wanted)
    assert set(bitmaps.people_in(Group("all", ("industry:52", "kind:shop")))) == {one.number}


def test_sensitive_tags_have_no_bitmap_at_all(person):
    """(I5) (E24) What may not choose has no bitmap, whoever asks and however."""
    for code in ("T0502", "T0601", "T0708"):
        person(code)
        assert not Selectable.objects.filter(code=code).exists()
        assert len(bitmaps.people_in(Group("all", (f"tag:{code}",)))) == 0
    actions.rebuild(reason="test")
    assert not Bitmap.objects.filter(attribute__in=["tag:T0502", "tag:T0601"]).exists()


def test_what_was_spoiled_is_found_at_night_and_mended(person):
    person("T0302")
    actions.fold_all()
    spoiled = Bitmap.objects.get(attribute="tag:T0302")
    Bitmap.objects.filter(pk=spoiled.pk).update(people=bitmaps.BitMap([1, 2]).serialize(),
                                                version=10**9)  # fmt: skip
    assert actions.rebuild(reason="nightly") == 1
    fact = Event.objects.filter(kind="audiences.bitmaps_rebuilt").latest("id")
    assert fact.facts["wrong"] == 1
    assert actions.rebuild(reason="nightly") == 0


def test_a_small_memory_forgets_and_reads_again(person, monkeypatch):
    people = [person("T0302", "T0301"), person("T0301"), person("T0205", "T0801")]
    actions.fold_all()
    monkeypatch.setattr(bitmaps, "MEMORY", bitmaps.Memory(largest=1))
    wanted = Group("any", ("tag:T0302", "tag:T0301", "tag:T0205"))
    for _again in range(3):
        assert len(bitmaps.people_in(wanted)) == len(people)
    assert bitmaps.MEMORY.size <= 200


def test_an_empty_expression_is_nobody(person):
    person("T0302")
    assert len(bitmaps.people_in(EMPTY)) == 0
    assert queries.sentence(EMPTY) == "nobody yet"
