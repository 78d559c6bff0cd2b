"""Requests made up from the document are answered as the document says, and never with 5xx."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from tests.unit.gateway.things import Things

OWN_ERRORS = "POST /v1/everything:fail"  # it fails because it is asked to
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_gateway_answers_as_its_document_says(
    app: Flask, things: Things, mode: GenerationMode
) -> None:
    document = schemathesis.openapi.from_wsgi("/v1/openapi.json", app)
    operations = [found.ok() for found in document.get_all_operations()]
    for operation in operations:
        if operation.label != OWN_ERRORS:
            try_out(operation, mode)
    assert len(operations) > 10


def try_out(operation: Any, mode: GenerationMode) -> None:
    """Sends some requests to one operation."""

    @settings(
        max_examples=5,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        response = case.call(headers={"Authorization": "Bearer ada"})
        case.validate_response(response, checks=CHECKS)

    send()
