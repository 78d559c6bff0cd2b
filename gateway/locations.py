"""Where a created resource is found: the path of the RPC that returns one like it."""

from typing import Any
from urllib.parse import quote

from google.protobuf.message import Message

from gateway.catalogue import Catalogue, Method
from gateway.descriptors.templates import Template


class Locations:
    """The place of what each creating RPC makes."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._templates = {
            method: found
            for method in catalogue.methods
            if method.creates and (found := getter(catalogue, method))
        }

    def of(self, method: Method, made: Message) -> str:
        """The path of what was made; "" where no RPC returns it."""
        template = self._templates.get(method)
        if template is None:
            return ""
        values: dict[str, Any] = {name: getattr(made, name) for name in template.variables}
        return template.fill({name: quote(str(value), safe="") for name, value in values.items()})


def getter(catalogue: Catalogue, method: Method) -> Template | None:
    """The path of the Get that returns what `method` makes and needs nothing but its fields."""
    fields = set(method.output.fields_by_name)
    for other in catalogue.methods:
        same = other.output.full_name == method.output.full_name and other.name.startswith("Get")
        for binding in other.bindings if same else ():
            if binding.template.variables and fields.issuperset(binding.template.variables):
                return binding.template
    return None
