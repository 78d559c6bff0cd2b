"""Tells the story of sales: each deal goes its way, and what playbooks asked for is done."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from deploy.local.demo.agenda import Agenda
from deploy.local.demo.api import Api, Refused, create, owner
from deploy.local.demo.deals import DEALS, Deal
from deploy.local.demo.people import PEOPLE

#: The stages a deal goes through before it is won; a lost one is lost from the second.
WAY = ("Qualified", "Proposal Sent", "Negotiation", "Won")
#: Days a deal stays in a stage, and from a contact's first day to the deal's.
STAY, COURTING = 9, 14
#: So many days after its last step nothing of its playbook is left to do.
KEPT_UP = 8
#: Open deals came into their stage this many days ago, at most.
LATELY = 20


def sell(
    agenda: Agenda,
    api: Api,
    sellers: Mapping[str, Api],
    people: Mapping[str, str],
    users: Mapping[str, Any],
) -> None:
    """Deals of the people's owners, each on its way to where it stands. sellers: the API as each
    speaks, by their id; for who has none the admin's key does it."""
    (pipeline,) = api.get("/v1/pipelines")["pipelines"]
    stages = {stage["name"]: stage["id"] for stage in pipeline["stages"]}
    known = {person.last_name: person.day for person in PEOPLE}
    for index, deal in enumerate(DEALS):
        sale = Sale(api, sellers, deal, index, stages)
        days = sale.days(known[deal.contact])
        agenda.at(days[0], partial(sale.begin, people, users))
        for step, day in zip(sale.steps[1:], days[1:], strict=True):
            agenda.at(day, partial(sale.go_on, step), later=True)
        if days[-1] > KEPT_UP:
            agenda.at(days[-1] - KEPT_UP, sale.keep_up, later=True)


class Sale:
    """One deal from its first day on."""

    def __init__(
        self,
        api: Api,
        sellers: Mapping[str, Api],
        deal: Deal,
        index: int,
        stages: Mapping[str, str],
    ) -> None:
        self._api = api
        self._sellers = sellers
        self._deal = deal
        self._index = index
        self._stages = stages
        self._path = ""
        lost = deal.stage == "Lost"
        self.steps = (*WAY[:2], "Lost") if lost else WAY[: WAY.index(deal.stage) + 1]

    def days(self, known: int) -> list[float]:
        """How many days ago it took each of its steps; known: when its contact came."""
        ways = len(self.steps) - 1
        closed = self._deal.stage in {"Won", "Lost"}
        last = known - COURTING - STAY * ways if closed else self._index * 5 % LATELY
        last = max(last, 5 if closed else 1)
        first = max(min(known - 1, last + STAY * ways), last)
        pace = (first - last) / ways if ways else 0
        return [first - pace * number for number in range(ways + 1)]

    def begin(self, people: Mapping[str, str], users: Mapping[str, Any]) -> None:
        """Somebody makes the deal."""
        contact = self._api.get(f"/v1/contacts/{people[self._deal.contact]}")
        self._api = self._sellers.get(
            contact["owner_id"], self._api
        )  # from now on the deal is theirs
        closing = datetime.now(UTC).date() + timedelta(days=30 + self._index * 3)
        body = {
            "title": self._deal.title,
            "amount": {"currency": self._deal.currency, "amount": self._deal.amount},
            "contact_id": contact["id"],
            "company_name": contact["company_name"],
            "expected_close_date": closing.isoformat(),
            "next_step": self._deal.next_step,
            **owner(users[contact["owner_id"]]),
        }
        made = create(self._api, "/v1/deals", body, f"deal-{self._index}")
        self._path = f"/v1/deals/{made['id']}"

    def go_on(self, step: str) -> None:
        """It takes a step."""
        self.keep_up()
        verb = "move"
        body: dict[str, Any] = {"stage_id": self._stages[step]}
        if step == "Won":
            contract = {"months": self._deal.months}
            verb, body = "win", {"reason": self._deal.reason, "contract": contract}
        elif step == "Lost":
            verb, body = "lose", {"reason": self._deal.reason}
        create(self._api, f"{self._path}:{verb}", body, f"deal-{self._index}-{step}")

    def keep_up(self) -> None:
        """What playbooks asked for is done."""
        deal_id = self._path.rpartition("/")[2]
        wanted = f'deal_id = "{deal_id}" AND state = OPEN AND source = playbook'
        for activity in self._api.get("/v1/activities", filter=wanted)["activities"]:
            if not activity["template_key"]:
                path = f"/v1/activities/{activity['id']}:complete"
                with suppress(Refused):  # the deal was closed, and it is not wanted any more
                    create(self._api, path, {}, f"done-{activity['id']}")
