"""The hosted form: a page that works without script, and never loses what somebody typed."""

from io import BytesIO

import pytest
from crm.leads.v1 import forms_pb2 as pb

from services.leads.forms.model import THANKS
from tests.harness.services import Running
from tests.integration.leads.browsing import Visitor, visitor
from tests.integration.leads.site import CONSENT, Site

FIELDS = [
    {"key": "name", "maps_to": "full_name", "label": "Your name"},
    {"key": "email", "maps_to": "email", "label": "E-mail", "type": "EMAIL", "required": True},
    {"key": "plan", "type": "CHOICE", "options": ["small", "big & <bold>"], "label": "Plan"},
    {"key": "topics", "type": "CHOICES", "options": ["looms", "cards"], "label": "Topics"},
    {"key": "message", "type": "LONG_TEXT", "label": "Message", "help_text": "Be brief."},
    {"key": "source", "maps_to": "source", "hidden": True, "default_value": "website"},
]


@pytest.fixture
def browser(leads_server: Running) -> Visitor:
    return visitor(leads_server)


def test_a_page_is_filled_in_and_thanks(site: Site, browser: Visitor):
    form = site.form(fields=FIELDS, consent=CONSENT, title="Ask us")
    path = f"/public/forms/{form.id}"
    shown, page = browser.open(
        f"{path}?utm_source=fair&source=poster", Referer="https://x.example/"
    )
    assert shown.status_code == 200
    assert "Ask us" in page.text
    sent, _ = browser.fill(
        path,
        page,
        name="Ada Lovelace",
        email="ada@example.com",
        plan="big & <bold>",
        topics=["looms", "cards"],
        message="Line one\r\nline two",
        consent="true",
    )
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{path}/sent")
    done, thanks = browser.open(sent.headers["Location"])
    assert done.status_code == 200
    assert THANKS["en"] in thanks.text
    (submission,) = site.submissions(form)
    values = dict(submission.values)
    assert list(values.pop("topics")) == ["looms", "cards"]
    assert values == {
        "name": "Ada Lovelace",
        "email": "ada@example.com",
        "plan": "big & <bold>",
        "message": "Line one\nline two",
        "source": "poster",
    }
    assert (submission.consent, submission.ip_prefix) == (True, "203.0.113.0/24")
    assert (submission.attribution.source, submission.attribution.referrer) == (
        "fair",
        "https://x.example/",
    )


def test_wrong_answers_are_shown_again_with_a_word_at_each(site: Site, browser: Visitor):
    form = site.form(fields=FIELDS, consent=CONSENT | {"required": True})
    path = f"/public/forms/{form.id}"
    _, page = browser.open(path)
    typed = {"name": 'Ada "<script>"', "email": "nonsense", "message": "Hello\nthere"}
    answer, again = browser.fill(path, page, **typed, plan="small", topics=["cards"])
    assert answer.status_code == 400
    kept = dict(again.fields)
    assert {name: kept[name] for name in typed} == typed
    assert (kept["plan"], kept["topics"]) == ("small", "cards")
    assert again.find("input", id="email")[0]["aria-invalid"] == "true"
    assert again.find("input", id="consent")[0]["aria-describedby"] == "consent-error"
    assert {link["href"] for link in again.find("a")} == {"#email", "#consent"}
    assert again.find("div", role="alert")
    assert "<script>" not in answer.text
    answer, _ = browser.fill(path, again, email="ada@example.com", consent="true")
    assert answer.status_code == 303


def test_a_page_in_german_says_what_is_wrong_in_german(site: Site, browser: Visitor):
    path = f"/public/forms/{site.form(fields=FIELDS, language='de').id}"
    _, page = browser.open(path)
    _, again = browser.fill(path, page, email="nonsense")
    assert "E-Mail-Adresse wie ada@example.com" in again.text
    _, again = browser.fill(path, page, email="")
    assert "ist erforderlich" in again.text


def test_an_answer_may_be_sent_by_any_page_without_a_token(site: Site, browser: Visitor):
    form = site.form()
    path = f"/public/forms/{form.id}"
    for n, data in enumerate(({}, {"content_type": "multipart/form-data"})):
        answer = browser.client.post(path, data={"email": f"a{n}@example.com"}, **data)
        assert answer.status_code == 303
    assert len(site.people()) == 2


def test_a_stale_page_is_shown_again_and_works(site: Site, browser: Visitor):
    form = site.form()
    path = f"/public/forms/{form.id}"
    _, page = browser.open(path)
    answer, again = browser.fill(path, page, email="ada@example.com", token="old")
    assert answer.status_code == 400
    assert dict(again.fields)["email"] == "ada@example.com"
    answer, _ = browser.fill(path, again)
    assert answer.status_code == 303


def test_a_robot_gets_the_same_answer_and_makes_no_contact(site: Site, browser: Visitor):
    form = site.form()
    path = f"/public/forms/{form.id}"
    _, page = browser.open(path)
    assert page.find("input", name=form.honeypot)[0]["tabindex"] == "-1"
    answer, _ = browser.fill(path, page, email="bot@example.com", **{form.honeypot: "x"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}/sent")
    assert site.people() == []


def test_too_many_posts_have_to_wait_and_lose_nothing(site: Site, browser: Visitor):
    form = site.form(visitor_limit=1)
    path = f"/public/forms/{form.id}"
    _, page = browser.open(path)
    browser.fill(path, page, email="a@example.com")
    answer, again = browser.fill(path, page, email="b@example.com")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert dict(again.fields)["email"] == "b@example.com"


def test_what_is_not_there_is_said_in_words(site: Site, browser: Visitor):
    for form_id in ("00000000-0000-4000-8000-000000000000", "nonsense"):
        answer, page = browser.open(f"/public/forms/{form_id}")
        assert (answer.status_code, answer.mimetype) == (404, "text/html")
        assert "does not exist" in page.text
        answer, _ = browser.post(f"/public/forms/{form_id}", {"email": "a@example.com"})
        assert answer.status_code == 404
    form = site.form()
    site.forms.ArchiveForm(pb.ArchiveFormRequest(id=form.id), metadata=site.admin)
    answer, page = browser.open(f"/public/forms/{form.id}", **{"Accept-Language": "de"})
    assert answer.status_code == 410
    assert "geschlossen" in page.text


def test_only_allowed_pages_may_send_and_frame_it(site: Site, browser: Visitor):
    form = site.form(allowed_origins=["https://example.org"])
    path = f"/public/forms/{form.id}"
    shown, page = browser.open(path)
    policy = shown.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://example.org" in policy
    assert "default-src 'none'" in policy
    answer, _ = browser.fill(path, page, email="own@example.com")
    assert answer.status_code == 303
    for origin, status in (("https://example.org", 303), ("https://evil.example", 403)):
        answer, _ = browser.post(path, {"email": "a@example.com"}, Origin=origin)
        assert answer.status_code == status


def test_the_visitor_goes_where_the_form_says(site: Site, browser: Visitor):
    form = site.form(redirect_url="https://example.org/thanks?x=1")
    path = f"/public/forms/{form.id}"
    shown, page = browser.open(path)
    assert "form-action 'self' https://example.org;" in shown.headers["Content-Security-Policy"]
    answer, _ = browser.fill(path, page, email="a@example.com")
    assert answer.headers["Location"] == "https://example.org/thanks?x=1"


def test_bodies_that_no_browser_sends_are_refused(site: Site, browser: Visitor):
    path = f"/public/forms/{site.form().id}"
    post = browser.client.post
    assert post(path, json={"email": "a@example.com"}).status_code == 415
    assert post(path, data={"email": "x" * 70_000}).status_code == 413
    assert post(path, data={"file": (BytesIO(b"x"), "x.txt")}).status_code == 400
    urlencoded = {"content_type": "application/x-www-form-urlencoded"}
    assert post(path, data=b"email=%ff%fe", **urlencoded).status_code == 400
    assert post(path, data="email=a\0b", **urlencoded).status_code == 400
    assert post(path, data="&".join(f"a{n}=1" for n in range(300)), **urlencoded).status_code == 400
    broken = {"content_type": "multipart/form-data; boundary=B"}
    assert post(path, data=b"--B\r\nnonsense", **broken).status_code == 400


def test_pages_have_no_script_and_nothing_inline(site: Site, browser: Visitor):
    form = site.form(fields=FIELDS, consent=CONSENT)
    shown, page = browser.open(f"/public/forms/{form.id}")
    assert not page.find("script")
    assert not any("style" in attributes for _, attributes in page.tags)
    (sheet,) = page.find("link", rel="stylesheet")
    style, _ = browser.open(sheet["href"])
    assert style.mimetype == "text/css"
    assert "immutable" in style.headers["Cache-Control"]
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in shown.headers


def test_every_question_has_its_label_and_its_help(site: Site, browser: Visitor):
    form = site.form(fields=FIELDS, language="de")
    _, page = browser.open(f"/public/forms/{form.id}")
    assert page.find("html")[0]["lang"] == "de"
    labelled = {label["for"] for label in page.find("label") if "for" in label}
    assert {"name", "email", "message", form.honeypot} <= labelled
    assert len(page.find("fieldset")) == 2
    assert page.find("textarea")[0]["aria-describedby"] == "message-help"
    assert page.find("input", id="email")[0]["autocomplete"] == "email"
