"""Values that come as text, in a path or a query, and the fields they fill."""

from collections.abc import Callable, Iterator
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from gateway.descriptors.options import SERVER_SET
from gateway.transcoding.decoding import Decoder, Set, is_map
from gateway.transcoding.faults import Faults, fault
from gateway.transcoding.scalars import from_text
from gateway.transcoding.strict_json import UNSTORABLE
from gateway.transcoding.wellknown import WRAPPERS

TEXTUAL = {f"google.protobuf.{kind}" for kind in ("Timestamp", "Duration", "FieldMask")}


class Parameter:
    """One field, perhaps inside others, that is filled from text."""

    def __init__(self, fields: tuple[FieldDescriptor, ...], decoder: Decoder) -> None:
        self.fields = fields
        self.steps = tuple(field.name for field in fields)
        self.repeated = fields[-1].is_repeated
        self._read = reader(fields[-1])
        self._set: Set = decoder.setter(fields[-1])

    @property
    def name(self) -> str:
        """What a query calls it: "shelf.number"."""
        return ".".join(self.steps)

    def put(self, message: Message, text: str) -> None:
        """Sets the field, or adds to it when it is a list. Raises Faults."""
        if UNSTORABLE.search(text):
            raise fault("must not hold the character U+0000")
        value = self._read(text)
        self._set(self._owner(message), [value] if self.repeated else value)

    def held(self, message: Message) -> Any:
        """What the field holds now."""
        return getattr(self._owner(message), self.steps[-1])

    def same(self, value: Any, text: str) -> bool:
        """Whether a JSON value says what the text says."""
        try:
            return type(value) in {str, int, bool} and value in (text, self._read(text))
        except Faults:
            return False

    def _owner(self, message: Message) -> Any:
        owner: Any = message
        for step in self.steps[:-1]:
            owner = getattr(owner, step)
        return owner


def reader(field: FieldDescriptor) -> Callable[[str], Any]:
    """How text becomes the JSON value of a field."""
    inner = field.message_type
    if inner is not None and inner.full_name in WRAPPERS:
        return from_text(inner.fields_by_name["value"])
    return from_text(field)


def parameters(message: Descriptor, decoder: Decoder, taken: set[str]) -> Iterator[Parameter]:
    """Everything of a request message that a query may fill, but for the dotted names `taken`."""
    for fields in leaves(message, (), decoder):
        names = [field.name for field in fields]
        prefixes = {".".join(names[:length]) for length in range(1, len(names) + 1)}
        if not prefixes & taken:
            yield Parameter(fields, decoder)


def leaves(
    message: Descriptor, inside: tuple[FieldDescriptor, ...], decoder: Decoder
) -> Iterator[tuple[FieldDescriptor, ...]]:
    """The fields that text can fill, with the messages they lie in; types inside themselves end."""
    for field in message.fields:
        if decoder.options.behaviours(field) & SERVER_SET or is_map(field):
            continue
        inner = field.message_type
        if inner is None or (inner.full_name in TEXTUAL | WRAPPERS and not field.is_repeated):
            yield (*inside, field)
        elif not field.is_repeated and not known(inner) and field not in inside:
            yield from leaves(inner, (*inside, field), decoder)


def known(message: Descriptor) -> bool:
    """Whether a message is one of Google's own, which text cannot fill field by field."""
    return message.full_name.startswith(("google.protobuf.", "google.api."))
