"""What marketing does: groups of people, a letter sent, one being written, a sequence, rules."""

from collections.abc import Mapping
from typing import Any

from deploy.local.child import wait_until
from deploy.local.demo.agenda import Agenda
from deploy.local.demo.api import Api, create, owner
from deploy.local.demo.reading import read

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
    ("Warm and not yet sold", "rating in (WARM, HOT) AND lifecycle_stage != CUSTOMER", ""),
    ("Quiet for a month", "last_activity_time <= now-30d", "Nobody has heard of them for long."),
)
#: The letter went out on the day somebody complained of our mails: it does not go to them.
SENT_DAY = 28
SECONDS = 60
LETTERS: tuple[dict[str, str], ...] = (
    {
        "key": "autumn_planning",
        "purpose": "PROMOTIONAL",
        "subject": "Fair rotas while everybody is ill",
        "body_text": "Hello {{first_name|there}},\n\nhow three customers fill the gaps of "
        "October: https://example.com/autumn\n\nNo more of this: {{unsubscribe_url}}\n",
        "body_html": "<p>Hello {{first_name|there}},</p><p>how three customers <a "
        'href="https://example.com/autumn">fill the gaps of October</a>.</p>'
        '<p><a href="{{unsubscribe_url}}">No more of this</a></p>',
    },
    {
        "key": "winter_planning",
        "purpose": "PROMOTIONAL",
        "subject": "Rotas for the holidays, {{first_name|there}}",
        "body_text": "Hello {{first_name|there}},\n\nsix ways to staff the holidays fairly: "
        "https://example.com/holidays\n\nNo more of this: {{unsubscribe_url}}\n",
    },
)
AUTUMN, WINTER = (letter["key"] for letter in LETTERS)
#: Who was put into it so many days ago.
ENROLLED, ENROLLED_DAY = ("Conti", "Vidal", "Nair"), 4
SEQUENCE = {
    "name": "The first two weeks",
    "time_zone": "Europe/Berlin",
    "exits": ["DEAL_WON", "CONVERTED", "UNSUBSCRIBED"],
    "steps": [
        {"kind": "SEND", "template_key": WINTER},
        {
            "kind": "WAIT",
            "wait_minutes": 3 * 24 * 60,
            "window_from": "09:00",
            "window_to": "17:00",
            "weekdays": ["tue", "wed", "thu"],
        },
        {"kind": "CHECK", "filter": "rating = WARM", "otherwise": "END"},
        {"kind": "SEND", "template_key": WINTER},
    ],
}


class Marketing:
    """The marketer's half year. mails: where the mail catcher lists what was sent."""

    def __init__(self, api: Api, mails: str, marketer: Mapping[str, Any]) -> None:
        self._api = api
        self._mails = mails
        self._owner = owner(marketer)
        self._segments: list[str] = []

    def plan(self, agenda: Agenda, people: Mapping[str, str]) -> None:
        """Notes what happened when. people: contact ids by last name."""
        agenda.at(SENT_DAY, self.prepare)
        agenda.at(SENT_DAY, self.send, later=True)
        agenda.at(SENT_DAY - 7, self.see_who_reads)
        agenda.at(ENROLLED_DAY, lambda: self.enrol(people))

    def prepare(self) -> None:
        """Letters and groups of people."""
        for letter in LETTERS:
            create(self._api, "/v1/templates", letter, f"letter-{letter['key']}")
        for index, (name, filter_, description) in enumerate(SEGMENTS):
            body = {"name": name, "filter": filter_, "description": description, **self._owner}
            made = create(self._api, "/v1/segments", body, f"segment-{index}")
            self._segments.append(made["id"])

    def send(self) -> None:
        """The autumn's letter, to everybody who agreed; the winter's is being written."""
        segment = f"/v1/segments/{self._segments[0]}"
        wait_until(lambda: self._is(segment, "READY"), SECONDS, "people of the segment")
        sent = self._campaign("Autumn: filling gaps", AUTUMN)
        create(self._api, f"{sent}:launch", {}, "campaign-launch")
        wait_until(lambda: self._is(sent, "FINISHED"), SECONDS, "a campaign to be told")
        wait_until(lambda: self._left(sent), SECONDS, "its mails to leave")
        self._campaign("Planning the holidays", WINTER)

    def see_who_reads(self) -> None:
        """Some look at it, some follow the link."""
        read(self._mails, LETTERS[0]["subject"])

    def enrol(self, people: Mapping[str, str]) -> None:
        """The sequence begins, and a few people are put into it."""
        sequence = create(self._api, "/v1/sequences", SEQUENCE, "sequence")
        create(self._api, f"/v1/sequences/{sequence['id']}:start", {}, "sequence-start")
        for name in ENROLLED:
            body = {"sequence_id": sequence["id"], "contact_id": people[name]}
            create(self._api, "/v1/enrolments", body, f"enrolment-{name}")

    def _campaign(self, name: str, letter: str) -> str:
        body = {"name": name, "segment_id": self._segments[0], "template_key": letter}
        made = create(self._api, "/v1/campaigns", {**body, **self._owner}, f"campaign-{letter}")
        return f"/v1/campaigns/{made['id']}"

    def _left(self, campaign: str) -> bool:
        """Whether no mail is on its way: one that is would be given up when the clock moves."""
        mine = f'campaign_id = "{campaign.rpartition("/")[2]}"'
        messages = self._api.get("/v1/messages", filter=mine, page_size=100)["messages"]
        moving = [each for each in messages if each["state"] == "CLAIMED" or undecided(each)]
        wanted = int(self._api.get(campaign)["recipient_count"])
        return len(messages) == wanted and not moving

    def _is(self, path: str, state: str) -> bool:
        return bool(self._api.get(path)["state"] == state)


def undecided(message: Mapping[str, Any]) -> bool:
    """Whether nobody has looked yet if it may go now."""
    return message["state"] == "QUEUED" and not message["state_reason"]


def share_leads(api: Api, users: Mapping[str, Any]) -> None:
    """Rules of who gets which leads."""
    for position, (name, filter_, strategy, who) in enumerate(RULES, start=1):
        body = {"name": name, "filter": filter_, "strategy": strategy, "position": position}
        members = {"member_ids": [users[each]["id"] for each in who]}
        create(api, "/v1/assignment_rules", {**body, **members}, f"rule-{position}")
