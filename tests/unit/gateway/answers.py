"""Reading the gateway's answers in tests."""

import json
from typing import Any

from werkzeug.test import TestResponse


def problem(response: TestResponse, status: int, reason: str) -> dict[str, Any]:
    """The problem document of a refusal, after checking its form."""
    assert response.content_type == "application/problem+json", response.data
    document: dict[str, Any] = json.loads(response.data)
    assert (response.status_code, document["reason"]) == (status, reason), document
    assert document["status"] == status
    assert document["request_id"] == response.headers["X-Request-Id"]
    return document
