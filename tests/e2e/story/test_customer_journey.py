"""A visitor becomes a lead, a customer and an advocate, and time keeps its promises."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.e2e.story import deals, leads, tickets
from tests.e2e.story.firm import Firm, Record, once, titles
from tests.harness.suite import running_suite

#: What happened to her, in this order; other things lie between.
STORY = (
    *("DealCreated", "DealMoved", "DealWon", "ComplaintOpened", "TicketSolved", "SurveyAnswered"),
    *("SurveyAnswered", "SurveyAnswered", "ContractRenewalNeared"),
)


@pytest.fixture
def firm() -> Iterator[Firm]:
    """A suite whose clock this story moves."""
    with running_suite() as suite:
        firm = Firm(suite)
        yield firm
        firm.close()


def test_one_customer_from_the_first_page_to_the_renewal(firm: Firm) -> None:
    email = f"mara.{uuid4().hex[:8]}@nordlicht.example"
    contact = leads.a_visitor_becomes_a_hot_lead(firm, email)
    first = leads.the_first_rep_is_told(firm, contact)
    second = leads.nobody_follows_up(firm, contact, first)
    deals.she_calls_and_forgets_the_summary(firm, contact, second)
    deal = deals.she_converts_and_wins(firm, contact, second)
    deals.the_customer_is_welcomed(firm, contact, second, deal)
    ticket = tickets.an_angry_mail_becomes_a_complaint(firm, contact, email)
    tickets.a_campaign_holds_this_one_person_back(firm, contact, email)
    tickets.it_is_solved_and_praised(firm, ticket, email)
    tickets.she_is_delighted_again(firm, contact, email)
    tickets.an_unhappy_answer_reaches_the_manager(firm, contact, email)
    deals.the_contract_nears_its_end(firm, deal, second)
    the_timeline_tells_all_of_it(firm, contact)
    every_fact_was_told_once(firm)


def the_timeline_tells_all_of_it(firm: Firm, contact: Record) -> None:
    """In order, each entry with its source."""
    once(lambda: told_in_order(firm, contact), "her timeline tells the story in order")
    entries = firm.timeline(contact)
    times = [entry["occur_time"] for entry in entries]
    assert times == sorted(times, reverse=True)
    assert all(entry["source"] for entry in entries)
    sources = {entry["source"] for entry in entries}
    assert {"deals", "tickets", "notify"} <= sources, titles(entries)


def told_in_order(firm: Firm, contact: Record) -> bool:
    """Whether the timeline, oldest first, has everything of the story one after the other."""
    told = iter([entry["data"].get("event") for entry in reversed(firm.timeline(contact))])
    return all(event in told for event in STORY)


def every_fact_was_told_once(firm: Firm) -> None:
    """No event of the log has a twin."""
    events = [*firm.facts()]
    names = [(event["service"], event["id"]) for event in events]
    assert len(names) == len(set(names))
    assert {"DealWon", "ComplaintOpened", "SurveyAnswered"} <= {
        event["type"].rpartition(".")[2] for event in events
    }
