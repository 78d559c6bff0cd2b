"""One RPC's route as an OpenAPI operation."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from gateway.catalogue import EMPTY, HTTP_BODY, Catalogue, Kind, Method
from gateway.openapi.rules import Json
from gateway.openapi.schemas import Flavour, Schemas, described, short_name
from gateway.transcoding.decoding import Decoder
from gateway.transcoding.plans import Plan

CSV_OR_ANY = ("text/csv", "application/octet-stream")
BINARY: Json = {"type": "string", "format": "binary"}
SENTENCE = re.compile(r";\s|(?<=\.)\s+(?=[A-Z])")
# The refusals that any operation may give.
ALWAYS = ("400", "406", "429", "500", "503", "504")


class Operations:
    """Writes operations, collecting their schemas."""

    def __init__(self, catalogue: Catalogue, schemas: Schemas) -> None:
        self._decoder = Decoder(catalogue.pool, catalogue.options)
        self._comments = catalogue.comments
        self._schemas = schemas

    def of(self, method: Method, index: int, names: list[str]) -> Json:
        """The operation of a method's route number `index`; `names` are those of its path."""
        plan = Plan(method, method.bindings[index], self._decoder)
        operation: Json = {
            "operationId": operation_id(method) + (f"_{index + 1}" if index else ""),
            "summary": summary_of(method.comment),
            "description": method.comment,
            "tags": [tag_of(method)],
            "x-permission": method.permission,
            "x-scope": method.scope.removeprefix("SCOPE_").lower(),
        }
        if method.public:
            operation["security"] = []
        if parameters := [*self._parameters(plan, names), *headers(plan)]:
            operation["parameters"] = parameters
        if body := self._body(plan):
            operation["requestBody"] = body
        operation["responses"] = self._responses(plan)
        return operation

    def _parameters(self, plan: Plan, names: list[str]) -> Iterator[Json]:
        """What path and query hold."""
        example = plan.method.example
        for name, place in zip(names, plan.path.values(), strict=True):
            yield {
                "name": name,
                "in": "path",
                "required": True,
                **self._parameter(place.fields[-1]),
                **example_of(example, place.steps),
            }
        for name, place in plan.query.items():
            yield {
                "name": name,
                "in": "query",
                **self._parameter(place.fields[-1]),
                **example_of(example, place.steps),
            }

    def _parameter(self, field: FieldDescriptor) -> Json:
        schema = self._schemas.of_field(field, Flavour.INPUT)
        text = schema.pop("description", "")
        return described({"schema": as_text(schema)}, text)

    def _body(self, plan: Plan) -> Json | None:
        if plan.method.kind == Kind.UPLOAD:
            return self._file(plan)
        if plan.body is None:
            return None
        flavour = Flavour.PATCH if plan.binding.verb == "PATCH" else Flavour.INPUT
        prefix = plan.prefix
        omit = frozenset(
            place.steps[-1]
            for place in plan.path.values()
            if place.steps[:-1] == prefix and len(place.steps) == len(prefix) + 1
        )
        content: Json = {"schema": self._schemas.of_message(plan.body, flavour, omit)}
        if example := body_example(plan, omit):
            content["example"] = example
        required = bool(prefix) and plan.binding.verb == "POST"
        return {"required": required, "content": {"application/json": content}}

    def _file(self, plan: Plan) -> Json:
        """A file: raw, or the last part of a form whose other parts are the query's parameters."""
        texts = {
            name: self._parameter(place.fields[-1])["schema"] for name, place in plan.query.items()
        }
        form = {
            "type": "object",
            "properties": {**texts, plan.binding.body: BINARY},
            "required": [plan.binding.body],
            "additionalProperties": False,
        }
        raw = {media_type: {"schema": BINARY} for media_type in CSV_OR_ANY}
        return {"required": True, "content": {**raw, "multipart/form-data": {"schema": form}}}

    def _responses(self, plan: Plan) -> Json:
        status, success = self._success(plan)
        codes = sorted({*ALWAYS, *refusals(plan)})
        refused = {code: {"$ref": f"#/components/responses/{code}"} for code in codes}
        return {status: success, **refused, "default": {"$ref": "#/components/responses/default"}}

    def _success(self, plan: Plan) -> tuple[str, Json]:
        output = plan.method.output
        if output.full_name == EMPTY:
            return "204", {"description": "Done."}
        if output.full_name == HTTP_BODY:
            return "200", {"description": "The file.", "content": {"*/*": {"schema": BINARY}}}
        schema = self._schemas.of_message(output, Flavour.OUTPUT)
        told = self._comments.get(output.full_name, "").partition("\n")[0]
        answer: Json = {"description": told or "The answer."}
        if found := answer_headers(plan):
            answer["headers"] = found
        answer["content"] = {"application/json": {"schema": schema}}
        return ("201" if plan.method.creates else "200"), answer


def headers(plan: Plan) -> Iterator[Json]:
    """The request headers that mean something here."""
    if plan.binding.verb == "POST":
        yield {"$ref": "#/components/parameters/IdempotencyKey"}
    if plan.conditional:
        yield {"$ref": "#/components/parameters/IfMatch"}
    if plan.method.safe and has_etag(plan.method.output):
        yield {"$ref": "#/components/parameters/IfNoneMatch"}


def answer_headers(plan: Plan) -> Json:
    """The headers of a successful answer."""
    names = {
        "ETag": has_etag(plan.method.output),
        "Location": plan.method.creates,
        "Idempotent-Replayed": plan.binding.verb == "POST",
    }
    return {
        name: {"$ref": f"#/components/headers/{name}"} for name, given in names.items() if given
    }


def refusals(plan: Plan) -> Iterator[str]:
    """The refusals that depend on what the operation takes."""
    if not plan.method.public:
        yield from ("401", "403")
    if plan.path or plan.method.kind != Kind.UNARY:
        yield "404"
    if plan.method.safe and has_etag(plan.method.output):
        yield "304"
    if not plan.method.safe:
        yield "409"
    if plan.conditional:
        yield "412"
    if plan.binding.body:
        yield from ("413", "415")
    if plan.binding.verb == "POST":
        yield "422"


def summary_of(comment: str) -> str:
    """The first sentence, or what comes before its semicolon; it may run over lines."""
    return SENTENCE.split(" ".join(comment.split()), maxsplit=1)[0].rstrip(".")


def operation_id(method: Method) -> str:
    """A name that is the RPC's own, and one of a kind: "leads.CreateContact"."""
    service = short_name(method.descriptor.containing_service.full_name)
    return f"{service.rpartition('.')[0]}.{method.name}"


def tag_of(method: Method) -> str:
    """The feature: service and proto file, "leads.contacts"."""
    file: str = method.descriptor.containing_service.file.name
    return f"{method.backend}.{file.rsplit('/', 1)[-1].removesuffix('.proto')}"


def has_etag(message: Descriptor) -> bool:
    """Whether answers of this type have a version."""
    return "etag" in message.fields_by_name


def as_text(schema: Json) -> Json:
    """A schema for text in a path or query, where a 64-bit number is a number like any other."""
    if schema.get("type") != ["string", "integer"]:
        return schema
    return {key: value for key, value in schema.items() if key != "pattern"} | {"type": "integer"}


def example_of(example: Mapping[str, Any], steps: tuple[str, ...]) -> Json:
    """The example's value of a parameter, when it has one."""
    if steps == ("update_mask",):
        return {}  # over HTTP the keys of the body are the mask
    value: Any = example
    for step in steps:
        if not isinstance(value, Mapping) or step not in value:
            return {}
        value = value[step]
    return {"example": value}


def body_example(plan: Plan, omit: frozenset[str]) -> Any:
    """The example's body, without what comes in the path."""
    value: Any = plan.method.example
    for step in plan.prefix:
        value = value.get(step, {})
    return {key: item for key, item in value.items() if key not in omit}
