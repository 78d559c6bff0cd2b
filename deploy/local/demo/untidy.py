"""Records that came twice or half, and who looks through them once a month."""

from collections.abc import Mapping
from typing import Any

from deploy.local.child import wait_until
from deploy.local.demo.api import Api, Refused, create, owner

#: The first two came twice, under the same number and at the same company.
UNTIDY: tuple[dict[str, Any], ...] = (
    {"first_name": "H.", "last_name": "Vogt", "phone": "+4940555013", "email": "hv@mail.example"},
    {"first_name": "Joost", "last_name": "Mulder", "company_name": "Polderzicht", "country": "NL"},
    {"first_name": "Ilse", "last_name": "Brouwer", "company_name": "Polderzicht", "tags": ["fair"]},
    {"email": "info@sundqvist.example", "tags": ["fair"]},
)
#: The story is half a year long: who was silent for four months of it is stale.
STALE_MONTHS = 4
#: Every service has heard of the people who work here after so long.
HEARD_SECONDS = 60


def leave_untidy(api: Api, users: Mapping[str, Any]) -> None:
    """Some records nobody has looked after, and a round that finds them."""
    for index, person in enumerate(UNTIDY):
        create(api, "/v1/contacts", {**person, **owner(users["marketer"])}, f"untidy-{index}")
    rules = {"enabled": True, "reviewer_id": users["manager"]["id"], "stale_months": STALE_MONTHS}

    def named() -> bool:
        try:
            api.patch("/v1/cleanup_policy", rules)
        except Refused:  # leads has not heard of the manager yet
            return False
        return True

    wait_until(named, HEARD_SECONDS, "leads to know who looks through the records")
    create(api, "/v1/cleanup_policy:run", {}, "cleanup-run")
