"""Leaves of the log and the transactions in them (formats: "Fact", "Transaction")."""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import cbor
from cbor import array, byte_string, refuse_unless, text, uint
from keys import check_ed25519, check_es256, read_cose_key, thumbprint

KEY = re.compile(r"[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*")
LEDGER_KEYS = {
    "tx": re.compile(r"tx/[0-9a-f]{64}"),
    "tick": re.compile(r"tick/(0|[1-9][0-9]*)"),
    "seal": re.compile(r"seal"),
    "genesis": re.compile(r"genesis"),
}
EDDSA, ES256, WEBAUTHN = -8, -7, -65537


@dataclass(frozen=True)
class Fact:
    index: int
    key: str
    kind: str
    """tx, tick, seal, genesis, or module."""
    cause: int
    supersedes: int | None
    value: Any
    retracted: bool


@dataclass(frozen=True)
class Seal:
    time: int
    activity_root: bytes


def read_fact(index: int, leaf: bytes) -> Fact:
    """What a leaf says at its index; a tombstone says nothing, and no receipt is of one."""
    refuse_unless(len(leaf) <= 65_535, "a leaf too long")
    item = array(cbor.decode(leaf))
    refuse_unless(len(item) in (4, 5) and uint(item[0]) == 1, "not a fact of version 1")
    key, cause = text(item[1]), uint(item[2])
    supersedes = None if item[3] is None else uint(item[3])
    refuse_unless(supersedes is None or supersedes < index, "supersedes a later fact")
    value, retracted = (item[4], False) if len(item) == 5 else (None, True)
    fact = Fact(index, key, _kind(key), cause, supersedes, value, retracted)
    refuse_unless((fact.kind == "genesis") == (index == 0), "genesis is fact 0")
    if fact.kind == "module":
        refuse_unless(1 <= cause <= index, "a cause outside the log")
        refuse_unless(not retracted or supersedes is not None, "a retraction of nothing")
    else:
        refuse_unless(cause == 0 and not retracted, "not a fact of the ledger's own")
        refuse_unless(fact.kind == "seal" or supersedes is None, "only seals supersede")
        LEDGER_VALUES[fact.kind](value)
    return fact


def _kind(key: str) -> str:
    refuse_unless(len(key) <= 200 and KEY.fullmatch(key) is not None, "not a key")
    segments = key.split("/")
    refuse_unless("." not in segments and ".." not in segments, "not a key")
    form = LEDGER_KEYS.get(segments[0])
    refuse_unless(form is None or form.fullmatch(key) is not None, "a key of the ledger's alone")
    return "module" if form is None else segments[0]


def read_seal(value: Any) -> Seal:
    height, time, transactions, facts, previous_root, activity_root = array(value, 6)
    for number in (height, time, transactions, facts):
        uint(number)
    byte_string(previous_root, 32)
    return Seal(time, byte_string(activity_root, 32))


def read_tx(value: Any) -> tuple[bytes, int]:
    """Its envelope, and how many facts it wrote."""
    envelope, code, _, writes = array(value, 4)
    refuse_unless(text(code) == "ok" or uint(writes) == 0, "a refused transaction wrote facts")
    return byte_string(envelope), uint(writes)


def read_tick(value: Any) -> int:
    """How many facts it wrote."""
    time, _, writes = array(value, 3)
    uint(time)
    return uint(writes)


def read_genesis(value: Any) -> None:
    refuse_unless(type(value) is dict and all(type(name) is str for name in value), "not a genesis")
    refuse_unless({"name", "salt", "modules", "tables"} <= set(value), "not a genesis")
    text(value["name"])
    byte_string(value["salt"], 16)
    refuse_unless(type(value["modules"]) is dict, "not a genesis")
    for module, version in value["modules"].items():
        text(module)
        uint(version)


LEDGER_VALUES = {"seal": read_seal, "tx": read_tx, "tick": read_tick, "genesis": read_genesis}


def verify_envelope(envelope: bytes, network: bytes) -> bytes:
    """The id of a transaction that all of its signers have signed.

    Two things that the formats allow are refused here: WebAuthn assertions, and Ed25519 signatures
    that only the equation with cofactor accepts (ZIP-215), which no honest signer makes.
    """
    refuse_unless(len(envelope) <= 32 * 1024, "an envelope too long")
    header, unprotected, payload, signatures = array(cbor.decode(envelope, tag=98), 4)
    refuse_unless(header == b"" and unprotected == {}, "not an envelope")
    signers = _signers(byte_string(payload), network)
    refuse_unless(len(array(signatures)) == len(signers), "not one signature a signer")
    for signer, (protected, beside, signature) in zip(signers, (array(s, 3) for s in signatures)):
        algorithm, key = _signature_header(byte_string(protected))
        refuse_unless(thumbprint(key) == signer and beside == {}, "not the signer's key")
        # Sig_structure of COSE_Sign, RFC 9052 §4.4.
        message = cbor.encode(["Signature", b"", protected, b"counterfoil/tx/v1", payload])
        byte_string(signature, 64)
        if algorithm == EDDSA:
            check_ed25519(key[-2], message, signature)
        else:
            check_es256(key[-2], key[-3], message, signature)
    return sha256(payload).digest()


def _signers(payload: bytes, network: bytes) -> list[bytes]:
    version, of, kind, _, nonce, valid_until, signers = array(cbor.decode(payload), 7)
    refuse_unless(uint(version) == 1 and of == network, "a transaction of another network")
    text(kind)
    byte_string(nonce, 16)
    uint(valid_until)
    for signer in array(signers):
        byte_string(signer, 32)
    refuse_unless(1 <= len(signers) <= 64, "no signers, or too many")
    refuse_unless(signers == sorted(set(signers)), "signers are sorted and distinct")
    return signers


def _signature_header(protected: bytes) -> tuple[int, dict]:
    """Algorithm and key: {1: alg, 14: {8: {1: COSE_Key}}} (kccs, RFC 9528)."""
    header = cbor.members(cbor.decode(protected), {1, 14})
    confirmation = cbor.members(cbor.members(header[14], {8})[8], {1})
    algorithm, key = header[1], read_cose_key(confirmation[1])
    refuse_unless(algorithm != WEBAUTHN, "WebAuthn assertions are not judged here")
    refuse_unless((algorithm, key[1]) in ((EDDSA, 1), (ES256, 2)), "not an algorithm of this key")
    return algorithm, key
