"""Domains and pages of companies."""

import pytest

from services.leads.companies import domains


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("engines.example", "engines.example"),
        ("  WWW.Engines.Example. ", "engines.example"),
        ("https://user.engines.example:8443/a?b=c#d", "user.engines.example"),
        ("//engines.example/a", "engines.example"),
        ("engines.example/a", "engines.example"),
        ("MÜNCHEN.example", "münchen.example"),
        ("xn--mnchen-3ya.example", "münchen.example"),
        ("wwwengines.example", "wwwengines.example"),
        ("1und1.de", "1und1.de"),
    ],
)
def test_a_domain_is_kept_in_one_way(written: str, kept: str) -> None:
    assert domains.domain(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "engines", "a..example", ".example", "ada@engines.example", "10.0.0.1", "[::1]", "a b.de",
        "-a.example", "a_b.example", "x" * 64 + ".example", "http://", "https://[bad",
        "xn--a.example", "a" * 250 + ".example",
    ],
)  # fmt: skip
def test_what_is_no_domain_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="must be a domain"):
        domains.domain(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("engines.example", "https://engines.example"),
        (" http://engines.example/About ", "http://engines.example/About"),
    ],
)
def test_a_page_has_a_scheme(written: str, kept: str) -> None:
    assert domains.website(written) == kept


@pytest.mark.parametrize(
    "written",
    ["javascript:alert(1)", "javascript://x.example/%0aalert(1)", "ftp://a.example", "a b.example",
     "data:text/html,x", "https://", "https://[bad"],
)  # fmt: skip
def test_what_is_no_page_of_the_web_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="must be a page"):
        domains.website(written)
