"""The comments written in the protos, by the full name of what they describe."""

from collections.abc import Iterator, Sequence
from typing import Any

from google.protobuf.descriptor_pb2 import DescriptorProto, FileDescriptorProto

FILE_MESSAGE, FILE_ENUM, FILE_SERVICE = 4, 5, 6  # field numbers of FileDescriptorProto
MESSAGE_FIELD, MESSAGE_NESTED, MESSAGE_ENUM = 2, 3, 4  # of DescriptorProto
ENUM_VALUE = SERVICE_METHOD = 2

Named = tuple[tuple[int, ...], str]


def read(file: FileDescriptorProto) -> dict[str, str]:
    """The comments of one file: leading, or trailing where there is no leading one."""
    texts = {
        tuple(place.path): place.leading_comments or place.trailing_comments
        for place in file.source_code_info.location
    }
    return {name: clean(texts[path]) for path, name in walk(file) if texts.get(path)}


def clean(text: str) -> str:
    """A comment without the space after its slashes; its line breaks stay."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def walk(file: FileDescriptorProto) -> Iterator[Named]:
    """Every named element of a file with its path in the source information."""
    for index, message in enumerate(file.message_type):
        yield from walk_message(message, (FILE_MESSAGE, index), file.package)
    yield from walk_pairs(file.enum_type, (FILE_ENUM,), file.package, "value")
    yield from walk_pairs(file.service, (FILE_SERVICE,), file.package, "method")


def walk_message(message: DescriptorProto, path: tuple[int, ...], inside: str) -> Iterator[Named]:
    """A message, its fields, and what is declared inside it."""
    name = f"{inside}.{message.name}"
    yield path, name
    for index, field in enumerate(message.field):
        yield (*path, MESSAGE_FIELD, index), f"{name}.{field.name}"
    for index, nested in enumerate(message.nested_type):
        yield from walk_message(nested, (*path, MESSAGE_NESTED, index), name)
    yield from walk_pairs(message.enum_type, (*path, MESSAGE_ENUM), name, "value")


def walk_pairs(
    owners: Sequence[Any], path: tuple[int, ...], inside: str, parts: str
) -> Iterator[Named]:
    """Enums with their values, or services with their methods."""
    for index, owner in enumerate(owners):
        name = f"{inside}.{owner.name}"
        yield (*path, index), name
        for place, part in enumerate(getattr(owner, parts)):
            yield (*path, index, ENUM_VALUE, place), f"{name}.{part.name}"
