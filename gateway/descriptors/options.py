"""Reads options out of a descriptor pool of our own.

Its extensions are not those of Python's modules, so options are parsed again with its own classes.
"""

from dataclasses import dataclass
from typing import Any

from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

#: google.api.field_behavior of what callers read and never set.
SERVER_SET = frozenset({"OUTPUT_ONLY", "IDENTIFIER"})


@dataclass(frozen=True, slots=True)
class MethodOptions:
    """What we read of an RPC; `http` is a google.api.HttpRule or None."""

    http: Any
    permission: str
    scope: str
    example: str


class OptionReader:
    """Options as their pool sees them: descriptors hand them out as messages of Python's own pool,
    where our extensions are unknown bytes."""

    def __init__(self, pool: DescriptorPool) -> None:
        self._pool = pool
        find = pool.FindMessageTypeByName
        self._method = GetMessageClass(find("google.protobuf.MethodOptions"))
        self._field = GetMessageClass(find("google.protobuf.FieldOptions"))

    def of_method(self, method: MethodDescriptor) -> MethodOptions:
        """What an RPC says about itself; missing texts are ""."""
        options = self._again(self._method, method)
        scope = self._extension("crm.api.v1.scope")
        return MethodOptions(
            http=self._get(options, "google.api.http"),
            permission=self._get(options, "crm.api.v1.permission") or "",
            scope=self._name(scope, options),
            example=self._get(options, "crm.api.v1.example") or "",
        )

    def behaviours(self, field: FieldDescriptor) -> frozenset[str]:
        """The google.api.field_behavior of a field: {"REQUIRED", …}."""
        extension = self._extension("google.api.field_behavior")
        if extension is None:
            return frozenset()
        names = extension.enum_type.values_by_number
        values = self._again(self._field, field).Extensions[extension]
        return frozenset(names[value].name for value in values if value in names)

    def rules(self, field: FieldDescriptor) -> Any:
        """The buf.validate.field rules of a field, or None."""
        return self._get(self._again(self._field, field), "buf.validate.field")

    def _again(self, kind: type[Message], descriptor: Any) -> Any:
        return kind.FromString(descriptor.GetOptions().SerializeToString())

    def _extension(self, name: str) -> Any:
        try:
            return self._pool.FindExtensionByName(name)
        except KeyError:
            return None

    def _get(self, options: Any, name: str) -> Any:
        extension = self._extension(name)
        if extension is None or not options.HasExtension(extension):
            return None
        return options.Extensions[extension]

    def _name(self, scope: Any, options: Any) -> str:
        if scope is None:
            return ""
        value = scope.enum_type.values_by_number.get(options.Extensions[scope])
        return str(value.name) if value else ""
