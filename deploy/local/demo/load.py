"""Tells the story to the API: fields, companies, a form, people as they came, and what followed."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from itertools import cycle
from typing import Any

from deploy.local.demo.agenda import RECENT, Agenda
from deploy.local.demo.api import Api, create, owner
from deploy.local.demo.conversations import CALLS, FIRST_CALLS, NOTES, PhoneCall
from deploy.local.demo.customers import celebrate, keep_customers
from deploy.local.demo.marketing import Marketing, share_leads
from deploy.local.demo.people import COMPANIES, PEOPLE, Person
from deploy.local.demo.selling import sell
from deploy.local.demo.support import support
from deploy.local.demo.untidy import leave_untidy

#: Every so many of the first calls came a week late.
SLOW = 5
SECTORS = ["health", "industry", "retail", "services", "transport"]
GUIDE = {
    "key": "guide_to_rotas",
    "purpose": "SERVICE",
    "subject": "Your guide to fair rotas",
    "body_text": "Hello {{first_name|there}},\n\nhere is the guide you asked for: six rules for "
    "fair rotas.\n\n{guide}\n\nIf you have questions, just answer this mail.\n",
}
FORM = {
    "name": "Guide to fair rotas",
    "title": "The guide to fair rotas",
    "description": "Six rules for shift plans people can live with. We send it by e-mail.",
    "confirmation_template_key": GUIDE["key"],
    "submit_label": "Send me the guide",
    "thank_you_text": "The guide is on its way to you.",
    "consent": {
        "text": "You may write to me about planning and about your product now and then.",
        "text_version": "2026-05",
        "required": False,
    },
}
INTERESTS = ("Planning across sites", "Swaps without paper", "", "Rules for night shifts", "")
CAMPAIGNS = (
    {"source": "newsletter", "medium": "email", "campaign": "spring"},
    {"source": "google", "medium": "cpc", "campaign": "shift planning"},
    {"source": "linkedin", "medium": "social", "campaign": "fair rotas"},
)


Voices = Mapping[str, Api]


def load(api: Api, voices: Voices, mails: str, now: datetime) -> None:
    """Loads everything, oldest first. voices: the API as each role speaks; mails: the catcher's.

    Raises Refused when the API says no.
    """
    agenda = Agenda(api, now)
    users = {user["email"].partition("@")[0]: user for user in api.get("/v1/users")["users"]}
    define_fields(api)
    companies = [create_company(api, users, index) for index in range(len(COMPANIES))]
    guide = mails.replace("/mails", "/site/rotas")
    words = GUIDE["body_text"].replace("{guide}", guide)
    create(api, "/v1/templates", {**GUIDE, "body_text": words}, "guide")
    form = create(api, "/v1/forms", {**FORM, **owner(users["marketer"])}, "form")
    people: dict[str, str] = {}

    def arrive(person: Person, index: int) -> None:
        come = by_form if person.how == "form" else by_hand
        contact_id = come(api, person, index, form["id"])
        people[person.last_name] = contact_id
        belong(api, contact_id, users[person.owner], companies[person.company], person)

    for index, person in enumerate(sorted(PEOPLE, key=lambda each: -each.day)):
        agenda.at(person.day, partial(arrive, person, index))
    talk(agenda, voices, people)
    sellers = {users[role]["id"]: voice for role, voice in voices.items()}
    sell(agenda, api, sellers, people, {user["id"]: user for user in users.values()})
    support(agenda, api, voices["agent"], people)
    keep_customers(agenda, api, voices["agent"], people, now)
    Marketing(api, mails, users["marketer"]).plan(agenda, people)
    agenda.run()
    share_leads(api, users)
    leave_untidy(api, users)
    celebrate(api, people, now.date())


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
    answers = {
        "name": f"{person.first_name} {person.last_name}",
        "email": address(person),
        "company": COMPANIES[person.company].name,
        "interest": INTERESTS[index % len(INTERESTS)],
    }
    known = {field["key"] for field in shown["fields"]}
    body = {
        "values": {key: value for key, value in answers.items() if value and key in known},
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


def talk(agenda: Agenda, voices: Voices, people: Mapping[str, str]) -> None:
    """Notes and calls, each by whoever looks after the person."""
    whose = {person.last_name: voices[person.owner] for person in PEOPLE}
    for index, note in enumerate(NOTES):
        said = partial(say, whose[note.last_name], people, note.last_name, "note")
        agenda.at(note.day, partial(said, {"body": note.body}, index), later=True)
    for index, call in enumerate((*CALLS, *first_calls())):
        body = {"outcome": call.outcome, "duration_seconds": call.seconds, "summary": call.summary}
        said = partial(say, whose[call.last_name], people, call.last_name, "call")
        agenda.at(call.day, partial(said, body, index), later=True)


def first_calls() -> list[PhoneCall]:
    """Whoever is in no other call or note was called soon; who came lately is still waiting."""
    told = {each.last_name for each in (*NOTES, *CALLS)}
    met = [each for each in PEOPLE if each.last_name not in told and each.day > RECENT]
    return [
        PhoneCall(person.last_name, person.day - (RECENT if index % SLOW == 0 else 0), *said)
        for index, (person, said) in enumerate(zip(met, cycle(FIRST_CALLS), strict=False))
    ]


def say(
    api: Api,
    people: Mapping[str, str],
    last_name: str,
    kind: str,
    body: Mapping[str, Any],
    index: int,
) -> None:
    """One note or call on somebody's timeline."""
    create(api, f"/v1/contacts/{people[last_name]}/{kind}s", body, f"{kind}-{index}")


def address(person: Person) -> str:
    """first.last@company, without accents and apostrophes."""
    plain = str.maketrans("éöäüßıøçÉÖşğ", "eoauuiocEOsg", "'’ ")
    local = f"{person.first_name}.{person.last_name}".translate(plain).lower()
    return f"{local.encode('ascii', 'ignore').decode()}@{COMPANIES[person.company].domain}"
