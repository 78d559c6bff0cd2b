"""How every RPC that touches records is called over HTTP, and what of them it shows.

A new RPC with SCOPE_RECORDS needs a row here; without one, test_scope_matrix fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class One:
    """An RPC about one record, named in the path.

    fresh: it changes the record, so each call gets a new one. deleted: the record is deleted
    first. refusals: what a person within reach may hear for other reasons than scope.
    """

    kind: str
    verb: str
    path: str
    permission: str
    body: Any = None
    fresh: bool = False
    deleted: bool = False
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Many:
    """An RPC that shows records: the field with them; query narrows it to the firm's own."""

    kind: str
    path: str
    permission: str
    items: str
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Count(Many):
    """An RPC that counts records."""


@dataclass(frozen=True)
class File(Many):
    """An RPC that writes records as CSV with a column id."""


@dataclass(frozen=True)
class Batch:
    """An RPC about records listed in the body by id, with a result each."""

    kind: str
    path: str
    permission: str
    body: Mapping[str, Any]
    fresh: bool = True


@dataclass(frozen=True)
class Create:
    """An RPC that makes records for an owner and a team given in the body.

    items: the field of the body that holds several; "" when the body is the record.
    """

    kind: str
    path: str
    permission: str
    body: Mapping[str, Any]
    items: str = ""


@dataclass(frozen=True)
class OwnCreate:
    """An RPC whose new record always belongs to its maker: there is no scope to break."""

    permission: str
    why: str


@dataclass(frozen=True)
class Total(Many):
    """An RPC that adds records up; items: "list.field", the numbers to add."""


@dataclass(frozen=True)
class Digest:
    """An RPC that makes numbers of records; what it takes into account is tested with it."""

    path: str
    permission: str
    why: str


Surface = One | Many | Batch | Create | OwnCreate | Digest

CONTACT, COMPANY, FORM = "/v1/contacts/{id}", "/v1/companies/{id}", "/v1/forms/{id}"
DEAL, ACTIVITY, CONTRACT = "/v1/deals/{id}", "/v1/activities/{id}", "/v1/contracts/{id}"
PROPOSAL = {"stage_id": "01937b5e-0000-7000-8000-000000000002"}
UNREADY = ("STAGE_REQUIREMENTS", "DEAL_OPEN", "ACTIVITY_DONE")
TASK = {"kind": "TASK", "subject": "Some task", "due_time": "2027-01-04T09:00:00Z"}
YEAR = {"title": "Some contract", "start_date": "2026-01-01", "end_date": "2036-12-31"}
IMPORT, KEY = "/v1/imports/{id}", "/v1/api_keys/{id}"
NOT_OPEN = ("IMPORT_NOT_OPEN", "IMPORT_NOT_RUNNING", "INVALID_FIELD", "PERMISSION_REQUIRED")
NOTE = {"body": "called"}
CALL = {"outcome": "REACHED", "summary": "called"}
CONSENT = {"state": "GRANTED", "text": "on the phone"}

SURFACES: Mapping[str, Surface] = {
    "GetContact": One("contact", "GET", CONTACT, "contacts.read"),
    "ListContacts": Many(
        "contact", "/v1/contacts", "contacts.read", "contacts", {"filter": "last_name = {word}"}
    ),
    "CountContacts": Count(
        "contact", "/v1/contacts:count", "contacts.read", "count", {"filter": "last_name = {word}"}
    ),
    "SearchContacts": Many(
        "contact",
        "/v1/contacts:search",
        "contacts.read",
        "contacts",
        {"query": "{word}", "page_size": "50"},
    ),
    "ExportContacts": File(
        "contact", "/v1/contacts:export", "contacts.export", "id", {"filter": "last_name = {word}"}
    ),
    "CreateContact": Create("contact", "/v1/contacts", "contacts.write", {"last_name": "Somebody"}),
    "UpdateContact": One("contact", "PATCH", CONTACT, "contacts.write", {"city": "Rom"}),
    "DeleteContact": One("contact", "DELETE", CONTACT, "contacts.delete", fresh=True),
    "UndeleteContact": One(
        "contact", "POST", f"{CONTACT}:undelete", "contacts.delete", {}, fresh=True, deleted=True
    ),
    "BatchCreateContacts": Create(
        "contact",
        "/v1/contacts:batchCreate",
        "contacts.write",
        {"last_name": "Somebody"},
        items="contacts",
    ),
    "BatchUpdateContacts": Batch(
        "contact",
        "/v1/contacts:batchUpdate",
        "contacts.write",
        {"add_tags": ["seen"]},
        fresh=False,
    ),
    "BatchDeleteContacts": Batch("contact", "/v1/contacts:batchDelete", "contacts.delete", {}),
    "ListConsents": One("contact", "GET", f"{CONTACT}/consents", "contacts.read"),
    "RecordConsent": One("contact", "POST", f"{CONTACT}/consents", "contacts.write", CONSENT),
    "ListTimeline": One("contact", "GET", f"{CONTACT}/timeline", "contacts.read"),
    "CreateNote": One("contact", "POST", f"{CONTACT}/notes", "contacts.write", NOTE),
    "LogCall": One("contact", "POST", f"{CONTACT}/calls", "contacts.write", CALL),
    "GetCompany": One("company", "GET", COMPANY, "companies.read"),
    "ListCompanies": Many(
        "company", "/v1/companies", "companies.read", "companies", {"filter": "name:{word}"}
    ),
    "CountCompanies": Count(
        "company", "/v1/companies:count", "companies.read", "count", {"filter": "name:{word}"}
    ),
    "SearchCompanies": Many(
        "company",
        "/v1/companies:search",
        "companies.read",
        "companies",
        {"query": "{word}", "page_size": "50"},
    ),
    "CreateCompany": Create("company", "/v1/companies", "companies.write", {"name": "Some Co"}),
    "UpdateCompany": One("company", "PATCH", COMPANY, "companies.write", {"city": "Rom"}),
    "DeleteCompany": One("company", "DELETE", COMPANY, "companies.delete", fresh=True),
    "UndeleteCompany": One(
        "company", "POST", f"{COMPANY}:undelete", "companies.delete", {}, fresh=True, deleted=True
    ),
    "GetForm": One("form", "GET", FORM, "forms.read"),
    "ListForms": Many("form", "/v1/forms", "forms.read", "forms"),
    "CreateForm": Create("form", "/v1/forms", "forms.write", {"name": "Some form"}),
    "UpdateForm": One("form", "PATCH", FORM, "forms.write", {"title": "Write to us"}),
    "DeleteForm": One("form", "DELETE", FORM, "forms.delete", fresh=True),
    "UndeleteForm": One(
        "form", "POST", f"{FORM}:undelete", "forms.delete", {}, fresh=True, deleted=True
    ),
    "ArchiveForm": One("form", "POST", f"{FORM}:archive", "forms.write", {}, fresh=True),
    "ActivateForm": One("form", "POST", f"{FORM}:activate", "forms.write", {}, fresh=True),
    "ListSubmissions": One("form", "GET", f"{FORM}/submissions", "submissions.read"),
    "GetImport": One("import", "GET", IMPORT, "imports.read"),
    "ListImports": Many("import", "/v1/imports", "imports.read", "imports"),
    "CreateImport": OwnCreate("imports.write", "an import belongs to who uploads the file"),
    "UpdateImport": One("import", "PATCH", IMPORT, "imports.write", {"tags": ["fair"]}),
    "DryRunImport": One(
        "import", "POST", f"{IMPORT}:dryRun", "imports.write", {}, fresh=True, refusals=NOT_OPEN
    ),
    "StartImport": One(
        "import", "POST", f"{IMPORT}:start", "imports.write", {}, fresh=True, refusals=NOT_OPEN
    ),
    "CancelImport": One(
        "import", "POST", f"{IMPORT}:cancel", "imports.write", {}, fresh=True, refusals=NOT_OPEN
    ),
    "DeleteImport": One("import", "DELETE", IMPORT, "imports.write", fresh=True),
    "ExportImportErrors": One("import", "GET", f"{IMPORT}:errors", "imports.read"),
    "GetApiKey": One("api_key", "GET", KEY, "api_keys.read"),
    "ListApiKeys": Many("api_key", "/v1/api_keys", "api_keys.read", "api_keys"),
    "CreateApiKey": OwnCreate("api_keys.write", "a key acts for who makes it"),
    "UpdateApiKey": One("api_key", "PATCH", KEY, "api_keys.write", {"name": "Renamed"}),
    "RevokeApiKey": One("api_key", "POST", f"{KEY}:revoke", "api_keys.write", {}, fresh=True),
    "GetDeal": One("deal", "GET", DEAL, "deals.read"),
    "ListDeals": Many("deal", "/v1/deals", "deals.read", "deals", {"filter": "title:{word}"}),
    "CountDeals": Count(
        "deal", "/v1/deals:count", "deals.read", "count", {"filter": "title:{word}"}
    ),
    "SearchDeals": Many(
        "deal", "/v1/deals:search", "deals.read", "deals", {"query": "{word}", "page_size": "50"}
    ),
    "ShowBoard": Total(
        "deal", "/v1/deals:board", "deals.read", "stages.count", {"filter": "title:{word}"}
    ),
    "CreateDeal": Create("deal", "/v1/deals", "deals.write", {"title": "Some deal"}),
    "UpdateDeal": One("deal", "PATCH", DEAL, "deals.write", {"next_step": "Call"}),
    "DeleteDeal": One("deal", "DELETE", DEAL, "deals.delete", fresh=True),
    "UndeleteDeal": One(
        "deal", "POST", f"{DEAL}:undelete", "deals.delete", {}, fresh=True, deleted=True
    ),
    "MoveDeal": One("deal", "POST", f"{DEAL}:move", "deals.write", PROPOSAL, refusals=UNREADY),
    "WinDeal": One(
        "deal", "POST", f"{DEAL}:win", "deals.write", {"reason": "FIT"}, refusals=UNREADY
    ),
    "LoseDeal": One("deal", "POST", f"{DEAL}:lose", "deals.write", {"reason": "PRICE"}, fresh=True),
    "ReopenDeal": One("deal", "POST", f"{DEAL}:reopen", "deals.write", {}, refusals=UNREADY),
    "ListStageVisits": One("deal", "GET", f"{DEAL}/stages", "deals.read"),
    "ReportStages": Digest("/v1/reports/stages", "deals.report", "numbers by stage"),
    "ReportStuckDeals": Digest("/v1/reports/stuck_deals", "deals.report", "needs weeks to pass"),
    "ReportOutcomes": Digest("/v1/reports/outcomes", "deals.report", "numbers by reason"),
    "GetActivity": One("activity", "GET", ACTIVITY, "activities.read"),
    "ListActivities": Many(
        "activity", "/v1/activities", "activities.read", "activities", {"filter": "subject:{word}"}
    ),
    "ShowToday": Digest("/v1/activities:today", "activities.read", "only ever the caller's own"),
    "CreateActivity": Create("activity", "/v1/activities", "activities.write", TASK),
    "UpdateActivity": One("activity", "PATCH", ACTIVITY, "activities.write", {"summary": "Done."}),
    "CompleteActivity": One(
        "activity", "POST", f"{ACTIVITY}:complete", "activities.write", {}, fresh=True
    ),
    "DeleteActivity": One("activity", "DELETE", ACTIVITY, "activities.write", fresh=True),
    "GetContract": One("contract", "GET", CONTRACT, "contracts.read"),
    "ListContracts": Many(
        "contract", "/v1/contracts", "contracts.read", "contracts", {"filter": "title:{word}"}
    ),
    "CreateContract": Create("contract", "/v1/contracts", "contracts.write", YEAR),
    "UpdateContract": One("contract", "PATCH", CONTRACT, "contracts.write", {"auto_renew": True}),
    "RenewContract": One(
        "contract", "POST", f"{CONTRACT}:renew", "contracts.write", {"months": 1}, fresh=True
    ),
    "EndContract": One(
        "contract", "POST", f"{CONTRACT}:end", "contracts.write", {"reason": "Moved."}, fresh=True
    ),
}
