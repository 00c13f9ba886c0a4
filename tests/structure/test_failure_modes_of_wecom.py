"""Each of the 51 known ways in which WeCom's adapters fail is a test that names it (F-01 to F-51).

A test names one in its own name (`test_f18_…`) or in a sentence of its file ("F-18").
"""

import re
from pathlib import Path

from tests.structure.sources import ROOT

NAMED = re.compile(r"\btest_f(\d\d)_|\bF-(\d\d)(?: to F-(\d\d))?\b")
HERE = Path(__file__)


def named(text):
    """The numbers that a test file names, ranges filled in."""
    for in_name, first, last in NAMED.findall(text):
        yield from range(int(in_name or first), int(last or in_name or first) + 1)


def test_every_failure_mode_is_tested():
    tests = [
        file
        for file in (ROOT / "county").rglob("tests/**/test_*.py")
        if "standin" not in file.parts
    ]
    found = {number for file in tests for number in named(file.read_text())}
    assert sorted(set(range(1, 52)) - found) == []
