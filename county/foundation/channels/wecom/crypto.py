"""The signature and the cipher of WeCom's callbacks (documents 90968, 90930, 90238)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.utils.translation import gettext as _

from county.kernel.errors import Refused

BAD_SIGNATURE, BAD_BODY, BAD_KEY, WRONG_RECEIVER = -40001, -40002, -40004, -40005
NOT_DECRYPTED, BAD_BUFFER, BAD_BASE64 = -40007, -40008, -40010
STALE = 0
"""Ours: WeCom has no number for a push that is sent again long after."""

BLOCK = 32
"""Bytes to which a message is padded; the AES block itself has 16."""
HEAD = 20
"""Bytes before the message: sixteen random ones, then its length in four, big-endian."""


class CallbackRefused(Refused):
    """This callback is not from WeCom to us, or not readable; `code` is WeCom's own number."""

    status = 400

    def __init__(self, code: int) -> None:
        super().__init__(_sentence(code))
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """An encrypted answer to a callback, with all that its reader needs to check it."""

    encrypt: str
    signature: str
    timestamp: str
    nonce: str

    def xml(self) -> str:
        """As XML; base64, hex and digits need no escaping, and the nonce is checked."""
        return (
            f"<xml><Encrypt><![CDATA[{self.encrypt}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{self.signature}]]></MsgSignature>"
            f"<TimeStamp>{self.timestamp}</TimeStamp>"
            f"<Nonce><![CDATA[{self.nonce}]]></Nonce></xml>"
        )

    def json(self) -> str:
        """As JSON, in the keys of the official samples."""
        return json.dumps(
            {
                "encrypt": self.encrypt,
                "msgsignature": self.signature,
                "timestamp": self.timestamp,
                "nonce": self.nonce,
            }
        )


@dataclass(frozen=True, slots=True)
class Callbacks:
    """The token and key set in WeCom's console, and whom its messages must be addressed to."""

    token: str = field(repr=False)
    key: bytes = field(repr=False)
    receiver: str

    @classmethod
    def of(cls, token: str, encoding_aes_key: str, receiver: str) -> Callbacks:
        """From the console's words; raises CallbackRefused -40004 for an impossible key."""
        return cls(token, key_of(encoding_aes_key), receiver)

    def signature(self, timestamp: str, nonce: str, encrypt: str) -> str:
        """What must stand in `msg_signature`."""
        return digest(self.token, timestamp, nonce, encrypt)

    def open(self, signature: str, timestamp: str, nonce: str, encrypt: str) -> str:
        """The message in clear; raises CallbackRefused unless signed by WeCom and meant for us."""
        expected = self.signature(timestamp, nonce, encrypt)
        if not hmac.compare_digest(expected.encode(), _bytes(signature)):
            raise CallbackRefused(BAD_SIGNATURE)
        return self.decrypt(encrypt)

    def verify_url(self, signature: str, timestamp: str, nonce: str, echo: str) -> str:
        """What to answer, bare and within a second, when the console tries our address.

        `echo` is the `echostr` decoded once; raises CallbackRefused.
        """
        return self.open(signature, timestamp, nonce, echo)

    def decrypt(self, encrypt: str) -> str:
        """The message of a ciphertext whose signature was checked; raises CallbackRefused."""
        buffer = unpad(self._decipher(_from_base64(encrypt)))
        if len(buffer) < HEAD:
            raise CallbackRefused(BAD_BUFFER)
        end = HEAD + int.from_bytes(buffer[16:HEAD], "big")
        if end > len(buffer):
            raise CallbackRefused(BAD_BUFFER)
        if not hmac.compare_digest(buffer[end:], self.receiver.encode()):
            raise CallbackRefused(WRONG_RECEIVER)
        try:
            return buffer[HEAD:end].decode()
        except UnicodeDecodeError:
            raise CallbackRefused(BAD_BUFFER) from None

    def encrypt(self, message: str, salt: bytes = b"") -> str:
        """The ciphertext in base64; `salt` is sixteen bytes, random unless given."""
        content = message.encode()
        head = (salt or secrets.token_hex(8).encode()) + len(content).to_bytes(4, "big")
        cipher = Cipher(algorithms.AES(self.key), modes.CBC(self.key[:16])).encryptor()
        padded = pad(head + content + self.receiver.encode())
        return base64.b64encode(cipher.update(padded) + cipher.finalize()).decode()

    def answer(self, message: str, timestamp: int, nonce: str) -> Answer:
        """An encrypted, signed answer; ValueError for a nonce of other than letters and digits."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", nonce):
            raise ValueError("A nonce has 1 to 64 letters and digits.")
        encrypt, moment = self.encrypt(message), str(timestamp)
        return Answer(encrypt, self.signature(moment, nonce, encrypt), moment, nonce)

    def _decipher(self, ciphertext: bytes) -> bytes:
        if not ciphertext or len(ciphertext) % BLOCK:
            raise CallbackRefused(NOT_DECRYPTED)
        cipher = Cipher(algorithms.AES(self.key), modes.CBC(self.key[:16])).decryptor()
        return cipher.update(ciphertext) + cipher.finalize()


def key_of(encoding_aes_key: str) -> bytes:
    """The 32 bytes of a console's EncodingAESKey; raises CallbackRefused -40004.

    Its last letter may carry bits that mean nothing, so it is decoded leniently.
    """
    if not re.fullmatch(r"[A-Za-z0-9]{43}", encoding_aes_key):
        raise CallbackRefused(BAD_KEY)
    return base64.b64decode(encoding_aes_key + "=")


def digest(*values: str) -> str:
    """Hex SHA-1 of the values, sorted as bytes and joined: the protocol's signature."""
    joined = b"".join(sorted(map(_bytes, values)))
    return hashlib.sha1(joined).hexdigest()  # noqa: S324 - WeCom's choice, not ours


def pad(content: bytes) -> bytes:
    """PKCS#7 to a multiple of 32 bytes; a full block where it fits already."""
    fill = BLOCK - len(content) % BLOCK
    return content + bytes([fill]) * fill


def unpad(padded: bytes) -> bytes:
    """Without its padding; raises CallbackRefused -40007."""
    fill = padded[-1] if padded else 0
    if not 1 <= fill <= BLOCK or padded[-fill:] != bytes([fill]) * fill:
        raise CallbackRefused(NOT_DECRYPTED)
    return padded[:-fill]


def _from_base64(value: str) -> bytes:
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except ValueError:
        raise CallbackRefused(BAD_BASE64) from None


def _bytes(value: str) -> bytes:
    return value.encode(errors="surrogatepass")


def _sentence(code: int) -> str:
    sentences = {
        BAD_SIGNATURE: _("The signature is not WeCom's. Check the Token in WeCom's console."),
        BAD_BODY: _("What arrived is not a message of WeCom."),
        BAD_KEY: _("The EncodingAESKey must have 43 letters and digits, as WeCom's console shows."),
        WRONG_RECEIVER: _("The message is for another enterprise. Check the enterprise's ID."),
        NOT_DECRYPTED: _("The message cannot be decrypted. Check the EncodingAESKey."),
        BAD_BUFFER: _("The message is damaged."),
        BAD_BASE64: _("The message is not in base64."),
        STALE: _("The message was signed too long ago. Compare this server's clock."),
    }
    return sentences[code]
