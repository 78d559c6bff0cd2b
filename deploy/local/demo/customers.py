"""Tells what followed a sale: how much of their contracts customers use, whether they would
recommend us, and that their birthdays are greeted."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from deploy.local.demo.agenda import Agenda
from deploy.local.demo.api import Api
from deploy.local.demo.surveys import answer


class Plan(NamedTuple):
    """What a contract allows in a month, and what was used of it, by days ago; months: since when
    its customer has the plan."""

    contract: str
    plan: str
    months: int
    limits: Mapping[str, int]
    used: Mapping[int, Mapping[str, int]]


class Opinion(NamedTuple):
    """Somebody was asked so many days ago; score: None for who did not answer."""

    last_name: str
    day: float
    score: int | None
    comment: str = ""


PLANS = (
    Plan(
        "Rota for 60 drivers",
        "Team",
        9,
        {"seats": 60},
        {
            120: {"seats": 38},
            90: {"seats": 41},
            60: {"seats": 44},
            30: {"seats": 47},
            2: {"seats": 52},  # 87 %: time to talk about a larger plan
        },
    ),
    Plan(
        "Three clinics",
        "Clinic",
        3,
        {"seats": 120, "api_calls": 50_000},
        {
            60: {"seats": 61, "api_calls": 12_400},
            30: {"seats": 70, "api_calls": 18_500},
            2: {"seats": 74, "api_calls": 21_300},
        },
    ),
    Plan(
        "Rest period check",
        "Works",
        3,
        {"seats": 400},
        {60: {"seats": 290}, 30: {"seats": 305}, 2: {"seats": 311}},
    ),
    Plan("Practice plan", "Practice", 1, {"seats": 15}, {30: {"seats": 6}, 2: {"seats": 7}}),
)
#: Twice of the same person only with more than the pause of 90 days between.
OPINIONS = (
    Opinion("Petersen", 126, 9, "The rota stands, and nobody rings me on Sundays any more."),
    Opinion("Duval", 105, 8, "Good for a small studio. The calendar export could be simpler."),
    Opinion("Roth", 90, 10, "The rest period check alone was worth it."),
    Opinion("Whitfield", 50, 9),
    Opinion("Delgado", 25, 7, "Does what it should. Reports could be faster."),
    Opinion("Petersen", 19, 10, "Eight months on, and I would not go back to the spreadsheet."),
    Opinion("de Boer", 16, 4, "Seasonal staff could not sign in on older phones. A week was lost."),
    Opinion("Kelly", 12, None),
)
#: Last name, year of birth, and in how many days their birthday is.
BIRTHDAYS = (("Petersen", 1979, 1), ("Duval", 1986, 0), ("Delgado", 1971, 5), ("Kelly", 1990, 12))
OCCASIONS = {"birthday_enabled": True, "absence_enabled": True, "loyalty_enabled": True}
#: Days after a contract begins until its customer is asked for an NPS.
ASKED_AFTER = 30


def keep_customers(
    agenda: Agenda, api: Api, agent: Api, people: Mapping[str, str], now: datetime
) -> None:
    """Usage as the product reports it, and surveys as support sends them. people: contact ids by
    last name, there once they arrived; now: when the story ends."""
    for plan in PLANS:
        begun = (now - timedelta(days=30 * plan.months)).date().isoformat()
        agenda.at(max(plan.used), partial(agree, api, plan, begun))
        for day, used in plan.used.items():
            agenda.at(day, partial(report, api, plan, day, used), later=True)
    for index, opinion in enumerate(OPINIONS):
        asked = partial(ask, api, agent, people, opinion, f"demo-nps-{index}")
        agenda.at(opinion.day, asked, later=True)


def contract_of(api: Api, plan: Plan) -> Any:
    """The contract of a deal's title."""
    (contract,) = api.get("/v1/contracts", filter=f'title = "{plan.contract}"')["contracts"]
    return contract


def agree(api: Api, plan: Plan, begun: str) -> None:
    """The contract gets its plan and limits."""
    limits = [{"metric": metric, "quantity": most} for metric, most in plan.limits.items()]
    body = {"plan": plan.plan, "plan_start_date": begun, "limits": limits}
    api.patch(f"/v1/contracts/{contract_of(api, plan)['id']}", body)


def report(api: Api, plan: Plan, day: int, used: Mapping[str, int]) -> None:
    """The product says what was used this month."""
    contract_id = contract_of(api, plan)["id"]
    for metric, quantity in used.items():
        key = f"demo-usage-{contract_id}-{metric}-{day}"
        body = {"metric": metric, "quantity": quantity}
        api.post(f"/v1/contracts/{contract_id}/usage_records", body, key=key)


def ask(api: Api, agent: Api, people: Mapping[str, str], opinion: Opinion, key: str) -> None:
    """Support asks a customer, who answers or does not."""
    contact = {"contact_id": people[opinion.last_name]}
    survey = agent.post("/v1/nps_surveys", contact, key=key)
    if opinion.score is not None:
        sent = f'type = "crm.tickets.v1.NpsSurveySent" AND subject = "nps_surveys/{survey["id"]}"'
        answer(api, sent, opinion.score, opinion.comment, f"{key}-answer")


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
