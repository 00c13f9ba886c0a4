"""Every field of the menu is a topic of the desk, so that what a lesson left open finds its way."""

from county.dimensions.procuracy.forms.suggestions import FIELDS
from county.dimensions.procuracy.knowledge.counsel import TOPICS, topic_of
from county.dimensions.procuracy.knowledge.menu import domains, examples
from county.dimensions.procuracy.models import Topic


def test_every_field_of_the_menu_is_a_topic():
    fields = {field for one in examples() for field in domains(one.domain)}
    assert fields - set(TOPICS) == set()
    assert set(TOPICS.values()) == set(Topic.values)
    assert topic_of("本院自设") in Topic.values


def test_a_suggestion_knows_the_same_fields():
    assert {value for value, _label in FIELDS if value} == set(TOPICS)
