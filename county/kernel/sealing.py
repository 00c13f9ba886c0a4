"""Secrets at rest: SM4-GCM under one key per purpose, blind indexes by HMAC-SM3 (security §2.4).

Keys lie in the keys folder, outside the database and its backups, each wrapped by the master key
beside them: kept on another medium, `master.key` makes a stolen copy of the rest worthless.
"""

from __future__ import annotations

import os
import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from county.kernel.ciphers import NONCE, TAG, NotOpened, decrypt, encrypt, keyed_digest

FORMAT = b"\x01"
"""The first byte of everything sealed. After it: key id 4 bytes, nonce 12, ciphertext, tag 16."""
OVERHEAD = 1 + 4 + NONCE + TAG
"""Bytes by which what is sealed is longer than what it says."""

PURPOSES: set[str] = set()
"""Each purpose with a key of its own; sealed fields and the files add theirs when they load."""


class SealingError(RuntimeError):
    """Something sealed cannot be opened, or nothing can be sealed: the keys' keeper must look."""


class KeyMissing(SealingError):  # noqa: N818
    """The keys folder lacks the key that is needed."""


class SealBroken(SealingError):  # noqa: N818
    """The ciphertext was changed, moved from its place, or never was one of ours."""


def declare(purpose: str) -> str:
    """Note that this purpose needs a key, so that `Keyring.create` makes it; the purpose again."""
    if not purpose.isidentifier():
        raise ValueError(f"“{purpose}” cannot be the name of a purpose.")
    PURPOSES.add(purpose)
    return purpose


@dataclass(frozen=True)
class DataKey:
    """One version of a purpose's key; its id stands in the header of what it sealed."""

    id: bytes
    secret: bytes


class Keyring:
    """The keys of one folder, read when first needed and again when the folder changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read_at = -1
        self._data: dict[str, list[DataKey]] = {}
        self._index: dict[str, bytes] = {}

    @classmethod
    def create(cls, folder: Path) -> Keyring:
        """The folder's keyring; keys that it lacks for a declared purpose are made, mode 0400.

        Raises KeyMissing when there are keys but no master key: new ones would open nothing.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (folder / "master.key").exists():
            if any(folder.glob("*.*.key")):
                raise KeyMissing(f"{folder} holds keys but no master.key. Put it back first.")
            _write(folder / "master.key", secrets.token_bytes(16))
        ring = cls(folder)
        ring._read()
        for purpose in sorted(PURPOSES):
            if purpose not in ring._data:
                ring._make(purpose, 1)
            if purpose not in ring._index:
                ring._wrap(f"{purpose}.index", secrets.token_bytes(32))
        ring._read()
        return ring

    def rotate(self, purpose: str) -> None:
        """Give the purpose a new key: what is sealed from now on uses it, the old still opens.

        Index keys are not rotated: a blind index is only as good as its sameness.
        """
        self._fresh()
        self._make(purpose, len(self._data.get(purpose, ())) + 1)
        self._read()

    def current(self, purpose: str) -> DataKey:
        """The newest key of the purpose; raises KeyMissing."""
        self._fresh()
        versions = self._data.get(purpose)
        if not versions:
            raise KeyMissing(f"There is no key for “{purpose}” in {self.folder}.")
        return versions[-1]

    def of_id(self, purpose: str, key_id: bytes) -> DataKey:
        """The key that sealed something; raises KeyMissing."""
        for look in (self._fresh, self._read):  # clocks are coarse: a key may have just come
            look()
            for key in self._data.get(purpose, ()):
                if key.id == key_id:
                    return key
        raise KeyMissing(f"The key {key_id.hex()} for “{purpose}” is not in {self.folder}.")

    def index(self, purpose: str) -> bytes:
        """The key of the purpose's blind index; raises KeyMissing."""
        self._fresh()
        if purpose not in self._index:
            raise KeyMissing(f"There is no index key for “{purpose}” in {self.folder}.")
        return self._index[purpose]

    def _make(self, purpose: str, version: int) -> None:
        self._wrap(f"{purpose}.{version:04}-{secrets.token_hex(4)}", secrets.token_bytes(16))

    def _wrap(self, name: str, secret: bytes) -> None:
        _write(self.folder / f"{name}.key", encrypt(self._master(), secret, name.encode()))

    def _master(self) -> bytes:
        file = self.folder / "master.key"
        if not file.exists():
            raise KeyMissing(f"There is no master.key in {self.folder}.")
        return _secret(file)

    def _fresh(self) -> None:
        """Read the folder again if a key came: another process may have rotated."""
        if not self.folder.is_dir():
            raise KeyMissing(f"There is no keys folder {self.folder}.")
        if self.folder.stat().st_mtime_ns != self._read_at:
            self._read()

    def _read(self) -> None:
        read_at, master = self.folder.stat().st_mtime_ns, self._master()
        data: dict[str, list[DataKey]] = {}
        index: dict[str, bytes] = {}
        for file in sorted(self.folder.glob("*.*.key")):
            purpose, version = file.stem.split(".", 1)
            try:
                secret = decrypt(master, _secret(file), file.stem.encode())
            except NotOpened:
                raise SealBroken(
                    f"{file} does not open with master.key: one of the two is not the right one."
                ) from None
            if version == "index":
                index[purpose] = secret
            else:
                key_id = bytes.fromhex(version.rpartition("-")[2])
                data.setdefault(purpose, []).append(DataKey(key_id, secret))
        self._data, self._index, self._read_at = data, index, read_at


def _write(file: Path, content: bytes) -> None:
    """Write a key file whole or not at all; one that another process made first stands."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _secret(file: Path) -> bytes:
    """A key file's bytes, refused when others on the machine may read it."""
    if file.stat().st_mode & 0o077:
        raise SealingError(f"{file} may be read by others. Do: chmod 400 {file}")
    return file.read_bytes()


@cache
def _ring_of(folder: Path) -> Keyring:
    return Keyring(folder)


def keyring() -> Keyring:
    """The keyring of this installation, from the folder SIWEI_KEYS of the settings."""
    return _ring_of(Path(settings.SIWEI_KEYS))


def seal_bytes(purpose: str, value: bytes, aad: str) -> bytes:
    """Seal bytes to their place: `aad` names it (table|column|row), and elsewhere they do not open.

    Raises KeyMissing.
    """
    key = keyring().current(purpose)
    return FORMAT + key.id + encrypt(key.secret, value, _place(purpose, aad, key.id))


def unseal_bytes(purpose: str, sealed: bytes, aad: str) -> bytes:
    """What was sealed for this purpose at this place; raises KeyMissing or SealBroken."""
    if len(sealed) < OVERHEAD or sealed[:1] != FORMAT:
        raise SealBroken(f"What should be sealed for “{purpose}” is not sealed at all ({aad}).")
    key = keyring().of_id(purpose, sealed[1:5])
    try:
        return decrypt(key.secret, sealed[5:], _place(purpose, aad, key.id))
    except NotOpened:
        raise SealBroken(f"The seal for “{purpose}” is broken or was moved ({aad}).") from None


SUBJECT = declare("subject")
"""Wraps the keys of persons: what is sealed under one dies with it (crypto-shredding)."""
FOR_SUBJECT = b"\x02"
"""The first byte of what is sealed under a person's key. After it: the key's mark 4 bytes, nonce,
ciphertext, tag."""


@dataclass(frozen=True)
class SubjectKey:
    """One person's key in the open, and the mark by which what it sealed names it."""

    mark: bytes
    secret: bytes

    def of(self, purpose: str) -> bytes:
        """The key of one purpose, derived so that no two purposes share one."""
        return keyed_digest(self.secret, purpose.encode())[:16]


def wrapped_key(aad: str) -> bytes:
    """A new person's key, wrapped by the purpose key to its place; raises KeyMissing."""
    return seal_bytes(SUBJECT, secrets.token_bytes(20), aad)


def unwrapped(wrapped: bytes, aad: str) -> SubjectKey:
    """A person's key from its wrap; raises KeyMissing or SealBroken."""
    secret = unseal_bytes(SUBJECT, wrapped, aad)
    return SubjectKey(secret[:4], secret[4:])


def seal_for(key: SubjectKey, purpose: str, value: str, aad: str) -> bytes:
    """Seal a text to its place under a person's key: once that is destroyed, nobody opens it."""
    place = _place(purpose, aad, key.mark)
    return FOR_SUBJECT + key.mark + encrypt(key.of(purpose), value.encode(), place)


def unseal_for(key: SubjectKey | None, purpose: str, sealed: bytes, aad: str) -> str:
    """The text sealed under this person's key; raises KeyMissing for a destroyed or other key."""
    if key is None or sealed[1:5] != key.mark:
        raise KeyMissing(f"The person's key that sealed this is no more ({aad}).")
    try:
        return decrypt(key.of(purpose), sealed[5:], _place(purpose, aad, key.mark)).decode()
    except NotOpened:
        raise SealBroken(f"The seal for “{purpose}” is broken or was moved ({aad}).") from None


def seal(purpose: str, value: str, aad: str) -> bytes:
    """Seal a text to its place; raises KeyMissing."""
    return seal_bytes(purpose, value.encode(), aad)


def unseal(purpose: str, sealed: bytes, aad: str) -> str:
    """The text that was sealed at this place; raises KeyMissing or SealBroken."""
    return unseal_bytes(purpose, sealed, aad).decode()


def blind_index(purpose: str, value: str) -> bytes:
    """Sixteen bytes by which equal values are found again without being readable (HMAC-SM3).

    Width, case, blanks and kinds of middle dot make no difference. Raises KeyMissing.
    """
    content = f"{purpose}|{_normal(value)}".encode()
    return keyed_digest(keyring().index(purpose), content)[:16]


def _place(purpose: str, aad: str, key_id: bytes) -> bytes:
    return f"{purpose}|{aad}|{key_id.hex()}".encode()


_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･"), "·")


def _normal(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value.translate(_DOTS)).split()).upper()
