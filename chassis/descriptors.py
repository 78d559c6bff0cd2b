"""Descriptors and options under one type: the stubs know the same classes by several."""

from collections.abc import Sequence
from typing import Any, cast

from google.protobuf.descriptor import Descriptor, DescriptorBase, FieldDescriptor
from google.protobuf.message import Message


def descriptor(message: Message | type[Message]) -> Descriptor:
    """What a message or its class is made of."""
    return cast(Descriptor, message.DESCRIPTOR)


def fields(message: Message | type[Message]) -> Sequence[FieldDescriptor]:
    """Its fields in the order they were declared."""
    return descriptor(message).fields


def is_set(message: Message, field: FieldDescriptor) -> bool:
    """Whether a field says something; blank text, and what nobody sees, does not, nought only
    where it may be absent."""
    value = getattr(message, field.name)
    if field.is_repeated:
        return len(value) > 0
    if field.message_type is not None:
        return message.HasField(field.name)
    if isinstance(value, str):
        return any(character.isprintable() and not character.isspace() for character in value)
    return message.HasField(field.name) if field.has_presence else bool(value)


def option(described: DescriptorBase, extension: Any) -> Any:
    """The value of one of our options, or of google.api's, on a method or field."""
    return described.GetOptions().Extensions[extension]
