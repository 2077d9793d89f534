"""Verifies receipt files against a trust file, from docs/reference/formats.md alone.

    python verify_receipt.py TRUST RECEIPT...

prints one JSON object a receipt: what it shows, or {"refused": why}.
"""

import json
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import cbor
from cbor import Refused, array, byte_string, refuse_unless, text, uint
from facts import Fact, Seal, read_fact, read_seal, read_tick, read_tx, verify_envelope
from keys import check_strict
from tree import check_bit, check_consistency, leaf_hash, root_from_path
from trust import Checkpoint, Trust, parse_trust


def verify(data: bytes, trust: Trust) -> dict:
    refuse_unless(len(data) <= 1024 * 1024, "a receipt too long")
    receipt = cbor.members(cbor.decode(data), {1, 2, 3, 4}, {5, 6, 7, 8, 9})
    refuse_unless(uint(receipt[1]) == 1, "a receipt of another version")
    checkpoint = trust.judge(text(receipt[4]))
    check_member_9(receipt, checkpoint)
    fact = check_inclusion(byte_string(receipt[3]), byte_string(receipt[2]), checkpoint)
    if 5 in receipt:
        check_current(receipt[5], fact, checkpoint)
    return {
        "key": fact.key,
        "index": fact.index,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "current": 5 in receipt,
        "retracted": fact.retracted,
        "asOf": check_as_of(receipt[6], fact, checkpoint, 5 in receipt) if 6 in receipt else None,
        "authority": check_authority(receipt[7], fact, checkpoint, trust) if 7 in receipt else None,
        "openings": check_openings(receipt[8], fact) if 8 in receipt else [],
        "signedBy": checkpoint.signed_by,
    }


def hashes(item: Any) -> list[bytes]:
    return [byte_string(member, 32) for member in array(item)]


def check_member_9(receipt: dict, checkpoint: Checkpoint) -> None:
    """Consistent with the closing checkpoint: asked for where a key is compromised, else checked."""
    if 9 not in receipt:
        refuse_unless(not checkpoint.suspect, "a compromised key, and no consistency proof")
        return
    refuse_unless(checkpoint.closing is not None, "consistent with a closing that is not there")
    check_consistency(checkpoint.size, checkpoint.root, *checkpoint.closing, hashes(receipt[9]))


def check_inclusion(inclusion: bytes, leaf: bytes, checkpoint: Checkpoint) -> Fact:
    """RFC 9942: a COSE_Sign1 over the root, which is detached."""
    protected, unprotected, payload, signature = array(cbor.decode(inclusion, tag=18), 4)
    header = cbor.members(cbor.decode(byte_string(protected)), {1, 4, 395})
    refuse_unless(header[1] == -8 and uint(header[395]) == 1 and payload is None, "not a receipt of ours")
    (proof,) = array(cbor.members(cbor.members(unprotected, {396})[396], {-1})[-1], 1)
    size, index, path = array(cbor.decode(byte_string(proof)), 3)
    refuse_unless(uint(size) == checkpoint.size, "an inclusion of another size")
    root = root_from_path(leaf_hash(leaf), uint(index), size, hashes(path))
    refuse_unless(root == checkpoint.root, "the leaf does not lead to the checkpoint's root")
    kid = byte_string(header[4], 32)
    signer = next((key for key in checkpoint.log_keys if key.thumbprint == kid), None)
    if signer is None:
        raise Refused("kid of no log key valid at this size")
    # Sig_structure of COSE_Sign1, RFC 9052 §4.4.
    message = cbor.encode(["Signature1", protected, b"", root])
    check_strict(signer.key, message, byte_string(signature, 64))
    return read_fact(index, leaf)


def included(proof: Any, checkpoint: Checkpoint) -> Fact:
    """A further fact of the same tree."""
    index, leaf, path = array(proof, 3)
    leaf = byte_string(leaf)
    root = root_from_path(leaf_hash(leaf), uint(index), checkpoint.size, hashes(path))
    refuse_unless(root == checkpoint.root, "a proof does not lead to the checkpoint's root")
    return read_fact(index, leaf)


def included_seal(proof: Any, checkpoint: Checkpoint) -> tuple[Fact, Seal]:
    fact = included(proof, checkpoint)
    refuse_unless(fact.kind == "seal", "not a seal")
    return fact, read_seal(fact.value)


def check_current(current: Any, fact: Fact, checkpoint: Checkpoint) -> None:
    proof, chunk, path = array(current, 3)
    at, seal = included_seal(proof, checkpoint)
    refuse_unless(at.index == checkpoint.size - 1, "not the checkpoint's last seal")
    chunk, path = byte_string(chunk, 32), hashes(path)
    newest = check_bit(fact.index, checkpoint.size, chunk, path, seal.activity_root)
    refuse_unless(newest, "no longer the newest of its key")


def check_as_of(as_of: Any, fact: Fact, checkpoint: Checkpoint, is_current: bool) -> dict:
    time, seal_proof, next_proof, replaced_proof = array(as_of, 4)
    at, seal = included_seal(seal_proof, checkpoint)
    m = at.index + 1
    refuse_unless(seal.time <= uint(time), "a time before the seal's")
    refuse_unless(fact.index < m, "the fact was not there yet")
    if next_proof is None:
        refuse_unless(m == checkpoint.size and time == seal.time, "no next seal, but not the last")
    else:
        following, next_seal = included_seal(next_proof, checkpoint)
        refuse_unless(following.supersedes == at.index, "not the seal that follows")
        refuse_unless(next_seal.time > time, "a time past the next seal's")
    if replaced_proof is None:
        refuse_unless(is_current, "neither replaced nor current")
    else:
        later = included(replaced_proof, checkpoint)
        replaces = later.key == fact.key and later.supersedes == fact.index and later.index >= m
        refuse_unless(replaces, "not what replaced the fact after that time")
    return {"time": time, "size": m}


def check_authority(proof: Any, fact: Fact, checkpoint: Checkpoint, trust: Trust) -> str:
    writer = included(proof, checkpoint)
    refuse_unless(fact.cause != 0 and writer.index == fact.index - fact.cause, "not its cause")
    refuse_unless(writer.kind in ("tx", "tick", "genesis"), "not a fact that writes others")
    if writer.kind == "tx":
        envelope, writes = read_tx(writer.value)
        refuse_unless(fact.cause <= writes, "a fact past those that it wrote")
        transaction = verify_envelope(envelope, trust.genesis)
        refuse_unless(writer.key == f"tx/{transaction.hex()}", "the envelope of another transaction")
    elif writer.kind == "tick":
        refuse_unless(fact.cause <= read_tick(writer.value), "a fact past those that it wrote")
    return writer.key


def check_openings(openings: Any, fact: Fact) -> list[str]:
    refuse_unless(len(array(openings)) > 0, "no openings")
    paths = []
    for salt, path, value in (array(opening, 3) for opening in openings):
        item = ["counterfoil/commit/v1", byte_string(salt, 32), text(path), value]
        commitment = sha256(cbor.encode(item)).digest()
        refuse_unless(at_pointer(fact.value, path) == commitment, "not what was committed to")
        paths.append(path)
    return paths


def at_pointer(value: Any, pointer: str) -> Any:
    """RFC 6901 §4."""
    refuse_unless(pointer == "" or pointer.startswith("/"), "not a JSON Pointer")
    for token in pointer.split("/")[1:]:
        refuse_unless(re.search(r"~(?![01])", token) is None, "not a JSON Pointer")
        name = token.replace("~1", "/").replace("~0", "~")
        if type(value) is dict and name in value:
            value = value[name]
        elif type(value) is list and re.fullmatch(r"0|[1-9][0-9]*", name, re.ASCII):
            refuse_unless(int(name) < len(value), "nothing at the pointer")
            value = value[int(name)]
        else:
            raise Refused("nothing at the pointer")
    return value


def judge(path: str, trust_text: str) -> dict:
    try:
        return verify(Path(path).read_bytes(), parse_trust(trust_text))
    except Refused as refusal:
        return {"refused": str(refusal)}


def main(trust_path: str, *receipts: str) -> None:
    trust_text = Path(trust_path).read_text(encoding="utf-8")
    for path in receipts:
        print(json.dumps(judge(path, trust_text)))


if __name__ == "__main__":
    main(*sys.argv[1:])
