"""Tells the story to the API: fields, companies, a form, people as they came, and what followed."""

from collections.abc import Mapping
from typing import Any

from deploy.local.demo.api import Api
from deploy.local.demo.conversations import CALLS, NOTES
from deploy.local.demo.deals import DEALS, Deal
from deploy.local.demo.marketing import market
from deploy.local.demo.people import COMPANIES, PEOPLE, Person
from deploy.local.demo.support import support

SECTORS = ["health", "industry", "retail", "services", "transport"]
FORM = {
    "name": "Guide to fair rotas",
    "title": "The guide to fair rotas",
    "description": "Twenty pages on shift plans people can live with. We send it by e-mail.",
    "submit_label": "Send me the guide",
    "thank_you_text": "Thank you. The guide is on its way to you.",
    "consent": {
        "text": "You may write to me about planning and about your product now and then.",
        "text_version": "2026-05",
        "required": False,
    },
}
CAMPAIGNS = (
    {"source": "newsletter", "medium": "email", "campaign": "spring"},
    {"source": "google", "medium": "cpc", "campaign": "shift planning"},
    {"source": "linkedin", "medium": "social", "campaign": "fair rotas"},
)


def load(api: Api, agent: Api) -> None:
    """Loads everything, oldest first; agent: as whom support works.

    Raises Refused when the API says no.
    """
    users = {user["email"].partition("@")[0]: user for user in api.get("/v1/users")["users"]}
    define_fields(api)
    companies = [create_company(api, users, index) for index in range(len(COMPANIES))]
    form = create(api, "/v1/forms", {**FORM, **owner(users["marketer"])}, "form")
    people: dict[str, str] = {}
    for index, person in enumerate(sorted(PEOPLE, key=lambda each: -each.day)):
        arrive = by_form if person.how == "form" else by_hand
        contact_id = arrive(api, person, index, form["id"])
        people[person.last_name] = contact_id
        belong(api, contact_id, users[person.owner], companies[person.company], person)
    talk(api, people)
    sell(api, people, {user["id"]: user for user in users.values()})
    support(api, agent, people)
    market(api, users)


def create(api: Api, path: str, body: Mapping[str, Any], key: str) -> Any:
    """Creates something once, however often this runs."""
    return api.post(path, body, key=f"demo-{key}")


def define_fields(api: Api) -> None:
    """Two fields of the firm's own."""
    sector = {"resource": "COMPANY", "key": "sector", "label": "Sector", "type": "CHOICE"}
    create(api, "/v1/fields", {**sector, "options": SECTORS}, "field-sector")
    seats = {"resource": "CONTACT", "key": "seats", "label": "Seats wanted", "type": "NUMBER"}
    create(api, "/v1/fields", seats, "field-seats")


def create_company(api: Api, users: Mapping[str, Any], index: int) -> str:
    """One of the companies; its id."""
    company = COMPANIES[index]
    body = {
        "name": company.name,
        "domain": company.domain,
        "website": f"https://www.{company.domain}",
        "industry": company.industry,
        "city": company.city,
        "country": company.country,
        "employee_count": company.employees,
        "custom_fields": {"sector": company.sector},
        **owner(users["manager" if company.country in {"US", "CA"} else "rep"]),
    }
    return str(create(api, "/v1/companies", body, f"company-{index}")["id"])


def by_form(api: Api, person: Person, index: int, form_id: str) -> str:
    """The person asks for the guide; their contact's id."""
    shown = api.get(f"/v1/forms/{form_id}:show")
    answers = {"name": f"{person.first_name} {person.last_name}", "email": address(person)}
    known = {field["key"] for field in shown["fields"]}
    body = {
        "values": {key: value for key, value in answers.items() if key in known},
        "utm": CAMPAIGNS[index % len(CAMPAIGNS)],
        "consent": index % 4 != 0,
        "token": shown["token"],
    }
    create(api, f"/v1/forms/{form_id}:submit", body, f"submission-{index}")
    found = api.get("/v1/contacts", filter=f'email = "{address(person)}"')
    return str(found["contacts"][0]["id"])


def by_hand(api: Api, person: Person, index: int, _form_id: str) -> str:
    """Somebody types the person in; their contact's id."""
    body = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": address(person),
    }
    return str(create(api, "/v1/contacts", body, f"contact-{index}")["id"])


def belong(api: Api, contact_id: str, user: Any, company_id: str, person: Person) -> None:
    """What is learned about the person, and who looks after them."""
    company = COMPANIES[person.company]
    body = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "company_id": company_id,
        "job_title": person.job_title,
        "phone": person.phone,
        "city": company.city,
        "country": company.country,
        "tags": list(person.tags),
        **owner(user),
    }
    api.patch(f"/v1/contacts/{contact_id}", body)


def talk(api: Api, people: Mapping[str, str]) -> None:
    """Notes and calls, oldest first."""
    for index, note in enumerate(NOTES):
        path = f"/v1/contacts/{people[note.last_name]}/notes"
        create(api, path, {"body": note.body}, f"note-{index}")
    for index, call in enumerate(CALLS):
        path = f"/v1/contacts/{people[call.last_name]}/calls"
        body = {"outcome": call.outcome, "duration_seconds": call.seconds, "summary": call.summary}
        create(api, path, body, f"call-{index}")


def sell(api: Api, people: Mapping[str, str], users: Mapping[str, Any]) -> None:
    """Deals of the people's owners, each where it stands."""
    (pipeline,) = api.get("/v1/pipelines")["pipelines"]
    stages = {stage["name"]: stage["id"] for stage in pipeline["stages"]}
    for index, deal in enumerate(DEALS):
        contact = api.get(f"/v1/contacts/{people[deal.contact]}")
        body = {
            "title": deal.title,
            "amount": {"currency": deal.currency, "amount": deal.amount},
            "contact_id": contact["id"],
            "company_name": contact["company_name"],
            "expected_close_date": "2027-01-29",
            "next_step": deal.next_step,
            **owner(users[contact["owner_id"]]),
        }
        made = create(api, "/v1/deals", body, f"deal-{index}")
        close(api, deal, f"/v1/deals/{made['id']}", stages, f"deal-{index}")


def close(api: Api, deal: Deal, path: str, stages: Mapping[str, str], key: str) -> None:
    """Takes a new deal to where it stands."""
    if deal.stage == "Won":
        contract = {"months": deal.months}
        create(api, f"{path}:win", {"reason": deal.reason, "contract": contract}, f"{key}-won")
    elif deal.stage == "Lost":
        create(api, f"{path}:lose", {"reason": deal.reason}, f"{key}-lost")
    elif deal.stage != "Qualified":
        create(api, f"{path}:move", {"stage_id": stages[deal.stage]}, f"{key}-moved")


def owner(user: Mapping[str, Any]) -> dict[str, str]:
    """The fields that make a record this person's."""
    return {"owner_id": user["id"], "team_id": user["team_ids"][0]}


def address(person: Person) -> str:
    """first.last@company, without accents and apostrophes."""
    plain = str.maketrans("éöäüßıøçÉÖşğ", "eoauuiocEOsg", "'’ ")
    local = f"{person.first_name}.{person.last_name}".translate(plain).lower()
    return f"{local.encode('ascii', 'ignore').decode()}@{COMPANIES[person.company].domain}"
