"""The RPCs of notify about records."""

from collections.abc import Mapping

from tests.e2e.surfaces.kinds import Many, One, Surface

MESSAGE = "/v1/messages/{id}"
WORDS = {"template_key": "form_confirmation", "values": {"form_name": "Some form"}}
LATER = {"send_time": "2036-01-01T09:00:00Z"}

SURFACES: Mapping[str, Surface] = {
    "GetMessage": One("message", "GET", MESSAGE, "messages.read"),
    "ListMessages": Many("message", "/v1/messages", "messages.read", "messages"),
    "SendMessage": One(
        "contact",
        "POST",
        "/v1/messages",
        "messages.write",
        {**WORDS, **LATER, "contact_id": "{id}"},
        refusals=("CONTACT_WITHOUT_EMAIL",),
    ),
    "CancelMessage": One("message", "POST", f"{MESSAGE}:cancel", "messages.write", {}, fresh=True),
}
