"""A file that grows past 400 lines is two files."""

from tests.structure.sources import lines, written_by_hand

LONGEST = 400
KINDS = {".py", ".js", ".mjs", ".css", ".html"}


def test_no_file_is_longer_than_400_lines():
    sizes = {str(file): lines(file) for file in written_by_hand(*KINDS)}
    assert {name: size for name, size in sizes.items() if size > LONGEST} == {}
