"""The RPCs of leads about records."""

from collections.abc import Mapping

from tests.e2e.surfaces.kinds import (
    Batch,
    Count,
    Create,
    Digest,
    File,
    Many,
    One,
    OwnCreate,
    Surface,
)

SEGMENT, CAMPAIGN = "/v1/segments/{id}", "/v1/campaigns/{id}"
WRONG_STATE = ("CAMPAIGN_STATE",)
#: Its template is not there, or nobody is in its segment.
UNSENDABLE = ("TEMPLATE_UNKNOWN", "SEGMENT_EMPTY")
CONTACT, COMPANY, FORM = "/v1/contacts/{id}", "/v1/companies/{id}", "/v1/forms/{id}"
IMPORT = "/v1/imports/{id}"
CLEANUP_ITEM = "/v1/cleanup_items/{id}"
NOT_OPEN = ("IMPORT_NOT_OPEN", "IMPORT_NOT_RUNNING", "INVALID_FIELD", "PERMISSION_REQUIRED")
NOTE = {"body": "called"}
CALL = {"outcome": "REACHED", "summary": "called"}
RULE = {"name": "Near", "group": "FIT", "basis": "RECORD", "filter": "city:*", "points": 1}
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
    "ListCleanupItems": Many(
        "cleanup_item", "/v1/cleanup_items", "cleanup_items.read", "cleanup_items"
    ),
    "KeepCleanupItem": One(
        "cleanup_item", "POST", f"{CLEANUP_ITEM}:keep", "cleanup_items.write", {}
    ),
    "ReopenCleanupItem": One(
        "cleanup_item", "POST", f"{CLEANUP_ITEM}:reopen", "cleanup_items.write", {}
    ),
    "GetCleanupSummary": Digest(
        "/v1/cleanup_summary", "cleanup_items.read", "tested with the queue"
    ),
    "MergeContact": One(
        "contact",
        "POST",
        f"{CONTACT}:merge",
        "contacts.delete",
        {"into_id": "{id}"},
        refusals=("MERGE_INTO_ITSELF",),
    ),
    "UnmergeContact": One(
        "contact",
        "POST",
        f"{CONTACT}:unmerge",
        "contacts.delete",
        {},
        refusals=("CONTACT_NOT_MERGED",),
    ),
    "ListContactMerges": One("contact", "GET", f"{CONTACT}/merges", "contacts.read"),
    "ListConsents": One("contact", "GET", f"{CONTACT}/consents", "contacts.read"),
    "RecordConsent": One("contact", "POST", f"{CONTACT}/consents", "contacts.write", CONSENT),
    "ListTimeline": One("contact", "GET", f"{CONTACT}/timeline", "contacts.read"),
    "CreateNote": One("contact", "POST", f"{CONTACT}/notes", "contacts.write", NOTE),
    "LogCall": One("contact", "POST", f"{CONTACT}/calls", "contacts.write", CALL),
    "AssignContact": One(
        "contact",
        "POST",
        f"{CONTACT}:assign",
        "contacts.assign",
        {},
        refusals=("NOBODY_AVAILABLE",),
    ),
    "ListAssignments": One("contact", "GET", f"{CONTACT}/assignments", "contacts.read"),
    "RecordProductEvent": One(
        "contact", "POST", f"{CONTACT}/product_events", "contacts.write", {"name": "login"}
    ),
    "BacktestScoring": Digest(
        "/v1/contacts:backtestScoring",
        "contacts.backtest",
        "numbers about contacts within scope",
        body={},
    ),
    "GetScore": One("contact", "GET", f"{CONTACT}/score", "contacts.read"),
    "TryScoringRule": One("contact", "POST", f"{CONTACT}/score:try", "contacts.try_rule", RULE),
    "ListLifecycleChanges": One("contact", "GET", f"{CONTACT}/lifecycle_changes", "contacts.read"),
    "ChangeLifecycle": One(
        "contact", "POST", f"{CONTACT}:changeLifecycle", "contacts.write", {"stage": "SUBSCRIBER"}
    ),
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
    "ConvertContact": One(
        "contact",
        "POST",
        f"{CONTACT}:convert",
        "contacts.convert",
        {"title": "Some deal"},
        refusals=("CONTACT_CONVERTED", "PERMISSION_REQUIRED", "OUT_OF_SCOPE"),
    ),
    "GetSegment": One("segment", "GET", SEGMENT, "segments.read"),
    "ListSegments": Many(
        "segment", "/v1/segments", "segments.read", "segments", {"filter": "name:{word}"}
    ),
    "CreateSegment": Create(
        "segment", "/v1/segments", "segments.write", {"name": "Some", "filter": "city = Nowhere"}
    ),
    "UpdateSegment": One("segment", "PATCH", SEGMENT, "segments.write", {"description": "Seen"}),
    "DeleteSegment": One("segment", "DELETE", SEGMENT, "segments.write", fresh=True),
    "ListSegmentMembers": One("segment", "GET", f"{SEGMENT}/members", "segments.read"),
    "CountSegmentMembers": One("segment", "GET", f"{SEGMENT}/members:count", "segments.read"),
    "GetCampaign": One("campaign", "GET", CAMPAIGN, "campaigns.read"),
    "ListCampaigns": Many(
        "campaign", "/v1/campaigns", "campaigns.read", "campaigns", {"filter": "name:{word}"}
    ),
    "CreateCampaign": OwnCreate("campaigns.write", "it needs a segment; segments are tested"),
    "UpdateCampaign": One(
        "campaign", "PATCH", CAMPAIGN, "campaigns.write", {"template_key": "seen"}
    ),
    "DeleteCampaign": One("campaign", "DELETE", CAMPAIGN, "campaigns.write", fresh=True),
    "ScheduleCampaign": One(
        "campaign",
        "POST",
        f"{CAMPAIGN}:schedule",
        "campaigns.launch",
        {"start_time": "2099-01-05T09:00:00Z"},
        fresh=True,
        refusals=UNSENDABLE,
    ),
    **{
        f"{verb.title()}Campaign": One(
            "campaign",
            "POST",
            f"{CAMPAIGN}:{verb}",
            "campaigns.launch",
            {},
            fresh=True,
            refusals=(*WRONG_STATE, *UNSENDABLE),
        )
        for verb in ("unschedule", "launch", "pause", "resume", "cancel")
    },
    "ListCampaignRecipients": One("campaign", "GET", f"{CAMPAIGN}/recipients", "campaigns.read"),
    "PreviewCampaign": One("campaign", "GET", f"{CAMPAIGN}:preview", "campaigns.read"),
    "ReportJourney": Digest("/v1/reports/journey", "reports.read", "numbers by stage"),
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
}
