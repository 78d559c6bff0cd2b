"""The pages by their paths. They load the suite's tracking script, as any firm's site would."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
ROOT = "/site/"
#: path below ROOT -> file and title
PAGES = {
    "": ("home.html", "Fair Rotas"),
    "pricing": ("pricing.html", "Pricing · Fair Rotas"),
    "guide": ("guide.html", "The guide · Fair Rotas"),
    "rotas": ("rotas.html", "Six rules for fair rotas"),
}
FILES = {"site.css": "text/css; charset=utf-8", "site.js": "text/javascript; charset=utf-8"}
HTML = "text/html; charset=utf-8"
ASK = '<p><a class="button" href="{url}">Ask for the guide</a></p>'
NO_FORM = "<p>No form is open: make one of them active in Marketing, Forms.</p>"


@dataclass(frozen=True, slots=True)
class Page:
    """What to send. policy: its Content-Security-Policy."""

    content: bytes
    kind: str
    policy: str


def find(path: str, *, suite_url: str, open_form: Callable[[], str]) -> Page | None:
    """The page or file at a path below /site/. open_form: tells the id of a form, "" for none."""
    name = path.removeprefix(ROOT)
    if name in FILES:
        return Page(read(name).encode(), FILES[name], "default-src 'none'")
    if name not in PAGES:
        return None
    file, title = PAGES[name]
    html = read("layout.html").replace("{{title}}", title).replace("{{main}}", read(file))
    if "{{form}}" in html:
        html = html.replace("{{form}}", ask(suite_url, open_form()))
    html = html.replace("{{suite}}", escape(suite_url))
    return Page(html.encode(), HTML, policy(suite_url))


def read(name: str) -> str:
    """A file of this folder."""
    return (HERE / name).read_text()


def ask(suite_url: str, form_id: str) -> str:
    """The way to the form."""
    return ASK.format(url=escape(f"{suite_url}/public/forms/{form_id}")) if form_id else NO_FORM


def policy(suite_url: str) -> str:
    """Own files, the suite's script, and where it reports: nothing else."""
    return (
        f"default-src 'none'; script-src 'self' {suite_url}; style-src 'self'; "
        f"connect-src {suite_url}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
