"""Kept sentences speak the reader's language."""

from django.utils.translation import override

from county.kernel.saying import said, saying
from county.kernel.text import clean


def test_a_kept_sentence_is_read_in_the_readers_language():
    kept = saying("New task: %s", saying("Visit: %s", "HY20261123-0847"))
    with override("zh-hans"):
        assert said(kept) == "新任务：上门处置：HY20261123-0847"
    with override("en"):
        assert said(kept) == "New task: Visit: HY20261123-0847"


def test_what_a_person_typed_is_left_alone():
    with override("zh-hans"):
        assert said("read") == "read"
        assert said("100 % %s") == "100 % %s"


def test_nobody_can_type_a_kept_sentence():
    assert not clean(saying("New task: %s", "x"), 100).startswith("\x1e")
