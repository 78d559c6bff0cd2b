"""The fact the drills tell, made without protoc."""

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor_pb2 import FieldDescriptorProto
from google.protobuf.message import Message


def counted() -> type[Message]:
    """drill.tally.v1.Counted: number; fails: how often following it fails; slow_ms: how long it
    takes; again: how many more facts it leads to; deadly: whether it ends the process."""
    pool = descriptor_pool.Default()
    try:
        found = pool.FindMessageTypeByName("drill.tally.v1.Counted")
    except KeyError:
        pool.Add(_file())
        found = pool.FindMessageTypeByName("drill.tally.v1.Counted")
    return message_factory.GetMessageClass(found)


def _file() -> descriptor_pb2.FileDescriptorProto:
    file = descriptor_pb2.FileDescriptorProto(
        name="drill/tally/v1/events.proto", package="drill.tally.v1", syntax="proto3"
    )
    message = file.message_type.add(name="Counted")
    for number, name in enumerate(("number", "fails", "slow_ms", "again", "deadly"), start=1):
        message.field.add(
            name=name,
            number=number,
            type=FieldDescriptorProto.TYPE_INT32,
            label=FieldDescriptorProto.LABEL_OPTIONAL,
        )
    return file


def fact(number: int, **values: Any) -> Message:
    """One Counted."""
    return counted()(number=number, **values)
