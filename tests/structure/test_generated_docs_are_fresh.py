"""docs/generated says what the code says."""

from county.site import generated


def test_generated_docs_are_fresh():
    assert list(generated.stale()) == [], "run `make docs`"
