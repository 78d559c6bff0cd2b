"""Writes messages as JSON bytes: one writer per message type, made from its descriptor once.

The output is protobuf's own JSON mapping with proto names and defaults shown, several times
faster than json_format. Two differences are meant: field masks name fields as everything else
here does, and INPUT_ONLY fields (passwords) are never written.
"""

import json
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.descriptor_pool import DescriptorPool

from gateway.decoding import is_map
from gateway.options import OptionReader
from gateway.writing import Write, plain_writer, writers

DUMP = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class Encoder:
    """All writers of a descriptor pool, made when first asked for."""

    def __init__(self, pool: DescriptorPool, options: OptionReader) -> None:
        self._options = options
        self._known = writers(pool)
        self._writers: dict[str, Writer] = {}

    def encode(self, message: Any) -> bytes:
        """A message as JSON in UTF-8."""
        return DUMP(self.write(message.DESCRIPTOR)(message)).encode()

    def write(self, descriptor: Descriptor) -> Write:
        """How messages of this type become JSON values."""
        name = descriptor.full_name
        known = self._known.get(name)
        if known is not None:
            return known
        if name not in self._writers:
            self._writers[name] = writer = Writer()
            writer.prepare(descriptor, self, self._options)
        return self._writers[name].write

    def value_writer(self, field: FieldDescriptor) -> Write | None:
        """How one value of a field becomes JSON; None when it is JSON as it stands."""
        if field.message_type is not None:
            return self.write(field.message_type)
        return plain_writer(field)


class Writer:
    """Writes messages of one type.

    All fields are fetched by one attrgetter, which is several times faster than reading them one
    by one; then those that need more than copying are converted, or dropped when unset.
    """

    def __init__(self) -> None:
        self._names: tuple[str, ...] = ()
        self._fetch: Callable[[Any], Any] = tuple
        self._present: tuple[str, ...] = ()
        self._convert: tuple[tuple[str, Write], ...] = ()

    def prepare(self, descriptor: Descriptor, encoder: Encoder, options: OptionReader) -> None:
        """Makes the conversions; apart from __init__ because types may contain themselves."""
        fields = [f for f in descriptor.fields if "INPUT_ONLY" not in options.behaviours(f)]
        converts = {field.name: converter(field, encoder) for field in fields}
        self._names = tuple(converts)
        self._fetch = fetcher(self._names)
        self._present = tuple(field.name for field in fields if field.has_presence)
        self._convert = tuple((name, write) for name, write in converts.items() if write)

    def write(self, message: Any) -> dict[str, Any]:
        """The message as a JSON object in the order of its declaration."""
        found = dict(zip(self._names, self._fetch(message), strict=True))
        has = message.HasField
        for name in self._present:
            if not has(name):
                del found[name]
        for name, write in self._convert:
            if name in found:
                found[name] = write(found[name])
        return found


def fetcher(names: tuple[str, ...]) -> Callable[[Any], Any]:
    """Fetches the named attributes as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda message: tuple(getattr(message, name) for name in names)


def converter(field: FieldDescriptor, encoder: Encoder) -> Write | None:
    """How a whole field becomes JSON; None when it is JSON as it stands."""
    if is_map(field):
        entry: Any = field.message_type
        return map_writer(entry.fields_by_name["key"], entry.fields_by_name["value"], encoder)
    write = encoder.value_writer(field)
    if not field.is_repeated:
        return write
    if write is None:
        return list
    return lambda values: [write(value) for value in values]


def map_writer(key: FieldDescriptor, item: FieldDescriptor, encoder: Encoder) -> Write:
    """Maps become objects; their keys are text."""
    write = encoder.value_writer(item)
    word: Callable[[Any], str] = str
    if key.type == FieldDescriptor.TYPE_BOOL:
        word = {True: "true", False: "false"}.__getitem__

    def write_map(entries: Mapping[Any, Any]) -> dict[str, Any]:
        # Reading an item by its key is the one way that never adds it.
        if write is None:
            return {word(key): entries[key] for key in entries}
        return {word(key): write(entries[key]) for key in entries}

    return write_map
