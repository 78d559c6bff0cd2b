"""Messages as JSON Schemas, in three flavours: what is answered, what is sent, what is changed."""

from enum import StrEnum
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from gateway.catalogue import Catalogue
from gateway.descriptors.options import SERVER_SET
from gateway.openapi.known import key_schema, known_enum, known_schema, plain_schema
from gateway.openapi.rules import Json, demands_a_value, keywords
from gateway.transcoding import masks
from gateway.transcoding.decoding import is_map


class Flavour(StrEnum):
    """What a schema describes; the value ends its name (requests are only ever sent).

    OUTPUT names everything that is always there as required. INPUT leaves out what the server
    sets. PATCH requires nothing, and null clears.
    """

    OUTPUT = ""
    INPUT = "Input"
    PATCH = "Patch"


class Schemas:
    """The schemas that a document needs, collected as they are asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._options = catalogue.options
        self._comments = catalogue.comments
        self.found: dict[str, Json] = {}

    def of_message(
        self, message: Descriptor, flavour: Flavour, omit: frozenset[str] = frozenset()
    ) -> Json:
        """A reference to a message's schema; `omit` are fields that come another way."""
        known = known_schema(message, sent=flavour != Flavour.OUTPUT)
        if known is not None:
            return known
        name = short_name(message.full_name)
        name += "" if name.endswith("Request") else flavour
        if name not in self.found:
            self.found[name] = {}  # a type may contain itself
            self.found[name] = self._object(message, flavour, omit)
        return {"$ref": f"#/components/schemas/{name}"}

    def of_field(self, field: FieldDescriptor, flavour: Flavour) -> Json:
        """A field's schema, with its comment and, for what is sent, its rules."""
        rules = None if flavour == Flavour.OUTPUT else self._options.rules(field)
        schema = self._shape(field, flavour, rules) | keywords(rules)
        return described(schema, self._comments.get(field.full_name, ""))

    def of_value(self, field: FieldDescriptor, flavour: Flavour) -> Json:
        """One value of a field."""
        if field.message_type is not None:
            return self.of_message(field.message_type, flavour)
        if field.enum_type is not None:
            return known_enum(field.enum_type) or self._enum(field.enum_type)
        return plain_schema(field, sent=flavour != Flavour.OUTPUT)

    def _shape(self, field: FieldDescriptor, flavour: Flavour, rules: Any) -> Json:
        if flavour == Flavour.PATCH and not masks.descends(field):
            flavour = Flavour.INPUT  # it is replaced whole
        if is_map(field):
            entry: Any = field.message_type
            values = self.of_value(entry.fields_by_name["value"], flavour)
            inner = rules.map.values if rules is not None else None
            schema: Json = {"type": "object", "additionalProperties": values | keywords(inner)}
            names = key_schema(entry.fields_by_name["key"])
            return schema | ({"propertyNames": names} if names else {})
        value = self.of_value(field, flavour)
        if not field.is_repeated:
            return value
        inner = rules.repeated.items if rules is not None else None
        return {"type": "array", "items": value | keywords(inner)}

    def _object(self, message: Descriptor, flavour: Flavour, omit: frozenset[str]) -> Json:
        properties, required = dict[str, Json](), list[str]()
        for field in message.fields:
            if field.name in omit or not self._shown(field, flavour):
                continue
            properties[field.name] = self._property(field, flavour)
            if self._required(field, flavour):
                required.append(field.name)
        schema: Json = {"type": "object", "properties": properties}
        if required:
            schema["required"] = required
        if flavour != Flavour.OUTPUT:
            schema["additionalProperties"] = False
        return described(schema, self._comments.get(message.full_name, ""))

    def _property(self, field: FieldDescriptor, flavour: Flavour) -> Json:
        schema = self.of_field(field, flavour)
        behaviours = self._options.behaviours(field)
        if "IMMUTABLE" in behaviours:
            schema["x-immutable"] = True
        if flavour == Flavour.OUTPUT:
            return schema | ({"readOnly": True} if SERVER_SET & behaviours else {})
        if "INPUT_ONLY" in behaviours:
            schema["writeOnly"] = True
        return schema if self._required(field, flavour) else nullable(schema)

    def _shown(self, field: FieldDescriptor, flavour: Flavour) -> bool:
        behaviours = self._options.behaviours(field)
        if flavour == Flavour.OUTPUT:
            return "INPUT_ONLY" not in behaviours
        etag = flavour == Flavour.PATCH and field.name == "etag"
        return etag or not SERVER_SET & behaviours

    def _required(self, field: FieldDescriptor, flavour: Flavour) -> bool:
        if flavour == Flavour.OUTPUT:
            return not field.has_presence
        if flavour == Flavour.PATCH:
            return False
        demanded = demands_a_value(self._options.rules(field)) and not field.has_presence
        return demanded or "REQUIRED" in self._options.behaviours(field)

    def _enum(self, enum: EnumDescriptor) -> Json:
        name = short_name(enum.full_name)
        if name not in self.found:
            inside = enum.full_name.rsplit(".", 1)[0]
            told = [(v.name, self._value_comment(enum, inside, v.name)) for v in enum.values]
            lines = [self._comments.get(enum.full_name, ""), ""]
            lines += [f"- `{value}`: {text}" if text else f"- `{value}`" for value, text in told]
            schema = {"type": "string", "enum": [value for value, _ in told]}
            self.found[name] = described(schema, "\n".join(lines).strip())
        return {"$ref": f"#/components/schemas/{name}"}

    def _value_comment(self, enum: EnumDescriptor, inside: str, value: str) -> str:
        names = (f"{enum.full_name}.{value}", f"{inside}.{value}")
        return next((self._comments[name] for name in names if name in self._comments), "")


def short_name(full_name: str) -> str:
    """What the document calls a type: "leads.Contact" for crm.leads.v1.Contact."""
    parts = full_name.split(".")
    if parts[0] == "crm":
        parts = parts[1:]
        if parts[1] == "v1":
            del parts[1]
    return ".".join(parts)


def described(schema: Json, text: str) -> Json:
    """The schema with a description in front, when there is one."""
    return {"description": text, **schema} if text else schema


def nullable(schema: Json) -> Json:
    """The schema of something that null clears, or leaves unset."""
    if "type" in schema and "const" not in schema and "enum" not in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return schema | {"type": list(dict.fromkeys([*types, "null"]))}
    if "$ref" not in schema and "enum" not in schema and "const" not in schema:
        return schema  # anything goes, null included
    text = {"description": schema["description"]} if "description" in schema else {}
    rest = {key: value for key, value in schema.items() if key != "description"}
    return {**text, "anyOf": [rest, {"type": "null"}]}
