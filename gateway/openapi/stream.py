"""/v1/stream in the document: server-sent events, which no proto can declare."""

from gateway.openapi.rules import Json
from gateway.openapi.session import refusals

TAG: Json = {
    "name": "gateway.stream",
    "description": "What happens, as it happens; programs that must miss nothing read /v1/events.",
    "x-displayName": "Live updates",
}
EXAMPLE = (
    'data: {"id":"01937b5e-7c00-7000-8000-0000000000aa","service":"leads",'
    '"type":"crm.leads.v1.ContactUpdated","subject":"contacts/01937b5e-7c00-7000-8000-000000000001",'
    '"time":"2026-11-21T09:30:00+00:00","owner_id":null,"team_id":null,"permission":"contacts.read"}\n'
    "id: 1795305600456-0\n\n"
)


def path() -> Json:
    """The item of /v1/stream."""
    return {"get": read()}


def read() -> Json:
    """GET: a stream that stands until one side ends it."""
    place = {
        "name": "Last-Event-ID",
        "in": "header",
        "description": "The id of the last event heard: what came since is told first.",
        "schema": {"type": "string"},
    }
    return {
        "operationId": "gateway.Stream",
        "summary": "Streams what happens to the records the caller may read",
        "description": "Streams what happens to the records the caller may read, as server-sent "
        "events.\nEvents called `resync` mean: fetch again what you show; `down` and `up`: whether "
        "facts arrive. RESOURCE_EXHAUSTED: TOO_MANY_STREAMS.",
        "tags": [TAG["name"]],
        "x-permission": "signed_in",
        "x-scope": "global",
        "parameters": [place],
        "responses": {
            "200": {
                "description": "The stream.",
                "content": {
                    "text/event-stream": {"schema": {"type": "string"}, "example": EXAMPLE}
                },
            },
            **refusals("401", "429", "500", "503"),
        },
    }
