"""Where path, query and body go: the rules of google.api.http as we keep them, a row each."""

from dataclasses import dataclass
from typing import Any

import pytest
from google.protobuf import json_format

from gateway.catalogue import Catalogue
from gateway.transcoding.decoding import Decoder
from gateway.transcoding.faults import Faults
from gateway.transcoding.plans import Incoming, Plan


@dataclass
class Case:
    """A request and the message it becomes, or the pointer and words of its faults."""

    name: str
    rpc: str
    incoming: Incoming
    message: dict[str, Any] | None = None
    faults: list[tuple[str, str]] | None = None
    binding: int = 0


def sent(
    path: str = "", query: str = "", body: dict[str, Any] | None = None, etag: str = ""
) -> Incoming:
    """The parts of a request; path variables are separated by slashes."""
    values = path.split("/") if path else []
    return Incoming({f"v{n}": value for n, value in enumerate(values)}, query, body, etag)


CASES = [
    # Paths
    Case("a path fills its field", "GetThing", sent("t1"), {"id": "t1"}),
    Case(
        "an additional route fills nested fields",
        "GetThing",
        sent("7/t1"),
        {"id": "t1", "shelf": {"number": 7}},
        binding=1,
    ),
    Case(
        "a path's number is a number",
        "RecountShelf",
        sent("seven"),
        faults=[("#/number", "must be a whole number")],
    ),
    Case("a path is not trusted with digits of other scripts", "RecountShelf", sent("٢"), None,
         [("#/number", "must be a whole number")]),
    # Queries
    Case(
        "a query fills plain fields",
        "ListThings",
        sent(query="page_size=5&filter=a%20b+c&show_deleted=true&ratio=1.5&big=9007199254740993"),
        {"page_size": 5, "filter": "a b c", "show_deleted": True, "ratio": 1.5,
         "big": "9007199254740993"},
    ),
    Case(
        "a list is given by repeating its name",
        "ListThings",
        sent(query="colours=RED&colours=BLUE&sizes=1&sizes=2"),
        {"colours": ["RED", "BLUE"], "sizes": [1, 2]},
    ),
    Case(
        "nested fields are dotted",
        "ListThings",
        sent(query="shelf.number=3"),
        {"shelf": {"number": 3}},
    ),
    Case(
        "times, durations, masks, wrappers and bytes are written as in JSON",
        "ListThings",
        sent(query="since=2026-01-31T09:30:00%2B01:00&within=3.5s&fields=name,tags&maybe=false"
                   "&digest=aGk"),
        {"since": "2026-01-31T08:30:00Z", "within": "3.500s", "fields": "name,tags",
         "maybe": False, "digest": "aGk="},
    ),
    Case("an empty text is a text", "ListThings", sent(query="prefix="), {"prefix": ""}),
    Case("a name without a value is empty", "ListThings", sent(query="prefix"), {"prefix": ""}),
    Case("UTF-8 may come unescaped", "ListThings",
         sent(query="filter=Zoë".encode().decode("latin-1")), {"filter": "Zoë"}),
    Case("unknown parameters are refused", "ListThings", sent(query="limit=5"), None,
         [("#/limit", "unknown parameter")]),
    Case("brackets are no syntax here", "ListThings", sent(query="filter[a][regex]=x"), None,
         [("#/filter[a][regex]", "unknown parameter")]),
    Case("camelCase is refused", "ListThings", sent(query="pageSize=5"), None,
         [("#/pageSize", "unknown parameter")]),
    Case("a singular field given twice is refused", "ListThings",
         sent(query="page_size=1&page_size=1"), None, [("#/page_size", "is given twice")]),
    Case("a message is not a parameter", "ListThings", sent(query="shelf=3"), None,
         [("#/shelf", "unknown parameter")]),
    Case("maps are no parameters", "ListThings", sent(query="labels.a=b"), None,
         [("#/labels.a", "unknown parameter")]),
    Case("structs are no parameters", "ListThings", sent(query="anything=1"), None,
         [("#/anything", "unknown parameter")]),
    Case("the path's field is not a parameter", "GetThing", sent("t1", "id=t1"), None,
         [("#/id", "unknown parameter")]),
    Case("the body's field is not a parameter", "CreateThing",
         sent(query="thing.name=x", body={}), None, [("#/thing.name", "unknown parameter")]),
    Case("with everything in the body there are no parameters", "PaintThing",
         sent("t1", "colour=RED", {}), None, [("#/colour", "unknown parameter")]),
    Case("a query goes beside a body", "CreateThing",
         sent(query="validate_only=true", body={"name": "Lamp"}),
         {"thing": {"name": "Lamp"}, "validate_only": True}),
    Case("booleans are true or false", "ListThings", sent(query="show_deleted=1"), None,
         [("#/show_deleted", "must be true or false")]),
    Case("numbers have no underscores", "ListThings", sent(query="page_size=1_000"), None,
         [("#/page_size", "must be a whole number")]),
    Case("numbers have ASCII digits", "ListThings", sent(query="page_size=%D9%A2%D9%A0"), None,
         [("#/page_size", "must be a whole number")]),
    Case("numbers are not empty", "ListThings", sent(query="page_size="), None,
         [("#/page_size", "must be a whole number")]),
    Case("numbers have no plus", "ListThings", sent(query="page_size=%2B5"), None,
         [("#/page_size", "must be a whole number")]),
    Case("numbers are bounded by their field", "ListThings", sent(query="page_size=2147483648"),
         None, [("#/page_size", "must be between -2147483648 and 2147483647")]),
    Case("fractions are finite", "ListThings", sent(query="ratio=1e999"), None,
         [("#/ratio", "must be a number")]),
    Case("NaN is no number", "ListThings", sent(query="ratio=NaN"), None,
         [("#/ratio", "must be a number")]),
    Case("an enum has names", "ListThings", sent(query="colours=1"), None,
         [("#/colours", "must be one of RED, BLUE")]),
    Case("a day that is none is refused", "ListThings",
         sent(query="since=2026-02-30T00:00:00Z"), None,
         [("#/since", "is no time of the calendar")]),
    Case("NUL is refused", "ListThings", sent(query="filter=a%00b"), None,
         [("#/filter", "must not hold the character U+0000")]),
    Case("bytes that are no UTF-8 are refused", "ListThings", sent(query="filter=%ff"), None,
         [("#", "the query is not UTF-8 text")]),
    Case("a query is bounded", "ListThings", sent(query="&".join(["sizes=1"] * 101)), None,
         [("#", "the query has more than 100 parameters")]),
    Case("every fault of a request is told", "UpdateThing",
         sent("t1", "a=1", {"nme": 1, "size": "3"}), None,
         [("#/a", "unknown parameter"), ("#/nme", "unknown field"),
          ("#/size", "must be a whole number")]),
    # Bodies
    Case("a body fills its field", "CreateThing", sent(body={"name": "Lamp"}),
         {"thing": {"name": "Lamp"}}),
    Case("an empty body sets its field", "CreateThing", sent(body={}), {"thing": {}}),
    Case("without a body its field is unset", "CreateThing", sent(), {}),
    Case("a body fills the whole message", "PaintThing", sent("t1", body={"colour": "RED"}),
         {"id": "t1", "colour": "RED"}),
    Case("path and body may agree", "PaintThing", sent("t1", body={"id": "t1"}), {"id": "t1"}),
    Case("path and body may not differ", "PaintThing", sent("t1", body={"id": "t2"}), None,
         [("#/id", "differs from the path")]),
    Case("path and body may agree about what only the server sets", "UpdateThing",
         sent("t1", body={"id": "t1", "name": "x"}),
         {"thing": {"id": "t1", "name": "x"}, "update_mask": "name"}),
    Case("path and nested body may not differ", "UpdateThing", sent("t1", body={"id": "t2"}), None,
         [("#/id", "differs from the path")]),
    Case("null in the body differs from the path", "PaintThing", sent("t1", body={"id": None}),
         None, [("#/id", "differs from the path")]),
    Case("what only the server sets is refused", "CreateThing",
         sent(body={"id": "t9", "state": "USED"}), None,
         [("#/id", "is set by the server; leave it out"),
          ("#/state", "is set by the server; leave it out")]),
    # Masks
    Case("a mask is the keys of the body, and null clears", "UpdateThing",
         sent("t1", body={"name": None, "size": 3}),
         {"thing": {"id": "t1", "size": 3}, "update_mask": "name,size"}),
    Case("a mask descends into messages", "UpdateThing",
         sent("t1", body={"extent": {"width": None}}),
         {"thing": {"id": "t1", "extent": {}}, "update_mask": "extent.width"}),
    Case("a message given with all its fields is named whole", "UpdateThing",
         sent("t1", body={"extent": {"width": 1.5, "height": None}}),
         {"thing": {"id": "t1", "extent": {"width": 1.5}}, "update_mask": "extent"}),
    Case("nothing inside a message is no change", "UpdateThing",
         sent("t1", body={"extent": {}}), {"thing": {"id": "t1", "extent": {}},
                                           "update_mask": ""}),
    Case("a cleared message is named whole", "UpdateThing", sent("t1", body={"extent": None}),
         {"thing": {"id": "t1"}, "update_mask": "extent"}),
    Case("a mask does not descend into lists, maps, structs and times", "UpdateThing",
         sent("t1", body={"tags": ["a"], "counts": {"a": 1}, "custom_fields": {"a": {"b": 1}},
                          "expire_time": "2026-01-31T09:30:00Z"}),
         {"thing": {"id": "t1", "tags": ["a"], "counts": {"a": 1},
                    "custom_fields": {"a": {"b": 1.0}}, "expire_time": "2026-01-31T09:30:00Z"},
          "update_mask": "tags,counts,customFields,expireTime"  # protobuf's spelling
         }),
    Case("an etag is a condition and not a change", "UpdateThing",
         sent("t1", body={"name": "x", "etag": "3"}),
         {"thing": {"id": "t1", "name": "x", "etag": "3"}, "update_mask": "name"}),
    Case("a mask in the query stands", "UpdateThing",
         sent("t1", "update_mask=name,tags", {"name": "x"}),
         {"thing": {"id": "t1", "name": "x"}, "update_mask": "name,tags"}),
    Case("a mask in the query is in our spelling", "UpdateThing",
         sent("t1", "update_mask=shelfId", {}), None,
         [("#/update_mask", 'must be field names like "first_name,tags"')]),
    # If-Match
    Case("If-Match fills the request's etag", "DeleteThing", sent("t1", etag="3"),
         {"id": "t1", "etag": "3"}),
    Case("If-Match fills the resource's etag", "UpdateThing",
         sent("t1", body={"name": "x"}, etag="3"),
         {"thing": {"id": "t1", "name": "x", "etag": "3"}, "update_mask": "name"}),
    Case("If-Match and body may agree", "PaintThing", sent("t1", body={"etag": "3"}, etag="3"),
         {"id": "t1", "etag": "3"}),
    Case("If-Match and body may not differ", "PaintThing",
         sent("t1", body={"etag": "2"}, etag="3"), None, [("#/etag", "differs from If-Match")]),
    Case("If-Match is refused where it cannot be kept", "RecountShelf", sent("7", etag="3"), None,
         [("#", "If-Match cannot be kept here; leave it out")]),
    # Files
    Case("beside a file, fields come by path and query", "ImportThings",
         sent("s1", "dry_run=true"), {"shelf": "s1", "dry_run": True}),
    Case("the file itself is no parameter", "ImportThings", sent("s1", "file.data=aGk"), None,
         [("#/file.data", "unknown parameter")]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_rules(case: Case, everything: Catalogue) -> None:
    method = everything.by_name[f"crm.everything.v1.ThingService.{case.rpc}"]
    decoder = Decoder(everything.pool, everything.options)
    plan = Plan(method, method.bindings[case.binding], decoder)
    if case.faults is not None:
        with pytest.raises(Faults) as refusal:
            plan.read(case.incoming)
        assert [(fault.pointer, fault.detail) for fault in refusal.value.found] == case.faults
    else:
        message = plan.read(case.incoming)
        assert json_format.MessageToDict(message, preserving_proto_field_name=True) == case.message


def test_plans_name_the_parameters_they_take(everything: Catalogue) -> None:
    method = everything.by_name["crm.everything.v1.ThingService.ListThings"]
    plan = Plan(method, method.bindings[0], Decoder(everything.pool, everything.options))
    assert "shelf.number" in plan.query
    assert not {"labels", "anything", "shelf"} & set(plan.query)
