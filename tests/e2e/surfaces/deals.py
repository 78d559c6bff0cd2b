"""The RPCs of deals about records."""

from collections.abc import Mapping

from tests.e2e.surfaces.kinds import Count, Create, Digest, Many, One, Surface, Total

DEAL, ACTIVITY, CONTRACT = "/v1/deals/{id}", "/v1/activities/{id}", "/v1/contracts/{id}"
FIRST = "01937b5e-0000-7000-8000-000000000001"
PROPOSAL = {"stage_id": "01937b5e-0000-7000-8000-000000000002"}
UNREADY = ("STAGE_REQUIREMENTS", "DEAL_OPEN", "ACTIVITY_DONE")
TASK = {"kind": "TASK", "subject": "Some task", "due_time": "2027-01-04T09:00:00Z"}
YEAR = {"title": "Some contract", "start_date": "2026-01-01", "end_date": "2036-12-31"}

SURFACES: Mapping[str, Surface] = {
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
    "ReportStageDeals": Many(
        "deal", f"/v1/reports/stages/{FIRST}/deals", "deals.report", "deals", {"page_size": "200"}
    ),
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
    "RecordUsage": One(
        "contract",
        "POST",
        f"{CONTRACT}/usage_records",
        "usage_records.write",
        {"metric": "seats", "quantity": 7},
    ),
    "ListUsageRecords": One("contract", "GET", f"{CONTRACT}/usage_records", "usage_records.read"),
    "RenewContract": One(
        "contract", "POST", f"{CONTRACT}:renew", "contracts.write", {"months": 1}, fresh=True
    ),
    "EndContract": One(
        "contract", "POST", f"{CONTRACT}:end", "contracts.write", {"reason": "Moved."}, fresh=True
    ),
}
