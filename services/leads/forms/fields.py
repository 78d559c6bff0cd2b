"""The questions of a form: their kinds, where their answers go, and what makes sense."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from chassis.custom_fields import BAG, Definition, FieldType
from chassis.errors import InvalidArgument, Violation
from services.leads.targets import CONTACT_FIELDS

#: Names that plain HTML forms send beside the answers.
RESERVED = ("consent", "token", "referrer", "landing_page")
TARGETS = (*CONTACT_FIELDS, "source")


class Type(StrEnum):
    """How a question is asked and what its answer looks like in JSON."""

    TEXT = "TEXT"
    LONG_TEXT = "LONG_TEXT"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    NUMBER = "NUMBER"
    DATE = "DATE"
    CHECKBOX = "CHECKBOX"
    CHOICE = "CHOICE"
    CHOICES = "CHOICES"


TEXTS = (Type.TEXT, Type.LONG_TEXT)
#: What a question that fills this field must be, so that every answer fits.
KINDS_OF_TARGET: dict[str, tuple[Type, ...]] = {
    **dict.fromkeys(TARGETS, (Type.TEXT, Type.CHOICE)),
    "email": (Type.EMAIL,),
    "phone": (Type.PHONE,),
    "birth_date": (Type.DATE,),
}
KINDS_OF_CUSTOM: dict[FieldType, tuple[Type, ...]] = {
    FieldType.TEXT: (*TEXTS, Type.EMAIL, Type.PHONE, Type.CHOICE),
    FieldType.NUMBER: (Type.NUMBER,),
    FieldType.BOOLEAN: (Type.CHECKBOX,),
    FieldType.DATE: (Type.DATE,),
    FieldType.CHOICE: (Type.CHOICE,),
    FieldType.CHOICES: (Type.CHOICES,),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question."""

    key: str
    maps_to: str = ""
    label: str = ""
    type: Type = Type.TEXT
    required: bool = False
    options: list[str] = field(default_factory=list)
    help_text: str = ""
    hidden: bool = False
    default_value: str = ""

    def as_json(self) -> dict[str, Any]:
        """As it is stored and shown."""
        return asdict(self)

    @property
    def custom_key(self) -> str:
        """The key of the custom field it fills; "" when it fills none."""
        bag, _, key = self.maps_to.partition(".")
        return key if bag == BAG else ""


#: What a form asks unless it is told otherwise: at most five things.
DEFAULT = (
    Question("name", "full_name", "Name"),
    Question("company", "company_name", "Company"),
    Question("email", "email", "E-mail", Type.EMAIL, required=True),
    Question("interest", "", "What are you interested in?"),
    Question("source", "source", "Source", hidden=True, default_value="website"),
)


def read(stored: Iterable[Mapping[str, Any]]) -> list[Question]:
    """The questions as they are stored; missing labels are made of the key."""
    return [_read(values) for values in stored]


def _read(values: Mapping[str, Any]) -> Question:
    known = {name: values[name] for name in Question.__dataclass_fields__ if name in values}
    kind = known.get("type", "")
    label = str(known.get("label", "")).strip()
    known["type"] = Type(kind) if kind in Type.__members__ else Type.TEXT
    known["label"] = label or known["key"].replace("_", " ").capitalize()
    return Question(**known)


def check(questions: Sequence[Question], definitions: Iterable[Definition], trap: str) -> None:
    """Raises InvalidArgument naming every question that makes no sense.

    trap: the form's honeypot, which must not be a question.
    """
    known = {definition.key: definition for definition in definitions}
    found = [
        Violation(f"fields[{number}].{name}", why)
        for number, question in enumerate(questions)
        for name, why in _faults(question, known, trap)
    ]
    found += _repeated(questions, "key")
    found += _repeated(questions, "maps_to")
    if not any(q.maps_to == "email" and q.required and not q.hidden for q in questions):
        found.append(Violation("fields", "must ask for an e-mail address: maps_to email, required"))
    if found:
        raise InvalidArgument.many(found)


def _faults(
    question: Question, known: Mapping[str, Definition], trap: str
) -> Iterable[tuple[str, str]]:
    if question.key in RESERVED or question.key.startswith("utm_"):
        yield "key", f"must not be {question.key}: it means something else in a form"
    if question.key == trap:
        yield "key", "must not be the honeypot"
    yield from _faults_of_target(question, known)
    offers = question.type in (Type.CHOICE, Type.CHOICES)
    if offers and not question.options:
        yield "options", "a choice needs options"
    if not offers and question.options:
        yield "options", "only CHOICE and CHOICES have options"
    if question.hidden and question.required and not question.default_value:
        yield "default_value", "nobody can fill in a hidden field; give it a value"


def _faults_of_target(
    question: Question, known: Mapping[str, Definition]
) -> Iterable[tuple[str, str]]:
    if not question.maps_to:
        return
    if definition := known.get(question.custom_key):
        kinds = KINDS_OF_CUSTOM[definition.type]
        if extra := set(question.options) - set(definition.options or question.options):
            yield "options", f"the custom field does not know {', '.join(sorted(extra))}"
    elif question.maps_to in KINDS_OF_TARGET:
        kinds = KINDS_OF_TARGET[question.maps_to]
    else:
        names = [*TARGETS, *(f"{BAG}.{key}" for key in known)]
        yield "maps_to", f"must be one of: {', '.join(names)}"
        return
    if question.type not in kinds:
        yield "type", f"must be {' or '.join(kinds)} to fill {question.maps_to}"


def _repeated(questions: Sequence[Question], name: str) -> list[Violation]:
    seen: set[str] = set()
    found = []
    for number, question in enumerate(questions):
        value = getattr(question, name)
        if value and value in seen:
            found.append(Violation(f"fields[{number}].{name}", f"{value} is there already"))
        seen.add(value)
    return found
