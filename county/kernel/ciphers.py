"""The commercial ciphers in use: SM4-GCM (RFC 8998), SM3 (GB/T 32905-2016), HMAC-SM3."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

NONCE, TAG = 12, 16
"""Bytes before and after the ciphertext."""


class NotOpened(ValueError):  # noqa: N818 - says what happened
    """Key, bytes or associated data are not those of the encryption."""


def encrypt(key: bytes, value: bytes, aad: bytes, *, nonce: bytes = b"") -> bytes:
    """Nonce, ciphertext and tag under a key of 16 bytes; the nonce is random unless given.

    A random nonce of 96 bits is safe below 2^32 uses of one key: rotate before. Only test vectors
    give their own.
    """
    nonce = nonce or secrets.token_bytes(NONCE)
    cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(aad)
    return nonce + cipher.update(value) + cipher.finalize() + cipher.tag


def decrypt(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """What `encrypt` was given; raises NotOpened."""
    if len(sealed) < NONCE + TAG:
        raise NotOpened("too short")
    nonce, body, tag = sealed[:NONCE], sealed[NONCE:-TAG], sealed[-TAG:]
    cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    cipher.authenticate_additional_data(aad)
    try:
        return cipher.update(body) + cipher.finalize()
    except InvalidTag:
        raise NotOpened("wrong tag") from None


def digest(content: bytes) -> bytes:
    """The SM3 digest, 32 bytes."""
    hasher = hashes.Hash(hashes.SM3())
    hasher.update(content)
    return hasher.finalize()


def keyed_digest(key: bytes, content: bytes) -> bytes:
    """The HMAC-SM3 of the content, 32 bytes."""
    hasher = hmac.HMAC(key, hashes.SM3())
    hasher.update(content)
    return hasher.finalize()
