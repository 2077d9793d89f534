"""How Schemathesis sends the bodies that are bytes: as they are."""

import schemathesis


@schemathesis.serializer("application/cose", "application/cbor-seq")
def as_bytes(ctx, value):
    if isinstance(value, bytes):
        return value
    return str(getattr(value, "data", value)).encode("utf-8", "surrogatepass")
