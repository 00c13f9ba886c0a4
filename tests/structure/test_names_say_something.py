"""A file is called by what it holds."""

from tests.structure.sources import everything

EMPTY_WORDS = {
    "utils", "helpers", "common", "misc", "base", "manager", "service", "handler", "data", "info",
    "core",
}  # fmt: skip


def test_no_file_or_folder_has_an_empty_name():
    found = [
        str(file)
        for file in everything()
        if file.parts[0] in ("county", "tests", "ui", "tools")
        and file.suffix != ".css"  # where "base" is a layer's name
        and EMPTY_WORDS & {*file.parts[:-1], file.name.partition(".")[0]}
    ]
    assert found == []
