"""What a machine suspects becomes, at most, a suggestion that an officer reads (E7) (E22)."""

import pytest

from county.dimensions.fraud.models import Alert
from county.records.residents.models import Resident
from county.records.tags import queries
from county.records.tags.models import Suggestion, Tagging

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("category", "code"), [("冒充公检法及政府机关", "T0707"), ("网络婚恋交友", "")]
)
def test_a_confirmed_alert_suggests_one_tag_and_sets_none(phone, desk, background, category, code):
    shen = desk("沈警官")
    phone(town="330424001").says("对方说我涉嫌洗钱，要我把5万块转到安全账户，不能告诉家里人")
    background.catch_up()
    assert not Suggestion.objects.exists()
    shen.part(f"/fraud/alerts/{Alert.objects.get().pk}/confirm/", category=category)
    background.catch_up()
    assert [one.code for one in Suggestion.objects.all()] == ([code] if code else [])
    assert not Tagging.objects.exists()
    resident = Resident.objects.get()
    assert queries.active_codes(resident.pk) == set()
    shen.goes(f"/residents/{resident.pk}/")
    assert any("可能有误" in one for one in shen.sees(".look")) == bool(code)
