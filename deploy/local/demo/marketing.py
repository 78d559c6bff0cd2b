"""What marketing has set up: who gets which leads, groups of people, a letter to one, occasions."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from deploy.local.demo.api import Api

#: name, filter, strategy, who
RULES = (
    ("German-speaking countries", "country in (DE, AT, CH)", "ROUND_ROBIN", ("rep", "manager")),
    ("The Americas", "country in (US, CA)", "FIXED", ("manager", "rep")),
    ("Everybody else", "", "LEAST_LOADED", ("rep", "manager")),
)
#: name, filter, description
SEGMENTS = (
    ("Agreed to hear from us", "marketing_consent = GRANTED", "Whom letters may go to."),
    ("Customers", "lifecycle_stage = CUSTOMER", "A deal was won."),
    ("Warm and not yet sold", "rating in (WARM, HOT) -lifecycle_stage = CUSTOMER", ""),
    ("Quiet for a month", "last_activity_time < now-30d", "Nobody has heard of them for long."),
)
LETTER = {
    "key": "winter_planning",
    "purpose": "PROMOTIONAL",
    "subject": "Rotas for the holidays, {{first_name|there}}",
    "body_text": "Hello {{first_name|there}},\n\nsix ways to staff the holidays fairly: "
    "https://example.com/holidays\n\nNo more of this: {{unsubscribe_url}}\n",
}
#: Written and not begun: whoever starts it puts people in.
SEQUENCE = {
    "name": "The first two weeks",
    "time_zone": "Europe/Berlin",
    "exits": ["DEAL_WON", "CONVERTED", "UNSUBSCRIBED"],
    "steps": [
        {"kind": "SEND", "template_key": LETTER["key"]},
        {
            "kind": "WAIT",
            "wait_minutes": 3 * 24 * 60,
            "window_from": "09:00",
            "window_to": "17:00",
            "weekdays": ["tue", "wed", "thu"],
        },
        {"kind": "CHECK", "filter": "rating = WARM", "otherwise": "END"},
        {"kind": "SEND", "template_key": LETTER["key"]},
    ],
}

#: Last name, year of birth, and in how many days their birthday is.
BIRTHDAYS = (("Petersen", 1979, 1), ("Duval", 1986, 0), ("Delgado", 1971, 5), ("Kelly", 1990, 12))
OCCASIONS = {"birthday_enabled": True, "absence_enabled": True, "loyalty_enabled": True}
#: Days after a contract begins until its customer is asked for an NPS.
ASKED_AFTER = 30


def celebrate(api: Api, people: Mapping[str, str], today: date) -> None:
    """Some birthdays are known, greetings go out, and new customers will be asked. Last of all:
    what lies back is not made up for."""
    for last_name, year, days in BIRTHDAYS:
        day = today + timedelta(days=days)
        leap = (day.month, day.day) == (2, 29)
        born = date(year, 2, 28) if leap else day.replace(year=year)
        api.patch(f"/v1/contacts/{people[last_name]}", {"birth_date": born.isoformat()})
    api.patch("/v1/occasion_policy", OCCASIONS)
    api.patch("/v1/nps_policy", {"days_after_start": ASKED_AFTER})


def market(api: Api, users: Mapping[str, Any]) -> None:
    """Rules of assignment, segments, a template, and a campaign and a sequence to be begun."""
    for position, (name, filter_, strategy, who) in enumerate(RULES, start=1):
        body = {"name": name, "filter": filter_, "strategy": strategy, "position": position}
        members = {"member_ids": [users[each]["id"] for each in who]}
        api.post("/v1/assignment_rules", {**body, **members}, key=f"demo-rule-{position}")
    whose = {"owner_id": users["marketer"]["id"], "team_id": users["marketer"]["team_ids"][0]}
    made = [
        api.post(
            "/v1/segments",
            {"name": name, "filter": filter_, "description": description, **whose},
            key=f"demo-segment-{index}",
        )
        for index, (name, filter_, description) in enumerate(SEGMENTS)
    ]
    api.post("/v1/templates", LETTER, key="demo-letter")
    campaign = {"name": "Planning the holidays", "segment_id": made[0]["id"], **whose}
    api.post("/v1/campaigns", {**campaign, "template_key": LETTER["key"]}, key="demo-campaign")
    api.post("/v1/sequences", SEQUENCE, key="demo-sequence")
