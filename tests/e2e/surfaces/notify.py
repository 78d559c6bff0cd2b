"""The RPCs of notify about records."""

from collections.abc import Mapping

from tests.e2e.surfaces.kinds import Digest, Many, One, Surface

MESSAGE, ENROLMENT = "/v1/messages/{id}", "/v1/enrolments/{id}"
NO_SEQUENCE = {"sequence_id": "01937b5e-7c00-7000-8000-0000000000fd"}
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
    "PreviewDecisions": Digest(
        "/v1/messages:previewDecisions",
        "messages.preview",
        "tested with the guard",
        {"contact_ids": ["01937b5e-7c00-7000-8000-0000000000fd"]},
    ),
    "GetEnrolment": One("enrolment", "GET", ENROLMENT, "enrolments.read"),
    "ListEnrolments": Many("enrolment", "/v1/enrolments", "enrolments.read", "enrolments"),
    "CreateEnrolment": One(
        "contact",
        "POST",
        "/v1/enrolments",
        "enrolments.write",
        {**NO_SEQUENCE, "contact_id": "{id}"},
        refusals=("SEQUENCE_NOT_FOUND",),
    ),
    "StopEnrolment": One(
        "enrolment", "POST", f"{ENROLMENT}:stop", "enrolments.write", {}, fresh=True
    ),
}
