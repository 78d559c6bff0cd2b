"""Reads JSON values into messages: one reader per message type, made from its descriptor once.

Every fault of a document is found, not only the first. Names are the proto's names. What only
the server sets (OUTPUT_ONLY, IDENTIFIER) is refused, but for `etag`, which callers send back.
"""

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message

from gateway.descriptors.options import SERVER_SET, OptionReader
from gateway.transcoding.faults import Fault, Faults, fault
from gateway.transcoding.scalars import check_of, from_text
from gateway.transcoding.wellknown import Fill, fills

Set = Callable[[Any, Any], None]
"""Sets one field of a message from a JSON value; raises Faults."""

VALUE = "google.protobuf.Value"
NULL = "google.protobuf.NullValue"


class Decoder:
    """All readers of a descriptor pool, made when first asked for."""

    def __init__(self, pool: DescriptorPool, options: OptionReader) -> None:
        self.options = options
        self.fills = fills(pool)
        self._readers: dict[str, Reader] = {}

    def reader(self, descriptor: Descriptor) -> "Reader":
        """The reader of a message type."""
        name = descriptor.full_name
        if name not in self._readers:
            self._readers[name] = reader = Reader()
            reader.prepare(descriptor, self)
        return self._readers[name]

    def fill(self, descriptor: Descriptor) -> Fill:
        """How to fill a message of this type from its JSON value."""
        return self.fills.get(descriptor.full_name) or self.reader(descriptor).fill

    def setter(self, field: FieldDescriptor) -> Set:
        """How to set a field from JSON, whoever may set it."""
        if is_map(field):
            return set_map(field, self)
        if field.message_type is None:
            check = check_of(field)
            return set_scalars(field, check) if field.is_repeated else set_scalar(field, check)
        fill = self.fill(field.message_type)
        return set_messages(field, fill) if field.is_repeated else set_message(field, fill)


class Reader:
    """Fills messages of one type from JSON objects."""

    def __init__(self) -> None:
        self._setters: dict[str, Set] = {}
        self._clearable: frozenset[str] = frozenset()
        self._oneofs: Mapping[str, str] = {}

    def prepare(self, descriptor: Descriptor, decoder: Decoder) -> None:
        """Makes the setters; apart from __init__ because types may contain themselves."""
        for field in descriptor.fields:
            barred = SERVER_SET & decoder.options.behaviours(field) and field.name != "etag"
            self._setters[field.name] = SERVERS if barred else decoder.setter(field)
            misspelt = refusal(f"unknown field; its name is {field.name}")
            self._setters.setdefault(field.json_name, misspelt)
        self._clearable = frozenset(
            field.name
            for field in descriptor.fields
            if not takes_null(field) and self._setters[field.name] is not SERVERS
        )
        self._oneofs = {
            field.name: field.containing_oneof.name
            for field in descriptor.fields
            if field.containing_oneof and len(field.containing_oneof.fields) > 1
        }

    def fill(self, message: Any, value: Any) -> None:
        """Fills `message` from a JSON object; null leaves a field unset. Raises Faults."""
        if type(value) is not dict:
            raise fault("must be an object")
        found: list[Fault] = []
        for key, item in value.items():
            if item is None and key in self._clearable:
                continue
            try:
                self._setters.get(key, UNKNOWN)(message, item)
            except Faults as error:
                found += error.under(key)
        if self._oneofs:
            found += self._clashes(value)
        if found:
            raise Faults(found)

    def _clashes(self, value: dict[str, Any]) -> list[Fault]:
        """The fields of which only one may be given."""
        given = dict[str, str]()
        found = list[Fault]()
        for key, item in value.items():
            oneof = self._oneofs.get(key) if item is not None else None
            if oneof in given:
                found.append(Fault((key,), f"must not be given together with {given[oneof]}"))
            elif oneof:
                given[oneof] = key
        return found


def refusal(detail: str) -> Set:
    """A setter that always refuses."""

    def setter(*_: object) -> None:
        raise fault(detail)

    return setter


UNKNOWN = refusal("unknown field")
SERVERS = refusal("is set by the server; leave it out")


def takes_null(field: FieldDescriptor) -> bool:
    """Whether null is a value of the field and not its absence."""
    if field.is_repeated:
        return False
    kind = field.message_type or field.enum_type
    return kind is not None and kind.full_name in {VALUE, NULL}


def set_scalar(field: FieldDescriptor, check: Callable[[Any], Any]) -> Set:
    """A singular plain value."""
    name = field.name
    if field.enum_type is not None and field.enum_type.full_name == NULL:
        return lambda message, value: setattr(message, name, only_null(value))

    def setter(message: Message, value: Any) -> None:
        setattr(message, name, check(value))

    return setter


def only_null(value: Any) -> int:
    """The one value of google.protobuf.NullValue."""
    if value is not None:
        raise fault("must be null")
    return 0


def set_scalars(field: FieldDescriptor, check: Callable[[Any], Any]) -> Set:
    """A list of plain values."""

    def setter(message: Message, value: Any) -> None:
        append = getattr(message, field.name).append
        each(value, lambda item: append(check(item)))

    return setter


def set_message(field: FieldDescriptor, fill: Fill) -> Set:
    """A nested message."""

    def setter(message: Message, value: Any) -> None:
        inner = getattr(message, field.name)
        inner.SetInParent()
        fill(inner, value)

    return setter


def set_messages(field: FieldDescriptor, fill: Fill) -> Set:
    """A list of messages."""
    nullable = field.message_type is not None and field.message_type.full_name == VALUE

    def setter(message: Message, value: Any) -> None:
        add = getattr(message, field.name).add
        each(value, lambda item: fill(add(), item), nullable=nullable)

    return setter


def each(value: Any, take: Callable[[Any], None], *, nullable: bool = False) -> None:
    """Takes every item of a JSON list."""
    if type(value) is not list:
        raise fault("must be a list")
    found: list[Fault] = []
    for index, item in enumerate(value):
        try:
            if item is None and not nullable:
                raise fault("must not be null")
            take(item)
        except Faults as error:
            found += error.under(index)
    if found:
        raise Faults(found)


def is_map(field: FieldDescriptor) -> bool:
    """Whether a field is declared as map<key, value>."""
    entry = field.message_type
    return bool(field.is_repeated and entry is not None and entry.GetOptions().map_entry)


def set_map(field: FieldDescriptor, decoder: Decoder) -> Set:
    """A JSON object into a map."""
    entry: Any = field.message_type
    key_field, item_field = entry.fields_by_name["key"], entry.fields_by_name["value"]
    read_key, check_key = from_text(key_field), check_of(key_field)
    put = put_item(item_field, decoder)

    def setter(message: Message, value: Any) -> None:
        if type(value) is not dict:
            raise fault("must be an object")
        found: list[Fault] = []
        for key, item in value.items():
            try:
                put(getattr(message, field.name), check_key(read_key(key)), item)
            except Faults as error:
                found += error.under(key)
        if found:
            raise Faults(found)

    return setter


def put_item(field: FieldDescriptor, decoder: Decoder) -> Callable[[Any, Any, Any], None]:
    """How to put a JSON value into a map's values."""
    nullable = takes_null(field)
    fill = decoder.fill(field.message_type) if field.message_type is not None else None
    check = check_of(field) if fill is None else None

    def put(entries: Any, key: Any, item: Any) -> None:
        if item is None and not nullable:
            raise fault("must not be null")
        if check is not None:
            entries[key] = check(item)
        elif fill is not None:
            fill(entries[key], item)

    return put
