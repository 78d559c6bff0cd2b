"""Who opens the last three mails in a row gets points for it, by a rule that people may change."""

from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import scoring_pb2 as pb
from crm.notify.v1 import events_pb2 as notify

from tests.factories import create_contact
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery
from tests.integration.leads.scores import explained

RULE = "Opened the last three mails"


def opened(machinery: Machinery, contact: contacts_pb2.Contact, in_a_row: int) -> None:
    message = {"id": "01937b5e-7c00-7000-8000-000000000021", "contact_id": contact.id}
    message |= {"subject": "News"}
    machinery.tell(notify.MessageOpened(message=message, opened_in_a_row=in_a_row))


def worth(office: Desk, contact: contacts_pb2.Contact) -> list[int]:
    """What the entries of the rule are worth."""
    entries = explained(office, contact).entries
    return [entry.worth for entry in entries if entry.rule_name == RULE]


def test_the_third_open_in_a_row_gives_points_once(
    empty_office: Desk, machinery: Machinery
) -> None:
    ada = empty_office.contacts.CreateContact(create_contact())
    for in_a_row in (1, 2):
        opened(machinery, ada, in_a_row)
        assert worth(empty_office, ada) == []
    opened(machinery, ada, 3)
    opened(machinery, ada, 4)
    assert worth(empty_office, ada) == [10]


def test_three_opens_with_gaps_give_nothing(empty_office: Desk, machinery: Machinery) -> None:
    ada = empty_office.contacts.CreateContact(create_contact())
    for in_a_row in (1, 0, 1, 2, 0):
        opened(machinery, ada, in_a_row)
    assert worth(empty_office, ada) == []


def test_people_may_ask_for_fewer_mails(empty_office: Desk, machinery: Machinery) -> None:
    ada = empty_office.contacts.CreateContact(create_contact())
    opened(machinery, ada, 2)
    rules = empty_office.scoring.ListScoringRules(pb.ListScoringRulesRequest()).scoring_rules
    (rule,) = [each for each in rules if each.name == RULE]
    changed = {"id": rule.id, "filter": rule.filter.replace(">= 3", ">= 2"), "points": 7}
    request = pb.UpdateScoringRuleRequest(
        scoring_rule=changed, update_mask={"paths": ["filter", "points"]}
    )
    empty_office.scoring.UpdateScoringRule(request)
    machinery.settle()
    assert worth(empty_office, ada) == [7]
