"""Path templates of google.api.http, the strict subset we serve: `{field.path}` and `:verb`."""

import re
from dataclasses import dataclass

from google.protobuf.descriptor import Descriptor, FieldDescriptor

LITERAL = re.compile(r"[A-Za-z0-9_.~-]+")
VARIABLE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\}")
VERB = re.compile(r"[A-Za-z][A-Za-z0-9]*")


class TemplateError(ValueError):
    """A template says more than we serve; the message says what."""


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed path template.

    `segments` are literals and `{field.path}` as written, `variables` the dotted paths in order,
    `verb` the custom verb or "".
    """

    text: str
    segments: tuple[str, ...]
    variables: tuple[str, ...]
    verb: str

    @property
    def shape(self) -> str:
        """The path with its variables unnamed: two equal shapes are the same route."""
        return VARIABLE.sub("{}", self.text)

    @property
    def rule(self) -> str:
        """The same path in Werkzeug's words; variable N is called `vN`."""
        numbered = iter(range(len(self.variables)))
        return VARIABLE.sub(lambda _: f"<segment:v{next(numbered)}>", self.text)

    def fill(self, values: dict[str, str]) -> str:
        """The path for these variables; values must be URL-safe already."""
        return VARIABLE.sub(lambda match: values[match.group(1)], self.text)


def parse(text: str) -> Template:
    """Parses a template. Raises TemplateError for anything beyond the subset."""
    if not text.startswith("/"):
        raise TemplateError(f"{text!r} does not start with /")
    path, verb = split_verb(text)
    segments = tuple(path[1:].split("/"))
    for segment in segments:
        if not (LITERAL.fullmatch(segment) or VARIABLE.fullmatch(segment)):
            raise TemplateError(f"{text!r}: only names and {{field}} are served, not {segment!r}")
    variables = tuple(VARIABLE.findall(path))
    if len(set(variables)) != len(variables):
        raise TemplateError(f"{text!r} binds a field twice")
    return Template(text, segments, variables, verb)


def split_verb(text: str) -> tuple[str, str]:
    """Splits `/v1/things/{id}:verb`. Raises TemplateError for a verb that is not a plain word."""
    head, slash, last = text.rpartition("/")
    name, colon, verb = last.partition(":")
    if colon and not VERB.fullmatch(verb):
        raise TemplateError(f"{text!r}: a verb is one word of letters, not {verb!r}")
    return f"{head}{slash}{name}", verb


def resolve(message: Descriptor, path: str) -> tuple[FieldDescriptor, ...]:
    """The fields that a dotted path names. Raises TemplateError for unknown or repeated ones."""
    fields: list[FieldDescriptor] = []
    inside: Descriptor | None = message
    for name in path.split("."):
        field = inside.fields_by_name.get(name) if inside is not None else None
        if field is None:
            raise TemplateError(f"{message.full_name} has no field {path!r}")
        if field.is_repeated:
            raise TemplateError(f"{message.full_name}.{path} is repeated")
        fields.append(field)
        inside = field.message_type
    return tuple(fields)


def bind(message: Descriptor, path: str) -> tuple[FieldDescriptor, ...]:
    """Like resolve, and the last field must be a plain value: it is filled from the path."""
    fields = resolve(message, path)
    if fields[-1].message_type is not None:
        raise TemplateError(f"{message.full_name}.{path} is a message; a path carries one value")
    return fields
