"""The page of caught mails: who reads one can answer it, however many there are."""

import smtplib
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.harness.suite import Suite

CROWD = 40


def test_the_answer_is_below_the_mail_however_long_the_list(page: Page, suite: Suite) -> None:
    mail = suite.description["mail"]
    with smtplib.SMTP("127.0.0.1", mail["smtp_port"], timeout=60) as smtp:
        for number in range(CROWD):
            letter = EmailMessage()
            letter["From"], letter["To"] = "office@crowd.example", f"{number}@crowd.example"
            letter["Subject"] = f"One of many: {number}"
            letter.set_content("Too many to see them all at once.")
            smtp.send_message(letter)
    page.goto(mail["url"])
    rows = page.get_by_role("navigation", name="Mails").get_by_role("button")
    expect(rows.nth(CROWD - 1)).to_be_attached()
    rows.filter(has_text=f"One of many: {CROWD - 1}").first.click()

    expect(page.get_by_role("textbox", name="Text")).to_be_in_viewport()
    expect(page.get_by_role("textbox", name="From")).to_be_hidden()
