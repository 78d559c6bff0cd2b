"""The whole document: paths, tags and components. The same protos give the same bytes."""

import orjson

from gateway.catalogue import Catalogue, Method
from gateway.descriptors.templates import VARIABLE
from gateway.openapi import invitation, session, shared, stream
from gateway.openapi.operations import Operations, tag_of
from gateway.openapi.rules import Json
from gateway.openapi.schemas import Schemas


def build(catalogue: Catalogue) -> Json:
    """The OpenAPI 3.1 document of a catalogue."""
    schemas = Schemas(catalogue)
    paths = build_paths(catalogue, Operations(catalogue, schemas))
    handwritten, told = dict[str, Json](), tags(catalogue)
    if session.declared(catalogue):
        paths["/v1/session"] = session.path()
        paths |= invitation.paths()
        handwritten["Session"] = session.SESSION
        paths["/v1/stream"] = stream.path()
        told += [session.TAG, stream.TAG]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Trellis", "version": "v1", "description": shared.ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"api_key": []}, {"session": []}],
        "tags": told,
        "paths": paths,
        "components": {
            "schemas": {
                "Problem": shared.PROBLEM,
                **handwritten,
                **dict(sorted(schemas.found.items())),
            },
            "responses": shared.responses(),
            "parameters": shared.PARAMETERS,
            "headers": shared.HEADERS,
            "securitySchemes": shared.SECURITY,
        },
    }


def write(catalogue: Catalogue) -> bytes:
    """The document as JSON for people and diffs: indented, ending in a newline."""
    return orjson.dumps(build(catalogue), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def build_paths(catalogue: Catalogue, operations: Operations) -> Json:
    """Every route. Routes of one shape share an item, under the names that come first."""
    paths, names = dict[str, Json](), dict[str, str]()
    for method in catalogue.methods:
        for index, binding in enumerate(method.bindings):
            template = binding.template
            last = {name: f"{{{name.rsplit('.', 1)[-1]}}}" for name in template.variables}
            path = names.setdefault(template.shape, template.fill(last))
            operation = operations.of(method, index, VARIABLE.findall(path))
            paths.setdefault(path, {})[binding.verb.lower()] = operation
    return paths


def tags(catalogue: Catalogue) -> list[Json]:
    """The features in the order of their protos, each with what its service says of itself."""
    found = dict[str, Json]()
    for method in catalogue.methods:
        found.setdefault(tag_of(method), tag(catalogue, method))
    return list(found.values())


def tag(catalogue: Catalogue, method: Method) -> Json:
    """The tag of a method's feature."""
    name = tag_of(method)
    title = name.partition(".")[2].replace("_", " ").capitalize().replace("Api ", "API ")
    text = catalogue.comments.get(method.descriptor.containing_service.full_name, "")
    return {"name": name, "description": text, "x-displayName": title}
