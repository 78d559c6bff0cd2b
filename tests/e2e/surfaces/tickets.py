"""The RPCs of tickets about records."""

from collections.abc import Mapping

from tests.e2e.surfaces.kinds import Count, Create, Digest, Many, One, Surface

TICKET = "/v1/tickets/{id}"
#: A contact without an address is not asked, and nobody twice in a row.
UNASKED = ("NO_ADDRESS", "ASKED_RECENTLY")
#: Whoever reaches a ticket may still not give it to somebody whose tickets are out of reach.
ASSIGNEE = {"owner_id": "{foreigner}"}
#: A macro or ticket that is not there: whoever reaches the ticket is told so.
ABSENT = "01937b5e-7c00-7000-8000-0000000000fd"
NONE = ("MACRO_NOT_FOUND",)
ITSELF = ("MERGE_INTO_ITSELF",)
UNSAID = ("MESSAGE_NOT_FOUND",)
UNREADY = ("TICKET_OPEN", "ASSIGNEE_MISSING")

SURFACES: Mapping[str, Surface] = {
    "GetTicket": One("ticket", "GET", TICKET, "tickets.read"),
    "ListTickets": Many(
        "ticket", "/v1/tickets", "tickets.read", "tickets", {"filter": "subject:{word}"}
    ),
    "CountTickets": Count(
        "ticket", "/v1/tickets:count", "tickets.read", "count", {"filter": "subject:{word}"}
    ),
    "SearchTickets": Many(
        "ticket",
        "/v1/tickets:search",
        "tickets.read",
        "tickets",
        {"query": "{word}", "page_size": "50"},
    ),
    "CreateTicket": Create("ticket", "/v1/tickets", "tickets.write", {"subject": "Some ticket"}),
    "UpdateTicket": One("ticket", "PATCH", TICKET, "tickets.write", {"priority": "HIGH"}),
    "AssignTicket": One(
        "ticket",
        "POST",
        f"{TICKET}:assign",
        "tickets.write",
        ASSIGNEE,
        fresh=True,
        refusals=("OUT_OF_SCOPE",),
    ),
    "TakeTicket": One("ticket", "POST", f"{TICKET}:take", "tickets.write", {}, fresh=True),
    "ReleaseTicket": One(
        "ticket",
        "POST",
        f"{TICKET}:release",
        "tickets.write",
        {},
        fresh=True,
        refusals=("OUT_OF_SCOPE",),
    ),
    "AwaitTicket": One("ticket", "POST", f"{TICKET}:await", "tickets.write", {}),
    "HoldTicket": One("ticket", "POST", f"{TICKET}:hold", "tickets.write", {}),
    "SolveTicket": One(
        "ticket", "POST", f"{TICKET}:solve", "tickets.write", {}, fresh=True, refusals=UNREADY
    ),
    "ReopenTicket": One(
        "ticket", "POST", f"{TICKET}:reopen", "tickets.write", {}, refusals=UNREADY
    ),
    "CloseTicket": One("ticket", "POST", f"{TICKET}:close", "tickets.write", {}, fresh=True),
    "ShowSla": One("ticket", "GET", f"{TICKET}/sla", "tickets.read"),
    "ListMessages": One("ticket", "GET", f"{TICKET}/messages", "tickets.read"),
    "DownloadAttachment": One(
        "ticket",
        "GET",
        f"{TICKET}/attachments/{ABSENT}",
        "tickets.read",
        refusals=("ATTACHMENT_NOT_FOUND",),
    ),
    "SendReply": One("ticket", "POST", f"{TICKET}/messages", "tickets.write", {"text": "Hello"}),
    "PreviewMacro": One(
        "ticket", "GET", f"{TICKET}/macros/{ABSENT}", "tickets.read", refusals=NONE
    ),
    "ApplyMacro": One(
        "ticket",
        "POST",
        f"{TICKET}:applyMacro",
        "tickets.write",
        {"macro_id": ABSENT},
        refusals=NONE,
    ),
    "MergeTicket": One(
        "ticket", "POST", f"{TICKET}:merge", "tickets.write", {"into_id": "{id}"}, refusals=ITSELF
    ),
    "UnmergeTicket": One(
        "ticket",
        "POST",
        f"{TICKET}:unmerge",
        "tickets.write",
        {},
        refusals=("TICKET_NOT_MERGED",),
    ),
    "SplitTicket": One(
        "ticket",
        "POST",
        f"{TICKET}:split",
        "tickets.write",
        {"message_id": ABSENT, "subject": "Another matter"},
        refusals=UNSAID,
    ),
    "AttendTicket": One(
        "ticket", "POST", f"{TICKET}:attend", "tickets.write", {"doing": "READING"}
    ),
    "ReportServiceTimes": Digest("/v1/reports/service_times", "tickets.report", "numbers"),
    "ReportSatisfaction": Digest("/v1/reports/satisfaction", "tickets.report", "needs surveys"),
    "ReportBacklog": Digest("/v1/reports/backlog", "tickets.report", "numbers"),
    "GetNpsSurvey": One("nps_survey", "GET", "/v1/nps_surveys/{id}", "nps_surveys.read"),
    "ListNpsSurveys": Many("nps_survey", "/v1/nps_surveys", "nps_surveys.read", "nps_surveys"),
    "SendNpsSurvey": One(
        "contact",
        "POST",
        "/v1/nps_surveys",
        "nps_surveys.write",
        {"contact_id": "{id}"},
        refusals=UNASKED,
    ),
    "ReportNps": Digest("/v1/reports/nps", "nps_surveys.report", "tested with the surveys"),
    "AddNote": One("ticket", "POST", f"{TICKET}/notes", "tickets.write", {"text": "called"}),
}
