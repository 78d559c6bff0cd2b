"""Every screen: who looks at it, and where it is; `{deal}` is a record of the demo data."""

from typing import Any, NamedTuple

Call = dict[str, str]


class Screen(NamedTuple):
    """A picture: the demo person who looks ("" for a visitor), the path, what it shows."""

    role: str
    path: str
    title: str


SCREENS: dict[str, Screen] = {
    "home": Screen("manager", "/", "Home"),
    "home-rep": Screen("rep", "/", "Home of a sales rep"),
    "inbox": Screen("marketer", "/leads/", "Inbox of leads"),
    "people": Screen("marketer", "/leads/people", "People"),
    "contact": Screen("marketer", "/leads/people/{contact}", "A person"),
    "companies": Screen("marketer", "/leads/companies", "Companies"),
    "company": Screen("marketer", "/leads/companies/{company}", "A company"),
    "segments": Screen("marketer", "/leads/segments", "Segments"),
    "segment": Screen("marketer", "/leads/segments/{segment}", "A segment"),
    "segment-new": Screen("marketer", "/leads/segments/new", "A segment is made"),
    "campaigns": Screen("marketer", "/leads/campaigns", "Campaigns"),
    "campaign": Screen("marketer", "/leads/campaigns/{campaign}", "A campaign"),
    "forms": Screen("marketer", "/leads/forms", "Forms"),
    "form": Screen("marketer", "/leads/forms/{form}", "A form"),
    "imports": Screen("marketer", "/leads/imports", "Import"),
    "lead-reports": Screen("marketer", "/leads/reports", "Reports of marketing"),
    "cleanup": Screen("marketer", "/leads/cleanup", "Records to clean up"),
    "cleanup-rules": Screen("marketer", "/leads/cleanup/rules", "When records are cleaned up"),
    "assignment": Screen("marketer", "/leads/assignment", "Who gets leads"),
    "assignment-new": Screen("marketer", "/leads/assignment/new", "A rule of who gets leads"),
    "scoring": Screen("marketer", "/leads/scoring", "What makes a score"),
    "scoring-new": Screen("marketer", "/leads/scoring/new", "A rule of the score"),
    "scoring-limits": Screen("marketer", "/leads/scoring/limits", "When a lead is warm or hot"),
    "follow-up": Screen("marketer", "/leads/follow-up", "How long a lead may wait"),
    "occasions": Screen("marketer", "/leads/occasions", "Mails of occasions"),
    "board": Screen("manager", "/deals/", "Board of deals"),
    "sales-today": Screen("rep", "/deals/today", "Today in sales"),
    "deals": Screen("manager", "/deals/deals", "Deals"),
    "deal": Screen("manager", "/deals/deals/{deal}", "A deal"),
    "brief": Screen("manager", "/deals/deals/{deal}/brief", "Before the meeting"),
    "contracts": Screen("manager", "/deals/contracts", "Contracts"),
    "contract": Screen("manager", "/deals/contracts/{contract}", "A contract"),
    "deal-reports": Screen("manager", "/deals/reports", "Reports of sales"),
    "stuck": Screen("manager", "/deals/reports?tab=stuck", "Stuck deals"),
    "stages": Screen("manager", "/deals/stages", "Stages of the pipeline"),
    "usage": Screen("manager", "/deals/usage", "When a larger plan is suggested"),
    "desk": Screen("agent", "/tickets/q/open/{ticket}", "Desk of support"),
    "queue": Screen("agent", "/tickets/q/mine", "A queue"),
    "tickets": Screen("manager", "/tickets/all", "All tickets"),
    "macros": Screen("manager", "/tickets/macros", "Macros"),
    "ticket-reports": Screen("manager", "/tickets/reports", "Reports of support"),
    "nps": Screen("manager", "/tickets/nps", "When customers are asked"),
    "messages": Screen("admin", "/messages/", "Messages"),
    "message": Screen("admin", "/messages/{message}", "A message"),
    "templates": Screen("admin", "/messages/templates", "Templates"),
    "template": Screen("admin", "/messages/templates/{template}", "A template"),
    "sequences": Screen("admin", "/messages/sequences", "Sequences"),
    "sequence": Screen("admin", "/messages/sequences/{sequence}", "A sequence"),
    "suppressions": Screen("admin", "/messages/suppressions", "Who is not written to"),
    "notifications": Screen("admin", "/messages/preferences", "What one is told"),
    "account": Screen("rep", "/settings/account", "My account"),
    "settings-people": Screen("admin", "/settings/people", "People who work here"),
    "teams": Screen("admin", "/settings/teams", "Teams"),
    "roles": Screen("admin", "/settings/roles", "Roles"),
    "role": Screen("admin", "/settings/roles/{role}", "A role"),
    "role-view": Screen("admin", "/settings/roles/{role}/view", "The product as a role sees it"),
    "fields": Screen("admin", "/settings/fields", "Custom fields"),
    "levels": Screen("admin", "/settings/service-levels", "Service levels and calendar"),
    "rules": Screen("admin", "/settings/rules", "Rules of all teams"),
    "health": Screen("admin", "/settings/health", "Health"),
    "keys": Screen("admin", "/settings/keys", "API keys"),
    "audit": Screen("admin", "/settings/audit", "Audit"),
    "sign-in": Screen("", "/sign-in", "Sign-in"),
    "set-password": Screen("", "{link}", "A password is set by a link"),
    "public-form": Screen("", "/public/forms/{form}", "A form as visitors see it"),
    "public-ticket": Screen("", "/public/tickets", "Asking support"),
}

#: Where the record behind a name in braces is found: the first of this list.
RECORDS: dict[str, tuple[str, Call]] = {
    "contact": ("/v1/contacts", {"filter": "lifecycle_stage = CUSTOMER"}),
    "company": ("/v1/companies", {"order_by": "create_time"}),
    "segment": ("/v1/segments", {}),
    "campaign": ("/v1/campaigns", {}),
    "form": ("/v1/forms", {}),
    "deal": ("/v1/deals", {"filter": "state = OPEN"}),
    "contract": ("/v1/contracts", {"filter": 'title = "Rota for 60 drivers"'}),
    "ticket": ("/v1/tickets", {"filter": "state = OPEN"}),
    "message": ("/v1/messages", {"filter": "state = SENT"}),
    "template": ("/v1/templates", {}),
    "sequence": ("/v1/sequences", {}),
    "role": ("/v1/roles", {"filter": "key = rep"}),
}


def first(answer: dict[str, Any]) -> str:
    """The id of the first record of a list's answer."""
    rows = next(rows for rows in answer.values() if isinstance(rows, list))
    return str(rows[0]["id"])
