"""How large the JSON of an RPC may be: what its fields may hold says it, where that is much."""

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from gateway.bodies import JSON_LIMIT
from gateway.descriptors.options import OptionReader

#: What may stand around a large field: its name, the other fields, line breaks as \\n.
AROUND = 64 << 10


def limit_of(body: Descriptor | None, options: OptionReader) -> int:
    """Bytes: JSON_LIMIT, or more where one field alone may take that."""
    largest = max((_written(field, options) for field in body.fields), default=0) if body else 0
    return max(JSON_LIMIT, largest + AROUND)


def _written(field: FieldDescriptor, options: OptionReader) -> int:
    """Bytes a field may take in JSON, as far as its rules bound it; bytes are base64 there."""
    rules = options.rules(field)
    if rules is None or field.is_repeated:
        return 0
    if field.type == FieldDescriptor.TYPE_BYTES:
        return -(-int(rules.bytes.max_len) // 3) * 4
    return int(rules.string.max_bytes) if field.type == FieldDescriptor.TYPE_STRING else 0
