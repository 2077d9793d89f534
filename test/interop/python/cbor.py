"""The formats' CBOR, first paragraph of docs/reference/formats.md: deterministic (RFC 8949 §4.2.1)."""

from typing import Any

import cbor2


class Refused(Exception):
    """The bytes are not what they claim; the text says what was wrong."""


def refuse_unless(condition: bool, why: str) -> None:
    if not condition:
        raise Refused(why)


def decode(data: bytes, tag: int | None = None) -> Any:
    """Exactly one item, inside the tag where one is asked for; what encodes differently is refused."""
    if tag is not None:
        # cbor2 makes what it finds inside a tag immutable, and so of other types.
        head = cbor2.dumps(cbor2.CBORTag(tag, None))[:-1]
        refuse_unless(data.startswith(head), f"not tagged {tag}")
        data = data[len(head) :]
    try:
        item = cbor2.loads(data)
    except (cbor2.CBORDecodeError, TypeError, ValueError, OverflowError) as error:
        raise Refused(f"not CBOR: {error}") from error
    _check(item, 0 if tag is None else 1)
    refuse_unless(encode(item) == data, "CBOR that is not deterministic")
    return item


def encode(item: Any) -> bytes:
    # cbor2's own canonical form orders keys by length first, as RFC 7049 did.
    return cbor2.dumps(_ordered(item))


def _ordered(item: Any) -> Any:
    if isinstance(item, list):
        return [_ordered(member) for member in item]
    if isinstance(item, dict):
        return {key: _ordered(item[key]) for key in sorted(item, key=cbor2.dumps)}
    return item


def _check(item: Any, depth: int) -> None:
    if isinstance(item, (list, dict)):
        depth += 1
        refuse_unless(depth <= 16, "nested deeper than 16")
    if isinstance(item, list):
        for member in item:
            _check(member, depth)
    elif isinstance(item, dict):
        for key, value in item.items():
            refuse_unless(type(key) in (int, str), "a map key is an integer or text")
            _check(key, depth)
            _check(value, depth)
    elif type(item) is int:
        refuse_unless(-(2**64) <= item < 2**64, "integer out of range")
    else:
        refuse_unless(item is None or type(item) in (bool, bytes, str), f"no {type(item).__name__}")


# Readers of a shape: each gives its argument back, or refuses it.


def uint(item: Any) -> int:
    refuse_unless(type(item) is int and 0 <= item < 2**53, "not an unsigned integer")
    return item


def text(item: Any) -> str:
    refuse_unless(type(item) is str, "not text")
    return item


def byte_string(item: Any, size: int | None = None) -> bytes:
    refuse_unless(type(item) is bytes and size in (None, len(item)), "not bytes, or of another size")
    return item


def array(item: Any, length: int | None = None) -> list:
    refuse_unless(type(item) is list and length in (None, len(item)), "not an array, or another length")
    return item


def members(item: Any, required: set, optional: set = frozenset()) -> dict:
    refuse_unless(type(item) is dict, "not a map")
    refuse_unless(required <= set(item) <= required | optional, "not the members of the format")
    return item
