"""Forms keep robots, strange pages and too many posts out, and tell nobody who is known."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import grpc
from crm.leads.v1 import forms_pb2 as pb

from tests.harness.forging import forged
from tests.harness.people import Metadata
from tests.harness.refusals import refused
from tests.harness.services import Running
from tests.integration.leads.filing import Filing
from tests.integration.leads.site import Site


def test_the_answer_does_not_tell_who_is_known_nor_who_is_a_robot(site: Site):
    form = site.form()
    first = site.send(form, email="ada@example.com")
    assert site.send(form, email="ada@example.com") == first
    assert site.send(form, email="bot@example.com", website2="http://spam.example") == first


def test_a_filled_honeypot_makes_spam_and_no_contact(site: Site):
    form = site.form()
    site.send(form, email="bot@example.com", website2="http://spam.example", x={"deep": [1]})
    assert site.people() == []
    (spam,) = site.submissions(form, "spam = true")
    assert dict(spam.values) == {"email": "bot@example.com"}
    counted = site.get(form)
    assert (counted.submission_count, counted.spam_count) == (0, 1)


def test_a_page_that_is_not_allowed_cannot_send(site: Site):
    form = site.form(allowed_origins=["https://Example.org/"])
    assert form.allowed_origins == ["https://example.org"]
    site.send(form, email="ada@example.com")
    foreign: Metadata = (("client-ip", "203.0.113.7"), ("client-origin", "https://evil.example"))
    with refused("PERMISSION_DENIED", "ORIGIN_NOT_ALLOWED"):
        site.send(form, foreign, email="eve@example.com")
    assert len(site.people()) == 1


def test_the_thirty_first_post_in_a_minute_has_to_wait(site: Site, leads_server: Running):
    form = site.form(visitor_limit=30)
    for number in range(30):
        site.send(form, email=f"a{number}@example.com")
    with refused("RESOURCE_EXHAUSTED", "TOO_MANY_SUBMISSIONS") as refusal:
        site.send(form, email="late@example.com")
    assert 0 < refusal.retry_after <= 60
    site.send(form, (("client-ip", "198.51.100.7"),), email="other@example.com")
    leads_server.clock.advance(timedelta(seconds=refusal.retry_after))
    site.send(form, email="late@example.com")


def test_a_form_takes_so_many_in_all(site: Site):
    form = site.form(total_limit=3)
    for number in range(3):
        site.send(form, (("client-ip", f"198.51.{number}.7"),), email=f"a{number}@example.com")
    with refused("RESOURCE_EXHAUSTED", "TOO_MANY_SUBMISSIONS"):
        site.send(form, (("client-ip", "192.0.2.7"),), email="late@example.com")


def test_one_visitor_at_a_time_is_counted_even_when_many_come_at_once(site: Site):
    form = site.form(visitor_limit=5)

    def sent(number: int) -> bool:
        try:
            site.send(form, email=f"a{number}@example.com")
        except grpc.RpcError:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        results = list(pool.map(sent, range(12)))
    assert results.count(True) == 5
    assert len(site.submissions(form)) == 5


def test_a_token_must_be_ours_and_fresh_when_there_is_one(site: Site, leads_server: Running):
    form = site.form()
    token = site.forms.ShowForm(pb.ShowFormRequest(id=form.id)).token
    site.send(form, email="ada@example.com", more={"token": token})
    other = site.forms.ShowForm(pb.ShowFormRequest(id=site.form().id)).token
    for wrong in ("nonsense", forged(token), other, token.replace(token[:8], "7fffffff")):
        with refused("INVALID_ARGUMENT", "TOKEN_INVALID"):
            site.send(form, email="ada@example.com", more={"token": wrong})
    leads_server.clock.advance(timedelta(days=1, minutes=1))
    with refused("INVALID_ARGUMENT", "TOKEN_INVALID"):
        site.send(form, email="ada@example.com", more={"token": token})


def test_spam_is_forgotten_after_a_month(site: Site, filing: Filing, leads_server: Running):
    form = site.form()
    site.send(form, email="ada@example.com")
    site.send(form, email="bot@example.com", website2="http://spam.example")
    leads_server.clock.advance(timedelta(days=29, hours=23))
    filing.work()
    assert len(site.submissions(form)) == 2
    leads_server.clock.advance(timedelta(hours=2))
    filing.work()
    assert [submission.spam for submission in site.submissions(form)] == [False]
