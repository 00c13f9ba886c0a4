"""What is committed runs anywhere: no folder of one machine, no host of one registry."""

import json
import re

from tests.structure.sources import ROOT, everything, text

FOLDERS = re.compile(r"""(?<![\w.}/-])/(?:home|root|users|work|workspace|mnt)/\w""", re.IGNORECASE)
REGISTRIES = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|npmmirror|unpkg|jsdelivr|yarnpkg)\.(?:org|com|net)\b"
    r"|\b(?:deb|security|mirrors?|registry|pypi|npm)\.[\w-]+\.(?:org|com|cn|edu\.cn)\b"
)


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{file}: {match.group()}"
        for file in everything()
        for match in pattern.finditer(text(file))
    ]


def test_no_file_names_a_folder_of_one_machine():
    assert found(FOLDERS) == []
    assert [str(file) for file in everything() if str(ROOT) in text(file)] == []


def test_no_file_names_a_registry():
    assert found(REGISTRIES) == []


def test_the_front_ends_lock_has_hashes_and_no_addresses():
    packages = json.loads(text("ui/package-lock.json"))["packages"]
    parts = {name: entry for name, entry in packages.items() if name}
    assert [name for name, entry in parts.items() if "resolved" in entry] == []
    assert [name for name, entry in parts.items() if not entry.get("integrity")] == []


def test_every_requirement_is_exact_and_hashed():
    for file in everything():
        if re.fullmatch(r"requirements.*\.txt", file.name):
            entries = text(file).replace("\\\n", " ").splitlines()
            loose = [e for e in entries if not re.match(r"[\w.\[\],-]+==\S+ .*--hash=sha256:", e)]
            assert loose == [], file
