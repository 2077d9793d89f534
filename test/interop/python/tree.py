"""Merkle trees, RFC 9162 §2.1, step by step as it words them."""

from hashlib import sha256

from cbor import refuse_unless


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root_from_path(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that an inclusion path leads to (§2.1.3.2); `leaf` is the leaf's hash."""
    refuse_unless(index < size, "an index past the tree's size")
    fn, sn, r = index, size - 1, leaf
    for p in path:
        refuse_unless(sn != 0, "an inclusion path too long")
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while fn != 0 and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    refuse_unless(sn == 0, "an inclusion path too short")
    return r


def check_consistency(
    first: int, first_root: bytes, second: int, second_root: bytes, path: list[bytes]
) -> None:
    """§2.1.4.2; between equal sizes the path is empty and the roots are equal."""
    if first == second:
        refuse_unless(not path and first_root == second_root, "two roots of one size")
        return
    refuse_unless(0 < first < second and len(path) > 0, "not a consistency proof of these sizes")
    if first & (first - 1) == 0:
        path = [first_root, *path]
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        refuse_unless(sn != 0, "a consistency path too long")
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while fn != 0 and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    refuse_unless(sn == 0, "a consistency path too short")
    refuse_unless(fr == first_root and sr == second_root, "the trees are not consistent")


def check_bit(index: int, size: int, chunk: bytes, path: list[bytes], root: bytes) -> bool:
    """The activity bit of a fact ("Activity" of the formats): whether it was the newest of its key."""
    at, chunks = index // 256, -(-size // 256)
    refuse_unless(root_from_path(leaf_hash(chunk), at, chunks, path) == root, "not the seal's chunk")
    # Bit i of a chunk has the weight 1 << (i & 7) in byte i >> 3: little-endian.
    bits = int.from_bytes(chunk, "little")
    refuse_unless(at < chunks - 1 or bits >> (size - at * 256) == 0, "a bit set past the size")
    return bits >> (index % 256) & 1 == 1
