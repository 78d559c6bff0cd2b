"""Opens and clicks of advertising: what people did is told once, what programs did never."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from crm.notify.v1 import messages_pb2 as pb

from tests import vectors
from tests.integration.notify.conftest import MakeContact
from tests.integration.notify.reading import BROWSER, HOME, LOOMS, OFFICE, SCANNER, YARN, Letterbox

AGENTS = vectors.load("bot_detection.json").get("user_agents", [])


@pytest.fixture
def mail(letterbox: Letterbox, contact: MakeContact) -> pb.Message:
    """Advertising that arrived."""
    return letterbox.send(contact())


def test_advertising_carries_a_picture_and_links_through_us_and_the_stored_message_does_not(
    letterbox: Letterbox, mail: pb.Message
) -> None:
    html = letterbox.html(mail)
    assert "https://shop.example" not in html
    assert len(letterbox.links(mail)) == 4
    assert LOOMS.replace("&", "&amp;") in letterbox.read(mail).body_html


@pytest.mark.parametrize("key", ["notice", "plain"])
def test_what_is_no_advertising_or_has_no_html_tells_nothing(
    letterbox: Letterbox, contact: MakeContact, key: str
) -> None:
    mail = letterbox.send(contact(), key)
    assert "/public/open/" not in letterbox.html(mail)
    assert "/public/click/" not in letterbox.html(mail)


def test_an_open_is_told_once_with_its_moment(letterbox: Letterbox, mail: pb.Message) -> None:
    picture = letterbox.get(letterbox.picture(mail))
    assert (picture.status_code, picture.content_type) == (200, "image/gif")
    assert "no-store" in picture.headers["Cache-Control"]
    assert picture.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert letterbox.facts("MessageOpened") == []

    letterbox.settle()
    letterbox.get(letterbox.picture(mail))
    letterbox.settle()
    (told,) = letterbox.facts("MessageOpened")
    found = letterbox.read(mail)
    assert told["message"]["id"] == mail.id
    assert told["message"].get("body_html", "") == ""
    assert told["occur_time"] == found.open_time.ToJsonString()
    assert mail.create_time.ToDatetime() < found.open_time.ToDatetime()
    assert letterbox.did(mail) == (True, False)


def test_a_click_leads_to_where_the_link_led_and_opens_the_mail(
    letterbox: Letterbox, mail: pb.Message
) -> None:
    looms, yarn, *_ = letterbox.links(mail)
    answer = letterbox.get(looms)
    assert (answer.status_code, answer.headers["Location"]) == (302, LOOMS)
    letterbox.settle()
    assert letterbox.did(mail) == (True, True)

    letterbox.get(looms)
    letterbox.settle()
    assert letterbox.get(yarn).headers["Location"] == YARN
    letterbox.settle()
    assert len(letterbox.facts("MessageOpened")) == 1
    assert [fact["url"] for fact in letterbox.facts("MessageClicked")] == [LOOMS, YARN]


def test_asking_with_head_or_looking_ahead_counts_for_nothing(
    letterbox: Letterbox, mail: pb.Message
) -> None:
    link, picture = letterbox.links(mail)[0], letterbox.picture(mail)
    asked = letterbox.get(link, method="HEAD")
    assert (asked.status_code, asked.headers["Location"]) == (302, LOOMS)
    assert letterbox.get(picture, method="HEAD").status_code == 200
    assert letterbox.verdicts() == []
    letterbox.get(link, Sec_Purpose="prefetch;prerender")
    letterbox.get(picture, X_Moz="prefetch")
    letterbox.settle()
    assert {each[1:] for each in letterbox.verdicts()} == {("BOT", "PROGRAM")}
    assert letterbox.did(mail) == (False, False)


@pytest.mark.parametrize("case", AGENTS, ids=lambda case: case["ua"][:40] or "nothing")
def test_who_opened_is_told_by_the_user_agents_of_the_vectors(
    letterbox: Letterbox, mail: pb.Message, case: dict[str, Any]
) -> None:
    letterbox.get(letterbox.picture(mail), agent=case["ua"])
    letterbox.settle()
    person = case.get("verdict") == "proxy" or case.get("bot") is False
    assert letterbox.did(mail) == (person, False)
    assert len(letterbox.facts("MessageOpened")) == person


def test_a_scanner_that_follows_all_links_is_found_out_and_a_person_afterwards_is_one(
    letterbox: Letterbox, mail: pb.Message
) -> None:
    letterbox.get(letterbox.picture(mail), ip=SCANNER)
    *links, _ = letterbox.links(mail)
    for link in links:
        letterbox.get(link, ip=SCANNER)
    letterbox.get(links[0], ip=OFFICE)
    letterbox.at_once()
    letterbox.settle()
    reasons = [each[2] for each in letterbox.verdicts()]
    assert reasons == ["BURST"] * 4 + ["NONE"]
    assert [fact["url"] for fact in letterbox.facts("MessageClicked")] == [LOOMS]

    letterbox.get(links[1], ip=SCANNER)
    letterbox.settle()
    assert [fact["url"] for fact in letterbox.facts("MessageClicked")] == [LOOMS, YARN]


def test_who_follows_the_link_that_nobody_sees_is_a_program_and_ends_where_one_can_leave(
    letterbox: Letterbox, mail: pb.Message
) -> None:
    looms, *_, unseen = letterbox.links(mail)
    letterbox.get(looms, ip=SCANNER)
    answer = letterbox.get(unseen, ip=SCANNER)
    assert "/public/unsubscribe/" in answer.headers["Location"]
    letterbox.at_once()
    letterbox.settle()
    assert [each[2] for each in letterbox.verdicts()] == ["TRAP", "TRAP"]
    assert letterbox.did(mail) == (False, False)


def test_nobodys_address_or_browser_is_kept(letterbox: Letterbox, mail: pb.Message) -> None:
    letterbox.get(letterbox.picture(mail), ip=HOME)
    statement = "SELECT engagements::text FROM engagements"
    (row,) = letterbox.rows(statement)
    assert HOME.rpartition(".")[0] not in row
    assert BROWSER not in row


@pytest.mark.parametrize("change", ["token", "link", "purpose", "query"])
def test_a_link_leads_nowhere_but_to_what_the_mail_named(
    letterbox: Letterbox, contact: MakeContact, mail: pb.Message, change: str
) -> None:
    link = letterbox.links(mail)[0]
    token, word = link.split("/")[-2:]
    path = {
        "token": f"/public/click/{'0' * 52}/{word}",
        "link": f"/public/click/{token}/000000000000",
        "purpose": f"/public/open/{token}",
        "query": f"/public/click/{token}/https%3A%2F%2Fevil.example",
    }[change]
    answer = letterbox.get(path + "?url=https://evil.example")
    assert answer.status_code == 404
    assert change == "query" or "This link does not work" in answer.text
    assert "Location" not in answer.headers
    sane = letterbox.get(link + "?url=https://evil.example&u=//evil.example")
    assert sane.headers["Location"] == LOOMS


def test_who_took_their_consent_back_is_not_watched_and_their_links_work(
    letterbox: Letterbox, contact: MakeContact, mail: pb.Message
) -> None:
    contact(UUID(mail.contact_id), consent="WITHDRAWN", etag="2")
    assert letterbox.get(letterbox.links(mail)[0]).headers["Location"] == LOOMS
    assert letterbox.get(letterbox.picture(mail)).status_code == 200
    assert letterbox.verdicts() == []


def test_who_unsubscribed_is_not_watched_either(
    letterbox: Letterbox, contact: MakeContact, mail: pb.Message
) -> None:
    leave = letterbox.links(mail)[-1]  # the one that nobody sees ends where one can leave
    way = letterbox.get(leave, method="HEAD").headers["Location"]
    gone = letterbox.browser.post(urlsplit(way).path, data={"List-Unsubscribe": "One-Click"})
    assert gone.status_code == 200
    letterbox.get(letterbox.picture(mail))
    assert letterbox.verdicts() == []


def test_nothing_is_told_of_who_comes_without_a_name(
    letterbox: Letterbox, mail: pb.Message
) -> None:
    letterbox.get(letterbox.picture(mail), agent="Mozilla/5.0")
    letterbox.settle()
    assert letterbox.did(mail) == (False, False)


def test_opens_in_a_row_are_counted_from_the_newest_mail(
    letterbox: Letterbox, contact: MakeContact
) -> None:
    person = contact()
    mails = [letterbox.send(person) for _ in range(3)]
    letterbox.send(contact())
    for mail in (mails[2], mails[0], mails[1]):
        letterbox.get(letterbox.picture(mail))
        letterbox.settle()
    rows = [fact.get("opened_in_a_row", 0) for fact in letterbox.facts("MessageOpened")]
    assert rows == [1, 1, 3]
