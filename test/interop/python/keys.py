"""Public keys and their signatures, by the `cryptography` package (OpenSSL)."""

from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from cbor import Refused, byte_string, encode, members, refuse_unless, uint

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
# y of the points of small order: of order 4, 1, 2, and 8 (d·y⁴ + 2·y² = 1).
Y8 = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
SMALL_ORDER_Y = {0, 1, P - 1, Y8, P - Y8}


def is_proper_point(encoded: bytes) -> bool:
    """Canonical and not of small order; that it is on the curve is for the verification to see."""
    y = int.from_bytes(encoded, "little") & (2**255 - 1)
    return y < P and y not in SMALL_ORDER_Y


def check_strict(key: bytes, message: bytes, signature: bytes) -> None:
    """The rule for cosignatures, log signatures and receipts ("Checkpoint" of the formats).

    OpenSSL computes R from S·B − k·A without cofactor and compares its one encoding.
    """
    refuse_unless(len(key) == 32 and len(signature) == 64, "a key or signature of another length")
    refuse_unless(is_proper_point(key) and is_proper_point(signature[:32]), "a point of small order")
    refuse_unless(int.from_bytes(signature[32:], "little") < L, "S is not reduced")
    check_ed25519(key, message, signature)


def check_ed25519(key: bytes, message: bytes, signature: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise Refused("the Ed25519 signature does not verify") from error


def check_es256(x: bytes, y: bytes, message: bytes, signature: bytes) -> None:
    """r ‖ s, any s (RFC 9053 §2.1)."""
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        numbers = (int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1())
        key = ec.EllipticCurvePublicNumbers(*numbers).public_key()
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError) as error:
        raise Refused("the ES256 signature does not verify") from error


def read_cose_key(item: dict) -> dict:
    """Ed25519 or P-256 with exactly its members (RFC 9053 §7)."""
    members(item, {1, -1, -2}, {-3})
    kind = (uint(item[1]), uint(item[-1]))
    if kind == (1, 6):
        members(item, {1, -1, -2})
        refuse_unless(is_proper_point(byte_string(item[-2], 32)), "a key of small order")
    else:
        refuse_unless(kind == (2, 1) and -3 in item, "not a key")
        byte_string(item[-2], 32)
        byte_string(item[-3], 32)
    return item


def thumbprint(cose_key: dict) -> bytes:
    """RFC 9679: our keys hold the required members and no other."""
    return sha256(encode(cose_key)).digest()
