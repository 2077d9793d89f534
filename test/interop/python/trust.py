"""The trust file, and what it says of a signed checkpoint (formats: "Trust file", "Checkpoint")."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from hashlib import sha256

import cbor
from cbor import Refused, refuse_unless, uint
from keys import check_strict, thumbprint

NAME = re.compile(r"[a-z0-9-]{1,63}")
HASH = re.compile(r"[0-9a-f]{64}")
LOG_KEY, COSIGNER_KEY = 0x01, 0x04
INFINITE = 2**53


@dataclass(frozen=True)
class Key:
    agency: str
    line: tuple[str, bytes]
    """Name and key id of its signature lines."""
    kind: int
    key: bytes
    start: int
    end: int
    """Sizes of the log, both ends in it."""
    compromised: bool

    def holds(self, size: int) -> bool:
        return self.start <= size <= self.end

    def counts_for(self, epoch: "Epoch") -> bool:
        """Only if their ranges share more than one end."""
        return max(self.start, epoch.start) < min(self.end, epoch.end)

    @property
    def thumbprint(self) -> bytes:
        return thumbprint({1: 1, -1: 6, -2: self.key})


@dataclass(frozen=True)
class Epoch:
    start: int
    end: int
    threshold: int
    closing: tuple[int, bytes] | None


@dataclass(frozen=True)
class Checkpoint:
    size: int
    root: bytes
    signed_by: list[str]
    log_keys: list[Key]
    """Those valid at this size."""
    closing: tuple[int, bytes] | None
    """Size and root at which the epoch closed, where it has."""
    suspect: bool
    """A key of the ended epoch is compromised: a receipt must lead to the closing."""


@dataclass(frozen=True)
class Trust:
    genesis: bytes
    origin: str
    log: list[Key]
    agencies: list[Key]
    epochs: list[Epoch]

    def judge(self, note: str) -> Checkpoint:
        """A checkpoint that a quorum stands behind."""
        text, lines = parse_note(note)
        size, root = parse_checkpoint(text, self.origin)
        signed = self._verified(lines, text)
        refuse_unless(
            any(key.kind == LOG_KEY and key.holds(size) for key in signed), "no log key signed"
        )
        epochs = [epoch for epoch in self.epochs if epoch.start <= size <= epoch.end]
        refuse_unless(len(epochs) > 0, "a size of no epoch")
        signed_by: set[str] = set()
        for epoch in epochs:
            agencies = {key.agency for key in signed if self._counts(key, epoch, size)}
            refuse_unless(len(agencies) >= epoch.threshold, "fewer agencies than the threshold")
            if epoch.closing is not None and epoch.closing[0] == size:
                refuse_unless(epoch.closing[1] == root, "another root than the epoch closed with")
            signed_by |= agencies
        return Checkpoint(
            size,
            root,
            sorted(signed_by),
            [key for key in self.log if key.holds(size)],
            epochs[0].closing,
            any(self._is_suspect(epoch) for epoch in epochs),
        )

    def _verified(self, lines: list[tuple[str, bytes, bytes]], text: str) -> list[Key]:
        """Keys that signed; one line of a known key that does not verify refuses the note."""
        signed = []
        for name, key_id, signature in lines:
            known = [key for key in (*self.log, *self.agencies) if key.line == (name, key_id)]
            if known:
                check_line(known[0], text, signature)
            signed += known
        return signed

    def _counts(self, key: Key, epoch: Epoch, size: int) -> bool:
        if key.kind != COSIGNER_KEY or not key.holds(size) or not key.counts_for(epoch):
            return False
        return not (key.compromised and epoch.end == INFINITE)

    def _is_suspect(self, epoch: Epoch) -> bool:
        return epoch.closing is not None and any(
            key.compromised and key.counts_for(epoch) for key in self.agencies
        )


def check_line(key: Key, text: str, signature: bytes) -> None:
    if key.kind == LOG_KEY:
        return check_strict(key.key, text.encode(), signature)
    # C2SP tlog-cosignature: eight bytes of time before the signature, and the time in what is signed.
    refuse_unless(len(signature) == 8 + 64, "not a cosignature")
    seconds = int.from_bytes(signature[:8], "big")
    message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
    return check_strict(key.key, message, signature[8:])


def parse_note(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """C2SP signed-note: the text, and of each line name, key id and signature."""
    refuse_unless(not re.search(r"[\x00-\x09\x0b-\x1f]", note), "a control character")
    text, blank, signatures = note.rpartition("\n\n")
    refuse_unless(blank != "" and text != "" and signatures.endswith("\n"), "not a signed note")
    lines = signatures[:-1].split("\n")
    refuse_unless(len(lines) <= 100, "too many signatures")
    return text + "\n", [_parse_line(line) for line in lines]


def _parse_line(line: str) -> tuple[str, bytes, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    refuse_unless(dash == "—" and _is_key_name(name), "not a signature line")
    signature = from_base64(encoded)
    refuse_unless(len(signature) > 4, "a signature line without signature")
    return name, signature[:4], signature[4:]


def _is_key_name(name: str) -> bool:
    return name != "" and "+" not in name and not any(char.isspace() for char in name)


def from_base64(encoded: str) -> bytes:
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("not base64") from error
    refuse_unless(base64.b64encode(data).decode() == encoded, "not base64 in its one encoding")
    return data


def parse_checkpoint(text: str, origin: str) -> tuple[int, bytes]:
    """C2SP tlog-checkpoint without extension lines: origin, size and root."""
    lines = text.split("\n")
    refuse_unless(len(lines) == 4 and lines[0] == origin, "not a checkpoint of this network")
    refuse_unless(re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1], re.ASCII) is not None, "not a size")
    root = from_base64(lines[2])
    refuse_unless(len(root) == 32, "not a root")
    return uint(int(lines[1])), root


def parse_trust(text: str) -> Trust:
    try:
        file = json.loads(text)
    except ValueError as error:
        raise Refused("the trust file is not JSON") from error
    names = {"version", "network", "genesis", "origin", "quorum", "log", "agencies", "epochs"}
    cbor.members(file, names)
    refuse_unless(uint(file["version"]) == 1, "a trust file of another version")
    network, genesis, origin = (_matching(NAME, file["network"]), _hash(file["genesis"]), file["origin"])
    refuse_unless(origin == f"counterfoil/{network}/{genesis.hex()[:8]}", "not the network's origin")
    burnt = {
        entry.get("vkey")
        for entry in (*cbor.array(file["log"]), *cbor.array(file["agencies"]))
        if "compromised" in entry
    }
    log = [_key(entry, "agency", LOG_KEY, origin, burnt) for entry in file["log"]]
    agencies = [_key(entry, "name", COSIGNER_KEY, None, burnt) for entry in file["agencies"]]
    refuse_unless(
        len({(key.agency, key.key) for key in agencies}) == len({key.key for key in agencies}),
        "one cosigner's key under two names",
    )
    epochs = [_epoch(entry) for entry in cbor.array(file["epochs"])]
    _check_epochs(epochs, agencies, uint(file["quorum"]))
    return Trust(genesis, origin, log, agencies, epochs)


def _check_epochs(epochs: list[Epoch], agencies: list[Key], quorum: int) -> None:
    refuse_unless(len(epochs) > 0 and epochs[-1].end == INFINITE, "no open epoch")
    for epoch, following in zip(epochs, epochs[1:]):
        refuse_unless(epoch.end == following.start, "a gap between epochs")
    for epoch in epochs:
        refuse_unless(epoch.start < epoch.end, "an epoch that ends before it begins")
        n = len({key.agency for key in agencies if key.counts_for(epoch)})
        refuse_unless(epoch.threshold >= 2 * n // 3 + 1, "a threshold below two thirds")
    refuse_unless(quorum == epochs[-1].threshold, "the quorum is not the open epoch's threshold")


def _key(entry: dict, owner: str, kind: int, name: str | None, burnt: set) -> Key:
    cbor.members(entry, {owner, "vkey", "from", "to"}, {"compromised"})
    refuse_unless(entry.get("compromised", True) is True, "compromised is true or absent")
    agency = _matching(NAME, entry[owner])
    line_name, key_id, typed = _vkey(entry["vkey"])
    refuse_unless(line_name == (name or agency) and typed[0] == kind, "a vkey of another name or type")
    start, end = _range(entry)
    compromised = entry["vkey"] in burnt
    return Key(agency, (line_name, key_id), kind, typed[1:], start, end, compromised)


def _vkey(vkey: str) -> tuple[str, bytes, bytes]:
    """C2SP signed-note: name, key id in hex, and base64 of the type and the key."""
    refuse_unless(type(vkey) is str and vkey.count("+") >= 2, "not a vkey")
    name, key_id, encoded = vkey.split("+", 2)
    typed = from_base64(encoded)
    refuse_unless(len(typed) == 33 and _is_key_name(name), "not a vkey")
    digest = sha256(name.encode() + b"\n" + typed).digest()
    refuse_unless(key_id == digest[:4].hex(), "a key id that is not the key's")
    return name, digest[:4], typed


def _epoch(entry: dict) -> Epoch:
    cbor.members(entry, {"from", "to", "threshold", "closing"})
    start, end = _range(entry)
    closing = None
    if end != INFINITE:
        cbor.members(entry["closing"], {"size", "root"})
        closing = (uint(entry["closing"]["size"]), _hash(entry["closing"]["root"]))
        refuse_unless(closing[0] == end, "an epoch closes at its end")
    else:
        refuse_unless(entry["closing"] is None, "the open epoch has no closing")
    return Epoch(start, end, uint(entry["threshold"]), closing)


def _range(entry: dict) -> tuple[int, int]:
    start = uint(entry["from"])
    end = INFINITE if entry["to"] is None else uint(entry["to"])
    refuse_unless(start <= end, "a range that ends before it begins")
    return start, end


def _matching(pattern: re.Pattern, item: object) -> str:
    refuse_unless(type(item) is str and pattern.fullmatch(item) is not None, "not of its grammar")
    return item


def _hash(item: object) -> bytes:
    return bytes.fromhex(_matching(HASH, item))
