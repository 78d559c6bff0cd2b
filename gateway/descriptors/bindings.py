"""What an RPC's google.api.http says, as routes; anything beyond our subset is refused by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from google.protobuf.descriptor import Descriptor

from gateway.descriptors.templates import Template, TemplateError, bind, parse

VERBS = ("get", "post", "patch", "delete")


class CatalogueError(ValueError):
    """The descriptor set says something the gateway cannot serve; it does not start."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One route of an RPC. `body` is "*", the name of a message field, or "" for none."""

    verb: str
    template: Template
    body: str


def read_bindings(message: Descriptor, http: Any) -> tuple[Binding, ...]:
    """The routes of an HttpRule for a request message. Raises CatalogueError."""
    return tuple(read_binding(message, rule) for rule in rules(http))


def rules(http: Any) -> Iterable[Any]:
    """The rule and its additional bindings, which may not nest."""
    yield http
    for rule in http.additional_bindings:
        if rule.additional_bindings:
            raise CatalogueError("additional_bindings inside additional_bindings")
        yield rule


def read_binding(message: Descriptor, rule: Any) -> Binding:
    """One route. Raises CatalogueError for what we do not serve."""
    verb = rule.WhichOneof("pattern") or "no path"
    if verb not in VERBS:
        raise CatalogueError(f"{verb!r} is not served; use one of {', '.join(VERBS)}")
    if rule.response_body:
        raise CatalogueError("response_body is not served")
    try:
        template = parse(getattr(rule, verb))
        for variable in template.variables:
            bind(message, variable)
    except TemplateError as error:
        raise CatalogueError(str(error)) from None
    check_body(message, verb, rule.body)
    binding = Binding(verb.upper(), template, rule.body)
    check_mask(message, binding)
    return binding


def check_body(message: Descriptor, verb: str, body: str) -> None:
    """A body belongs to POST and PATCH, and is everything or one message."""
    if body and verb in {"get", "delete"}:
        raise CatalogueError(f"{verb} takes no body")
    if not body or body == "*":
        return
    named = message.fields_by_name.get(body)
    if named is None:
        raise CatalogueError(f"{message.full_name} has no field {body!r} for the body")
    if named.message_type is None or named.is_repeated:
        raise CatalogueError(f"the body's field {body!r} is not one message")


def check_mask(message: Descriptor, binding: Binding) -> None:
    """PATCH changes one resource through a mask, so that leaving out and clearing differ."""
    if binding.verb != "PATCH":
        return
    mask = message.fields_by_name.get("update_mask")
    is_mask = mask is not None and mask.message_type is not None
    if not is_mask or binding.body in {"", "*"}:
        raise CatalogueError("patch needs an update_mask and the resource as its body field")
