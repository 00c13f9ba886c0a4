"""The process in which a paper becomes pages: fonts, one layout, and words as data.

Run by `press`; reads JSON from its standard input. It writes no file, knows no password, and Typst
reads nothing outside the folder of the layout.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

import typst

LAYOUT = Path(__file__).parent / "layout"
SECONDS = 20
"""Of the processor; a page takes hundredths."""
MEMORY = 3 * 1024**3
"""Bytes of address space: the fonts are mapped, not read."""


def pdf(job: dict[str, Any]) -> bytes:
    """The paper as PDF; raises typst.TypstError."""
    compiler = typst.Compiler(
        LAYOUT / "paper.typ",
        root=LAYOUT,
        font_paths=fonts(job["folders"]),
        sys_inputs={"paper": json.dumps(job["paper"], ensure_ascii=False)},
        # Where packages would be loaded from: nowhere.
        package_path=LAYOUT,
        package_cache_path=LAYOUT,
    )
    # PDF/A-2u: kept for decades, its text can be taken out, and a sign no font has is an error.
    made = compiler.compile(
        format="pdf", pdf_standards="a-2u", timestamp=int(job["at"]), pdf_tags=False
    )
    return made if isinstance(made, bytes) else b""


def fonts(folders: list[str]) -> typst.Fonts:
    """The fonts of these folders and no others: the same on every machine that has them."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def main() -> None:
    """Answer with one line of JSON, then the PDF."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    job = json.loads(sys.stdin.buffer.read())
    answer, made = {}, b""
    try:
        made = pdf(job)
    except typst.TypstError as error:
        answer = {"error": error.message}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
