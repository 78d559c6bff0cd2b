"""A rep's day in sales by mouse, by keyboard alone, on a phone; no barrier on its screens."""

import uuid
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, drop, opened, posted, tab_to

SCREENS = [
    *("/deals/", "/deals/today", "/deals/deals", "/deals/contracts", "/deals/reports"),
    *("/deals/reports?tab=outcomes", "/deals/reports?tab=stuck", "/deals/stages", "/deals/usage"),
]
SUMMARY = "What was said and agreed?"


class Deal(NamedTuple):
    id: str
    title: str


def new_deal(page: Page) -> Deal:
    """A deal of whoever is signed in, without an amount, in the first stage."""
    title = f"Rota {uuid.uuid4().hex[:8]}"
    return Deal(posted(page, "/v1/deals", {"title": title})["id"], title)


def card(page: Page, deal: Deal) -> Locator:
    return page.locator(f'[data-card="{deal.id}"]')


def lane(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def drag(page: Page, what: Locator, to: Locator) -> None:
    """Picks a card up in its middle and drops it in the middle of a lane's cards."""
    cards = to.locator(".lane-drop")
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), cards.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] - 6)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 12, start["y"] + start["height"], steps=5)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 60, steps=20)
    drop(page, cards)


def lift(page: Page, deal: Deal) -> None:
    """Picks a card up by keyboard, and takes it to the lane on the right."""
    told = page.locator("[aria-live=assertive]")
    card(page, deal).press("Space")
    expect(told).to_contain_text(f"Lifted {deal.title}")
    page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("Over Proposal Sent")


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_a_call_that_belongs_to_no_deal_is_written_down(desk: Desk, size: dict[str, Any]) -> None:
    page = desk("rep", **size)
    name = f"Caller {uuid.uuid4().hex[:8]}"
    person = posted(page, "/v1/contacts", {"last_name": name})
    opened(page, "/deals/today")
    page.get_by_role("button", name="Call or task").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Contact").fill(name)
    page.get_by_role("option", name=name).click()
    dialog.get_by_role("button", name="Log the call").click()

    expect(dialog).to_have_count(0)
    unsaid = page.get_by_role("region", name="Calls and meetings without a summary")
    call = unsaid.get_by_role("link", name=f"Call with {name}")
    expect(call).to_have_attribute("href", f"/leads/people/{person['id']}")


def test_a_reps_day_by_mouse(desk: Desk) -> None:
    page = desk("rep")
    deal = new_deal(page)
    opened(page, f"/deals/deals/{deal.id}")
    page.get_by_label(SUMMARY).fill("Budget is there. Wants two references.")
    page.get_by_role("button", name="Log the call").click()
    expect(page.locator(".story .quote").first).to_have_text(
        "Budget is there. Wants two references."
    )

    opened(page, "/deals/")
    drag(page, card(page, deal), lane(page, "Proposal Sent"))
    dialog = page.get_by_role("dialog", name="Proposal Sent needs an amount")
    dialog.get_by_role("textbox", name="Amount").fill("18000")
    dialog.get_by_role("button", name="Save and move").click()
    expect(lane(page, "Proposal Sent").locator(f'[data-card="{deal.id}"]')).to_be_visible()

    card(page, deal).get_by_role("link", name=deal.title).click()
    page.get_by_role("button", name="Mark won").click()
    won = page.get_by_role("dialog")
    won.get_by_label("Why did they choose us?").select_option("They trust us")
    won.get_by_role("button", name="Mark won").click()
    expect(won).to_have_count(0)  # it offers the same words
    expect(page.get_by_text("They trust us")).to_be_visible()
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    expect(page.get_by_role("region", name="Contract")).to_contain_text("runs until")


def test_a_reps_day_by_keyboard_alone(desk: Desk) -> None:
    page = desk("rep")
    deal = new_deal(page)
    opened(page, "/deals/")
    lift(page, deal)
    page.keyboard.press("Space")
    dialog = page.get_by_role("dialog", name="Proposal Sent needs an amount")
    expect(dialog.get_by_role("textbox", name="Amount")).to_be_focused()
    page.keyboard.type("9600")
    page.keyboard.press("Enter")
    expect(lane(page, "Proposal Sent").locator(f'[data-card="{deal.id}"]')).to_be_focused()

    tab_to(page, deal.title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(deal.title)
    tab_to(page, "Mark won")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Why did they choose us?")).to_be_focused()
    page.keyboard.type("It does")
    expect(page.get_by_label("Why did they choose us?")).to_have_value("FIT")
    tab_to(page, "Mark won")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)  # it offers the same words
    expect(page.get_by_text("It does what they need")).to_be_visible()


def test_a_reps_day_on_a_phone(desk: Desk) -> None:
    phone = desk("rep", **PHONE)
    deal = new_deal(phone)
    opened(phone, f"/deals/deals/{deal.id}")
    phone.get_by_label(SUMMARY).fill("Call again on Monday.")
    phone.get_by_role("button", name="Log the call").tap()
    expect(phone.locator(".story .quote").first).to_have_text("Call again on Monday.")

    opened(phone, "/deals/")
    phone.get_by_role("button", name=f"Move {deal.title}").tap()
    phone.get_by_role("menuitem", name="Proposal Sent").tap()
    phone.get_by_role("dialog").get_by_role("textbox", name="Amount").fill("500")
    phone.get_by_role("button", name="Save and move").tap()
    expect(lane(phone, "Proposal Sent").locator(f'[data-card="{deal.id}"]')).to_be_attached()

    phone.get_by_role("button", name=f"Move {deal.title}").tap()
    phone.get_by_role("menuitem", name="Lost").tap()
    lost = phone.get_by_role("dialog")
    lost.get_by_label("Why did it end?").select_option("Not now")
    lost.get_by_role("button", name="Mark lost").tap()
    expect(card(phone, deal)).to_have_count(0)


def test_a_move_can_be_taken_back(desk: Desk) -> None:
    phone = desk("rep", **PHONE)
    deal = new_deal(phone)
    opened(phone, "/deals/")
    phone.get_by_role("button", name=f"Move {deal.title}").tap()
    phone.get_by_role("menuitem", name="Proposal Sent").tap()
    phone.get_by_role("dialog").get_by_role("textbox", name="Amount").fill("500")
    phone.get_by_role("button", name="Save and move").tap()
    told = phone.get_by_role("alert").filter(has_text=f"{deal.title} is in Proposal Sent")
    told.get_by_role("button", name="Undo").tap()

    expect(lane(phone, "Qualified").locator(f'[data-card="{deal.id}"]')).to_be_attached()
    expect(lane(phone, "Proposal Sent").locator(f'[data-card="{deal.id}"]')).to_have_count(0)
    expect(told).to_have_count(0)


def test_a_board_on_which_nothing_matches_says_so(desk: Desk) -> None:
    page = desk("rep")
    deal = new_deal(page)
    opened(page, "/deals/")
    page.get_by_role("textbox", name="Search the board").fill(uuid.uuid4().hex)
    expect(page.get_by_role("heading", name="No deal matches")).to_be_visible()
    page.get_by_role("button", name="Show all deals").click()

    expect(card(page, deal)).to_be_visible()
    expect(page.get_by_role("textbox", name="Search the board")).to_have_value("")


def test_a_card_that_is_let_go_with_escape_stays_where_it_was(desk: Desk) -> None:
    page = desk("rep")
    deal = new_deal(page)
    opened(page, "/deals/")
    lift(page, deal)
    page.keyboard.press("Escape")

    expect(lane(page, "Qualified").locator(f'[data-card="{deal.id}"]')).to_be_focused()


def test_what_was_typed_survives_a_reload(desk: Desk) -> None:
    page = desk("rep")
    deal = new_deal(page)
    opened(page, f"/deals/deals/{deal.id}")
    page.get_by_label(SUMMARY).fill("Half a sentence")
    opened(page, f"/deals/deals/{deal.id}")

    expect(page.get_by_label(SUMMARY)).to_have_value("Half a sentence")


def test_a_number_of_a_report_opens_the_deals_behind_it(desk: Desk) -> None:
    page = desk("manager")
    opened(page, "/deals/reports")
    row = page.get_by_role("row", name="Qualified")
    lost = row.get_by_title("Lost here")
    number = int(lost.inner_text())
    lost.click()

    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(number)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", SCREENS)
def test_axe_has_nothing_to_say(desk: Desk, axe: Axe, path: str, scheme: str) -> None:
    axe(opened(desk("manager", color_scheme=scheme), path))


def test_axe_has_nothing_to_say_of_a_deal(desk: Desk, axe: Axe) -> None:
    page = desk("rep")
    deal = new_deal(page)
    axe(opened(page, f"/deals/deals/{deal.id}"))
    axe(opened(page, f"/deals/deals/{deal.id}/brief"))


@pytest.mark.parametrize("path", SCREENS)
def test_a_phone_scrolls_no_page_sideways(desk: Desk, path: str) -> None:
    phone = opened(desk("manager", **PHONE), path)

    assert phone.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_won_lost_and_last_columns_are_in_view_on_a_small_desk(desk: Desk) -> None:
    page = desk("rep", viewport={"width": 1280, "height": 800})
    posted(page, "/v1/deals", {"title": f"Small desk {uuid.uuid4().hex[:8]}"})
    opened(page, "/deals/")
    for end in ("Won", "Lost"):
        lane = page.get_by_role("region", name=end, exact=True)
        expect(lane).to_be_in_viewport(ratio=0.9)
    opened(page, "/deals/deals")
    expect(page.get_by_role("columnheader").last).to_be_in_viewport(ratio=0.9)
