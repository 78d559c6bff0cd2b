"""From the parts of an HTTP request to the request message of an RPC.

One plan per route is made at start: where path, query and body go. Nothing is ignored: an unknown
parameter, a value that the path contradicts, a condition that cannot be kept are faults.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from gateway.body_limits import limit_of
from gateway.catalogue import HTTP_BODY, Method
from gateway.descriptors.bindings import Binding
from gateway.descriptors.templates import bind
from gateway.transcoding import masks
from gateway.transcoding.decoding import Decoder
from gateway.transcoding.faults import Fault, Faults, fault
from gateway.transcoding.parameters import Parameter, parameters

MAX_PARAMETERS = 100


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a request brings: `path` by variable, `query` as sent, `body` as parsed or None.

    `etag` is what If-Match demands, "" for nothing.
    """

    path: Mapping[str, str]
    query: str = ""
    body: dict[str, Any] | None = None
    etag: str = ""


class Plan:
    """How the requests of one route become messages.

    `path` and `query` are the fields filled from there, `body` the type of the JSON body or None,
    `prefix` the steps from the message to it, `limit` how many bytes it may have.
    """

    def __init__(self, method: Method, binding: Binding, decoder: Decoder) -> None:
        self.method = method
        self.binding = binding
        self._request = method.request
        self._options = decoder.options
        self.body = body_type(method, binding)
        self.prefix = (binding.body,) if binding.body not in {"", "*"} else ()
        self.path = path_parameters(method.input, binding, decoder)
        self.query = query_parameters(method.input, binding, decoder)
        self.limit = limit_of(self.body, decoder.options)
        self._fill = decoder.fill(self.body) if self.body is not None else None
        self._etag = etag_parameter(method.input, binding, self.body, decoder)

    @property
    def takes_json(self) -> bool:
        """Whether a request has a JSON body."""
        return self.body is not None

    @property
    def conditional(self) -> bool:
        """Whether If-Match can be kept."""
        return self._etag is not None and not self.method.safe

    def read(self, incoming: Incoming) -> Message:
        """The request message. Raises Faults: everything that is found wrong."""
        message = self._request()
        found: list[Fault] = []
        if incoming.query:
            found += self.read_query(message, split_query(incoming.query))
        if incoming.body is not None:
            found += self._read_body(message, incoming.body, incoming.path)
        for variable, place in self.path.items():
            found += attempt(place, message, incoming.path[variable])
        if incoming.etag:
            found += self._demand(message, incoming.etag)
        if found:
            raise Faults(found)
        return message

    def read_query(self, message: Message, pairs: Iterator[tuple[str, str]]) -> list[Fault]:
        """Puts every parameter into its field; what is wrong with them."""
        found: list[Fault] = []
        given = set[str]()
        for name, text in pairs:
            place = self.query.get(name)
            if place is None:
                found.append(Fault((name,), "unknown parameter"))
            elif name in given and not place.repeated:
                found.append(Fault(place.steps, "is given twice"))
            else:
                given.add(name)
                found += attempt(place, message, text)
        return found

    def _read_body(
        self, message: Any, value: dict[str, Any], path: Mapping[str, str]
    ) -> list[Fault]:
        """Fills the body's field, or the whole message; derives the mask of a PATCH."""
        found = self._agree(value, path)
        target = getattr(message, self.prefix[0]) if self.prefix else message
        target.SetInParent()
        try:
            if self._fill is not None:
                self._fill(target, value)
        except Faults as error:
            found += error.found
        if self.binding.verb == "PATCH" and self.body and not message.update_mask.paths:
            message.update_mask.paths.extend(masks.paths(self.body, value, self._options))
        return found

    def _agree(self, value: dict[str, Any], path: Mapping[str, str]) -> list[Fault]:
        """Takes what the path says out of the body; what is wrong where the two differ."""
        found: list[Fault] = []
        depth = len(self.prefix)
        for variable, place in self.path.items():
            if place.steps[:depth] != self.prefix:
                continue
            owner, key = innermost(value, place.steps[depth:])
            if key in owner and not place.same(owner.pop(key), path[variable]):
                found.append(Fault(place.steps[depth:], "differs from the path"))
        return found

    def _demand(self, message: Message, etag: str) -> list[Fault]:
        """Makes If-Match a condition of the call; what is wrong where it cannot be one."""
        if self._etag is None:
            return [Fault((), "If-Match cannot be kept here; leave it out")]
        if self._etag.held(message) not in {"", etag}:
            return [Fault((self._etag.steps[-1],), "differs from If-Match")]
        return attempt(self._etag, message, etag)


def attempt(place: Parameter, message: Message, text: str) -> list[Fault]:
    """Puts text into its field; what is wrong with it."""
    try:
        place.put(message, text)
    except Faults as error:
        return [Fault(place.steps, one.detail) for one in error.found]
    return []


def innermost(value: dict[str, Any], steps: tuple[str, ...]) -> tuple[dict[str, Any], str]:
    """The object that holds the last step; an empty one where the way breaks off."""
    for step in steps[:-1]:
        inner = value.get(step)
        value = inner if isinstance(inner, dict) else {}
    return value, steps[-1]


def split_query(query: str) -> Iterator[tuple[str, str]]:
    """The parameters of a query as sent (WSGI hands it over as Latin-1). Raises Faults."""
    try:
        pairs = parse_qsl(
            query.encode("latin-1").decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_PARAMETERS,
        )
    except UnicodeError:
        raise fault("the query is not UTF-8 text") from None
    except ValueError:
        raise fault(f"the query has more than {MAX_PARAMETERS} parameters") from None
    return iter(pairs)


def body_type(method: Method, binding: Binding) -> Descriptor | None:
    """What the JSON body is; None when there is no body or it is not JSON."""
    if binding.body == "*":
        return method.input
    named = method.input.fields_by_name.get(binding.body)
    inner = named.message_type if named else None
    return None if inner is None or inner.full_name == HTTP_BODY else inner


def path_parameters(
    message: Descriptor, binding: Binding, decoder: Decoder
) -> dict[str, Parameter]:
    """The path's fields by the names Werkzeug knows them by."""
    return {
        f"v{index}": Parameter(bind(message, name), decoder)
        for index, name in enumerate(binding.template.variables)
    }


def query_parameters(
    message: Descriptor, binding: Binding, decoder: Decoder
) -> dict[str, Parameter]:
    """The query's fields by name: everything that neither path nor body holds."""
    if binding.body == "*":
        return {}
    taken = {binding.body, *binding.template.variables}
    return {place.name: place for place in parameters(message, decoder, taken)}


def etag_parameter(
    message: Descriptor, binding: Binding, body: Descriptor | None, decoder: Decoder
) -> Parameter | None:
    """Where If-Match goes: the request's etag, or that of the resource it carries."""
    own = message.fields_by_name.get("etag")
    if own is not None:
        return Parameter((own,), decoder)
    inner = body.fields_by_name.get("etag") if body is not None else None
    if inner is None or binding.verb != "PATCH":
        return None  # what is only being made has no version to compare
    return Parameter((message.fields_by_name[binding.body], inner), decoder)
