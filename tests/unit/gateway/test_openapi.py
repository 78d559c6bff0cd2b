"""The document says what the gateway does, and nothing that it does not."""

import json
import re
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from gateway.catalogue import Catalogue
from gateway.openapi import rules
from gateway.openapi.document import build, write
from gateway.openapi.operations import summary_of
from gateway.transcoding.encoding import Encoder

Json = dict[str, Any]


@pytest.fixture(scope="module")
def document(everything: Catalogue) -> Json:
    """The document as a reader sees it."""
    return json.loads(write(everything))  # type: ignore[no-any-return]


def operation(document: Json, verb: str, path: str) -> Json:
    found: Json = document["paths"][path][verb]
    return found


def schema(document: Json, name: str) -> Json:
    found: Json = document["components"]["schemas"][f"everything.{name}"]
    return found


def test_the_same_protos_give_the_same_bytes(everything: Catalogue) -> None:
    assert write(everything) == write(everything)
    assert write(everything).endswith(b"}\n")


def test_every_route_is_there_under_a_name_of_its_own(
    document: Json, everything: Catalogue
) -> None:
    names = [op["operationId"] for item in document["paths"].values() for op in item.values()]
    assert len(names) == sum(len(method.bindings) for method in everything.methods)
    assert len(set(names)) == len(names)
    assert {"everything.GetThing", "everything.GetThing_2"} <= set(names)


def test_every_reference_leads_somewhere(document: Json) -> None:
    for reference in set(re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(document))):
        inside: Any = document
        for step in reference.split("/"):
            inside = inside[step]
        assert inside


def test_every_schema_is_a_json_schema(document: Json) -> None:
    for found in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(found)


def test_routes_of_one_shape_share_their_parameters_names(document: Json) -> None:
    assert set(document["paths"]["/v1/things/{id}"]) == {"get", "patch", "delete"}
    (parameter,) = [
        one
        for one in operation(document, "patch", "/v1/things/{id}")["parameters"]
        if one.get("in") == "path"
    ]
    assert parameter["name"] == "id"


def test_an_operation_says_what_its_rpc_says(document: Json) -> None:
    found = operation(document, "patch", "/v1/things/{id}")
    assert found["summary"] == "Changes a thing"
    assert found["description"] == "Changes a thing. ABORTED: ETAG_MISMATCH."
    assert found["x-permission"] == "things.write"
    assert found["x-scope"] == "records"
    assert found["tags"] == ["everything.everything"]


@pytest.mark.parametrize(
    ("comment", "summary"),
    [
        ("Makes a thing.", "Makes a thing"),
        ("Makes a thing. NOT_FOUND: there is none.", "Makes a thing"),
        ("Makes a thing,\nover two lines.\nMore.", "Makes a thing, over two lines"),
        ("Makes a thing; nobody sees it.", "Makes a thing"),
        ("Uses version 1.5 of it.", "Uses version 1.5 of it"),
    ],
)
def test_a_summary_is_the_first_sentence(comment: str, summary: str) -> None:
    assert summary_of(comment) == summary


def test_headers_are_said_where_they_mean_something(document: Json) -> None:
    def headers(verb: str, path: str) -> set[str]:
        listed = operation(document, verb, path).get("parameters", [])
        return {one["$ref"].rsplit("/", 1)[1] for one in listed if "$ref" in one}

    assert headers("get", "/v1/things/{id}") == {"IfNoneMatch"}
    assert headers("patch", "/v1/things/{id}") == {"IfMatch"}
    assert headers("delete", "/v1/things/{id}") == {"IfMatch"}
    assert headers("post", "/v1/things") == {"IdempotencyKey"}
    assert headers("post", "/v1/things/{id}:paint") == {"IdempotencyKey", "IfMatch"}
    assert headers("get", "/v1/things") == set()


def test_public_operations_need_no_credentials(document: Json) -> None:
    assert operation(document, "get", "/v1/things:count")["security"] == []
    assert "security" not in operation(document, "get", "/v1/things")
    assert "401" not in operation(document, "get", "/v1/things:count")["responses"]


def test_answers_have_the_status_they_are_given_with(document: Json) -> None:
    def success(verb: str, path: str) -> str:
        return next(iter(operation(document, verb, path)["responses"]))

    assert success("get", "/v1/things/{id}") == "200"
    assert success("post", "/v1/things") == "201"
    assert success("delete", "/v1/things/{id}") == "204"


def test_what_is_sent_leaves_out_what_the_server_sets(document: Json) -> None:
    sent = schema(document, "ThingInput")
    assert not {"id", "etag", "create_time", "state"} & set(sent["properties"])
    assert sent["required"] == ["name"]
    assert sent["additionalProperties"] is False
    assert sent["properties"]["secret"]["writeOnly"] is True
    assert sent["properties"]["shelf_id"]["x-immutable"] is True


def test_what_is_answered_says_what_is_always_there(document: Json) -> None:
    answered = schema(document, "Thing")
    assert {"id", "name", "tags", "counts", "state"} <= set(answered["required"])
    assert not {"extent", "create_time"} & set(answered["required"])
    assert "secret" not in answered["properties"]
    assert answered["properties"]["id"]["readOnly"] is True
    assert "additionalProperties" not in answered


def test_a_change_requires_nothing_and_clears_with_null(document: Json) -> None:
    changed = schema(document, "ThingPatch")
    assert "required" not in changed
    assert changed["properties"]["name"]["type"] == ["string", "null"]
    assert {"type": "null"} in changed["properties"]["colour"]["anyOf"]
    assert "etag" in changed["properties"]


def test_rules_are_keywords(document: Json) -> None:
    sent = schema(document, "ThingInput")["properties"]
    assert (sent["name"]["minLength"], sent["name"]["maxLength"]) == (1, 100)
    assert (sent["size"]["minimum"], sent["size"]["maximum"]) == (0, 1000)
    assert (sent["tags"]["maxItems"], sent["tags"]["uniqueItems"]) == (50, True)
    assert sent["tags"]["items"]["minLength"] == 1
    assert sent["email"]["format"] == "email"
    assert re.search(sent["shelf_id"]["pattern"], "")
    assert re.search(sent["shelf_id"]["pattern"], "01937b5e-7c00-7000-8000-000000000001")
    assert not re.search(sent["shelf_id"]["pattern"], "nonsense")


RULES: list[tuple[Json, Json, bool]] = [
    ({"string": {"min_len": 2, "max_len": 5}}, {"minLength": 2, "maxLength": 5}, True),
    ({"string": {"len": 3}}, {"minLength": 3, "maxLength": 3}, True),
    ({"string": {"pattern": "^a+$"}}, {"pattern": "^a+$"}, True),
    ({"string": {"pattern": "^a*$"}}, {"pattern": "^a*$"}, False),
    ({"string": {"prefix": "a.", "suffix": "z"}}, {"pattern": "^a\\..*z$"}, True),
    ({"string": {"uuid": True}}, {"format": "uuid"}, True),
    ({"string": {"uri": True}, "ignore": 1}, {"format": "uri"}, False),
    ({"string": {"pattern": "^a$"}, "ignore": 1}, {"pattern": "^$|^a$"}, False),
    ({"string": {"in": ["a", "b"]}}, {"enum": ["a", "b"]}, False),
    ({"string": {"const": "a"}}, {"const": "a"}, False),
    ({"int32": {"gte": 1, "lt": 9}}, {"minimum": 1, "exclusiveMaximum": 9}, True),
    ({"int32": {"gt": 0}}, {"exclusiveMinimum": 0}, True),
    ({"int32": {"gte": 0}}, {"minimum": 0}, False),
    ({"double": {"lte": 0.5}}, {"maximum": 0.5}, False),
    ({"repeated": {"min_items": 1, "unique": True}}, {"minItems": 1, "uniqueItems": True}, True),
    ({"map": {"max_pairs": 3}}, {"maxProperties": 3}, False),
    ({"enum": {"defined_only": True}}, {}, False),
    ({"timestamp": {"gt_now": True}}, {}, False),
    ({"bool": {"const": True}}, {"const": True}, False),
    ({"ignore": 3, "string": {"min_len": 2}}, {}, False),
    ({"cel": [{"id": "x", "message": "must rhyme"}]}, {"x-rules": ["must rhyme"]}, False),
]


@pytest.mark.parametrize(("given", "keywords", "demanding"), RULES)
def test_every_rule_has_its_keyword(
    everything: Catalogue, given: Json, keywords: Json, demanding: bool
) -> None:
    found = everything.pool.FindMessageTypeByName("buf.validate.FieldRules")
    made: Message = GetMessageClass(found)(**given)
    assert rules.keywords(made) == keywords
    assert rules.demands_a_value(made) is demanding


def test_fields_without_rules_have_no_keywords() -> None:
    assert rules.keywords(None) == {}
    assert rules.demands_a_value(None) is False


def test_examples_fit_their_schemas(document: Json) -> None:
    for item in document["paths"].values():
        for found in item.values():
            content = found.get("requestBody", {}).get("content", {}).get("application/json")
            if content and "example" in content:
                whole = {**content["schema"], "components": document["components"]}
                jsonschema.validate(content["example"], whole)


def test_what_we_answer_fits_its_schema(document: Json, everything: Catalogue) -> None:
    encoder = Encoder(everything.pool, everything.options)
    for name in ("Thing", "Everything", "ListThingsResponse", "ImportThingsResponse"):
        kind = everything.pool.FindMessageTypeByName(f"crm.everything.v1.{name}")
        answer = json.loads(encoder.encode(GetMessageClass(kind)()))
        whole = {**schema(document, name), "components": document["components"]}
        jsonschema.validate(answer, whole)


def test_a_file_may_be_sent_raw_or_in_a_form(document: Json) -> None:
    found = operation(document, "post", "/v1/shelves/{shelf}/things:import")
    content = found["requestBody"]["content"]
    form = content["multipart/form-data"]["schema"]
    assert {"text/csv", "application/octet-stream", "multipart/form-data"} == set(content)
    assert list(form["properties"]) == ["dry_run", "file"]


class TestPages:
    def test_the_document_is_kept_until_it_changes(self, stranger: FlaskClient) -> None:
        first = stranger.get("/v1/openapi.json")
        assert first.json is not None
        assert first.json["openapi"] == "3.1.0"
        again = stranger.get("/v1/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")

    def test_the_page_runs_no_script_but_its_own(self, stranger: FlaskClient) -> None:
        one, two = stranger.get("/docs"), stranger.get("/docs")
        nonces = [re.findall(r'nonce="([^"]+)"', page.text)[0] for page in (one, two)]
        policies = [page.headers["Content-Security-Policy"] for page in (one, two)]
        assert nonces[0] != nonces[1]
        for nonce, policy in zip(nonces, policies, strict=True):
            assert f"'nonce-{nonce}'" in policy
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|https?://", one.text)

    def test_all_its_files_are_there(self, stranger: FlaskClient) -> None:
        page = stranger.get("/docs").text
        wanted = re.findall(r'(?:src|href)="(/docs/[^"]+)"', page)
        for path in list(wanted):
            found = stranger.get(path)
            assert found.status_code == 200
            wanted += [f"/docs/{name}" for name in re.findall(r'from "\./([^"]+)"', found.text)]
        for path in wanted:
            assert stranger.get(path).status_code == 200
        assert len(set(wanted)) == 5


def test_one_type_has_one_schema_however_often_it_is_used(everything: Catalogue) -> None:
    names = list(build(everything)["components"]["schemas"])
    assert len(names) == len(set(names))
    assert "everything.CreateThingRequest" not in names
    assert "everything.PaintThingRequest" in names
