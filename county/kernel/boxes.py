"""Sealed to somebody: whoever seals cannot open; only the holder of the private key can.

A box is opened with a private key that lies nowhere in clear: it is wrapped under a passphrase of
people, or made anew from a receipt that only its holder knows (security §2.6). The first byte of a
box names its scheme, so that SM2 from a certified module takes its place beside X25519.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Protocol

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from county.kernel.ciphers import NotOpened, decrypt, encrypt, keyed_digest

MEMORY, PASSES = 64 * 1024, 3
"""Argon2id: 64 MiB, three passes (security §2.4: 0.28 s); what is wrapped carries its own."""
SALT = 16


class Scheme(Protocol):
    """How two keys agree on a secret. X25519 in software; SM2 from a certified module."""

    size: int

    def public(self, private: bytes) -> bytes:
        """The public half of a private key."""
        ...

    def agree(self, private: bytes, public: bytes) -> bytes:
        """The secret that both sides find; raises NotOpened for what is no key."""
        ...


class X25519:
    """Curve25519 (RFC 7748) as `cryptography` has it."""

    size = 32

    def public(self, private: bytes) -> bytes:
        """The public half of a private key."""
        return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()

    def agree(self, private: bytes, public: bytes) -> bytes:
        """The secret that both sides find; raises NotOpened for what is no key."""
        try:
            other = X25519PublicKey.from_public_bytes(public)
            return X25519PrivateKey.from_private_bytes(private).exchange(other)
        except ValueError:
            raise NotOpened("no such key") from None


SCHEMES: dict[int, Scheme] = {1: X25519()}
"""Each scheme by the first byte of its boxes; 2 is kept for SM2."""
NEW = 1


def new_private() -> bytes:
    """A private key for new boxes."""
    return secrets.token_bytes(SCHEMES[NEW].size)


def public_of(private: bytes) -> bytes:
    """The public half of a private key."""
    return SCHEMES[NEW].public(private)


def seal_to(public: bytes, content: bytes, place: str) -> bytes:
    """Seal to the holder of a key: scheme, a key for once, and SM4-GCM under HKDF-SM3 of both.

    `place` names where the box lies (table|row): elsewhere it does not open.
    """
    scheme, once = SCHEMES[NEW], new_private()
    ours = scheme.public(once)
    head = bytes([NEW]) + ours
    key = _key(scheme.agree(once, public), ours, public)
    return head + encrypt(key, content, head + place.encode())


def open_with(private: bytes, box: bytes, place: str) -> bytes:
    """What was sealed to the holder of this key at this place; raises NotOpened."""
    scheme = SCHEMES.get(box[0]) if box else None
    if scheme is None:
        raise NotOpened("no scheme of ours")
    head, rest = box[: 1 + scheme.size], box[1 + scheme.size :]
    theirs = head[1:]
    key = _key(scheme.agree(private, theirs), theirs, scheme.public(private))
    return decrypt(key, rest, head + place.encode())


def _key(secret: bytes, once: bytes, public: bytes) -> bytes:
    info = b"siwei.box|" + once + public
    return HKDF(algorithm=hashes.SM3(), length=16, salt=None, info=info).derive(secret)


def wrap(passphrase: str, secret: bytes, place: str) -> bytes:
    """The secret under a passphrase, with the salt and the cost that opening needs."""
    salt = secrets.token_bytes(SALT)
    cost = json.dumps({"m": MEMORY, "t": PASSES}).encode()
    head = bytes([len(cost)]) + cost + salt
    key = stretch(passphrase, salt, 16, memory=MEMORY, passes=PASSES)
    return head + encrypt(key, secret, head + place.encode())


def unwrap(passphrase: str, wrapped: bytes, place: str) -> bytes:
    """The secret again; raises NotOpened for a wrong passphrase."""
    end = 1 + wrapped[0]
    cost, head = json.loads(wrapped[1:end]), wrapped[: end + SALT]
    key = stretch(passphrase, head[end:], 16, memory=cost["m"], passes=cost["t"])
    return decrypt(key, wrapped[end + SALT :], head + place.encode())


def stretch(words: str, salt: bytes, length: int, *, memory: int, passes: int) -> bytes:
    """Argon2id: what a person can know, made dear to guess."""
    return hash_secret_raw(
        words.encode(), salt, time_cost=passes, memory_cost=memory, parallelism=1,
        hash_len=length, type=Type.ID,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt's digits give: where its box stands, and the key to what waits in it."""

    place: str
    private: bytes

    @property
    def public(self) -> bytes:
        """The half that is kept: what is sealed to it waits for the digits."""
        return public_of(self.private)


DIGITS = 16
"""Random digits of a receipt: 53 bits (security §2.6), shown once and kept nowhere."""


def new_digits() -> str:
    """The digits of a new receipt."""
    return "".join(secrets.choice("0123456789") for _ in range(DIGITS))


def receipt_of(digits: str, salt: bytes) -> Receipt:
    """Argon2id(receipt, system salt): its first half names the box, its second is the key."""
    derived = stretch(digits, salt[:SALT], 64, memory=MEMORY, passes=PASSES)
    # A digest of the half that is kept: the two halves then share no work for a guesser.
    return Receipt(keyed_digest(b"siwei.receipt", derived[:32]).hex(), derived[32:])
