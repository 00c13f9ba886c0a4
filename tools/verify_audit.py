#!/usr/bin/env python3
"""Verify the audit chains of a county without any part of its program (security E35).

    python3 verify_audit.py FOLDER

FOLDER is what `siwei audit export` wrote: chain.jsonl, and audit.anchor with the heads as they were
published. Needs Python alone; says OK and the heads, or what does not fit, and ends with 1.
"""

import json
import struct
import sys
from pathlib import Path

ROUND = [0x79CC4519] * 16 + [0x7A879D8A] * 48
START = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip
WORD = 0xFFFFFFFF


def left(value: int, by: int) -> int:
    by %= 32
    return ((value << by) | (value >> (32 - by))) & WORD


def compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    """One step of SM3 (GB/T 32905-2016)."""
    w = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ left(w[j - 3], 15)
        w.append(x ^ left(x, 15) ^ left(x, 23) ^ left(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        one = left((left(a, 12) + e + left(ROUND[j], j)) & WORD, 7)
        two = one ^ left(a, 12)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
        t = (ff + d + two + (w[j] ^ w[j + 4])) & WORD
        u = (gg + h + one + w[j]) & WORD
        a, b, c, d = t, a, left(b, 9), c
        e, f, g, h = u ^ left(u, 9) ^ left(u, 17), e, left(f, 19), g
    mixed = zip(state, (a, b, c, d, e, f, g, h), strict=True)
    return tuple(old ^ new for old, new in mixed)


def sm3(content: bytes) -> bytes:
    """The SM3 digest, written out so that nothing but Python has to be trusted."""
    padded = content + b"\x80" + b"\x00" * ((55 - len(content)) % 64)
    padded += struct.pack(">Q", len(content) * 8)
    state = START
    for at in range(0, len(padded), 64):
        state = compress(state, padded[at : at + 64])
    return struct.pack(">8I", *state)


def check(folder: Path) -> tuple[list[str], dict[str, str]]:
    """What does not fit, and the head of each chain."""
    heads: dict[str, str] = {}
    blocks: dict[tuple[str, str], str] = {}
    faults = []
    for line in (folder / "chain.jsonl").read_text(encoding="utf-8").splitlines():
        block = json.loads(line)
        stream = block["stream"]
        before = bytes.fromhex(heads.get(stream, "00" * 32))
        if "" in block["leaves"]:
            faults.append(f"{stream} {block['block']}: a row is gone")
        said = sm3(before + b"".join(bytes.fromhex(leaf) for leaf in block["leaves"])).hex()
        if said != block["digest"]:
            faults.append(f"{stream} {block['block']}: the digest does not follow")
        heads[stream] = block["digest"]
        blocks[stream, str(block["block"])] = block["digest"]
    anchor = folder / "audit.anchor"
    for line in anchor.read_text(encoding="utf-8").splitlines() if anchor.exists() else []:
        _at, stream, number, digest = line.split(" ")
        if blocks.get((stream, number)) != digest:
            faults.append(f"{stream} {number}: not as it was anchored")
    return faults, heads


def main() -> int:
    faults, heads = check(Path(sys.argv[1]))
    for fault in faults:
        print(fault)
    for stream, head in sorted(heads.items()):
        print(f"{stream} {head}")
    print("BROKEN" if faults else "OK")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
