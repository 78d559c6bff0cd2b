"""protovalidate's rules as JSON Schema keywords: what is checked is what is documented."""

import re
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]

IGNORE_IF_ZERO = 1
IGNORE_ALWAYS = 3
UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
FORMATS = {
    "email": "email",
    "hostname": "hostname",
    "ipv4": "ipv4",
    "ipv6": "ipv6",
    "uri": "uri",
    "uri_ref": "uri-reference",
    "uuid": "uuid",
}
BOUNDS = {
    "gte": "minimum",
    "lte": "maximum",
    "gt": "exclusiveMinimum",
    "lt": "exclusiveMaximum",
}


def keywords(rules: Any) -> Json:
    """The keywords of a field's rules (buf.validate.FieldRules, or None)."""
    if rules is None or rules.ignore == IGNORE_ALWAYS:
        return {}
    kind = rules.WhichOneof("type")
    found = KINDS.get(kind, numbers)(getattr(rules, kind)) if kind else {}
    if rules.ignore == IGNORE_IF_ZERO and kind == "string":
        found = or_empty(found)
    if told := [rule.message for rule in rules.cel if rule.message]:
        found["x-rules"] = told
    return found


def or_empty(found: Json) -> Json:
    """The keywords of a text that may also be empty."""
    found.pop("minLength", None)
    if found.get("format") == "uuid":
        del found["format"]
        found["pattern"] = f"^{UUID}$"
    if "pattern" in found:
        found["pattern"] = f"^$|{found['pattern']}"
    return found


def strings(rules: Any) -> Json:
    """Lengths in characters, pattern, format."""
    found = counts(rules, min_len="minLength", max_len="maxLength")
    if rules.len:
        found |= {"minLength": rules.len, "maxLength": rules.len}
    if rules.pattern:
        found["pattern"] = rules.pattern
    elif rules.prefix or rules.suffix:
        found["pattern"] = f"^{re.escape(rules.prefix)}.*{re.escape(rules.suffix)}$"
    known = rules.WhichOneof("well_known")
    if known in FORMATS:
        found["format"] = FORMATS[known]
    return found | choices(rules)


def numbers(rules: Any) -> Json:
    """Bounds; also for bool, which has none."""
    names = {field.name for field in rules.DESCRIPTOR.fields}
    bounds = {
        keyword: getattr(rules, name)
        for name, keyword in BOUNDS.items()
        if name in names and rules.HasField(name)
    }
    plain = {key: value for key, value in bounds.items() if isinstance(value, int | float)}
    return plain | (choices(rules) if "const" in names else {})


def lists(rules: Any) -> Json:
    """How many items, and whether they differ; the items' own rules are theirs."""
    found = counts(rules, min_items="minItems", max_items="maxItems")
    return found | ({"uniqueItems": True} if rules.unique else {})


def maps(rules: Any) -> Json:
    """How many entries."""
    return counts(rules, min_pairs="minProperties", max_pairs="maxProperties")


def counts(rules: Any, **names: str) -> Json:
    """Bounds of a size, where they are set."""
    return {
        keyword: getattr(rules, name) for name, keyword in names.items() if rules.HasField(name)
    }


def choices(rules: Any) -> Json:
    """The values that are allowed, where they are listed."""
    if rules.HasField("const"):
        return {"const": rules.const}
    listed = list(getattr(rules, "in", ()))
    return {"enum": listed} if listed and not isinstance(listed[0], bytes) else {}


def enums(rules: Any) -> Json:
    """Nothing: the names are in the enum's own schema."""
    del rules
    return {}


KINDS: dict[str, Callable[[Any], Json]] = {
    "string": strings,
    "repeated": lists,
    "map": maps,
    "enum": enums,
    "bytes": enums,
    "any": enums,
    "duration": enums,
    "timestamp": enums,
    "field_mask": enums,
}


def demands_a_value(rules: Any) -> bool:
    """Whether the zero value breaks the rules, so that leaving a field out does too."""
    if rules is None or rules.ignore in {IGNORE_IF_ZERO, IGNORE_ALWAYS}:
        return False
    found = keywords(rules)
    if rules.required or found.get("minLength") or found.get("minItems"):
        return True
    if found.get("minProperties") or found.get("minimum", 0) > 0 or "exclusiveMinimum" in found:
        return True
    pattern = found.get("pattern")
    return "format" in found or bool(pattern and not re.search(pattern, ""))
