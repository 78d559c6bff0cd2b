"""Writes docs/reference from the protos: `python -m docs.generate [--check | PAGE]`.

--check writes nothing and fails when a page is out of date; PAGE (routes, permissions, events)
is printed instead of written.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from google.protobuf.descriptor import Descriptor

from docs.followers import followers
from gateway import catalogue as catalogues
from gateway.catalogue import Catalogue, Method
from gateway.descriptors.bindings import Binding
from gateway.openapi import document

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
ERROR = re.compile(r"(?:^|\s)[A-Z_]{4,}: ")  # where a comment begins to tell its errors
ENVELOPE = """
Exchange `<service>.events` (topic, durable); each reaction has a queue of its own. Beside the
attributes of the standard (`id`, `source`, `type`, `subject`, `time`, `datacontenttype`) an event
carries `sequence` (its place in the log of its source), `actor` (who did it), `cause` (the event it
follows from), `depth` (how many facts led to it; it ends at 10), `owner` and `team` of its subject,
`requestid` and `traceparent`. What a job over many records tells has `bulk`, and `bulk.` before its
routing key: it waits in one queue a service, behind the rest. An event may come more than once and
out of order: `source` and `id` name it. Fields are added without notice; a breaking change is a new
type."""
REACH = {"SCOPE_RECORDS": "own, team or all", "SCOPE_GLOBAL": ""}


def main(arguments: list[str]) -> int:
    """Writes, checks or prints; returns 1 when --check finds an old page."""
    pages = render(catalogues.load(ROOT / "gen" / "crm.binpb"))
    match arguments:
        case []:
            REFERENCE.mkdir(exist_ok=True)
            for name, text in pages.items():
                (REFERENCE / name).write_text(text)
        case ["--check"]:
            if old := sorted(name for name, text in pages.items() if kept(name) != text):
                sys.stderr.write(f"docs/reference is out of date ({', '.join(old)}): `make docs`\n")
                return 1
        case [page]:
            sys.stdout.write(pages[f"{page}.md"])
    return 0


def kept(name: str) -> str:
    """The page as it is committed."""
    page = REFERENCE / name
    return page.read_text() if page.exists() else ""


def render(catalogue: Catalogue) -> dict[str, str]:
    """Every page of the reference, by file name."""
    return {
        "routes.md": "\n".join(routes(catalogue)) + "\n",
        "permissions.md": "\n".join(permissions(catalogue)) + "\n",
        "events.md": "\n".join(events(catalogue)) + "\n",
        "openapi.json": document.write(catalogue).decode(),
    }


def routes(catalogue: Catalogue) -> Iterator[str]:
    """Each route, what it does, and what a caller must hold."""
    yield "# Routes\n\nGenerated from `protos/` by `make docs`.\n"
    yield "| route | what it does | permission | RPC |\n|---|---|---|---|"
    rows = ((binding.template.text, binding.verb, method) for method, binding in bound(catalogue))
    for path, verb, method in sorted(rows, key=lambda row: row[:2]):
        summary = ERROR.split(method.comment, maxsplit=1)[0].replace("\n", " ").strip()
        yield f"| `{verb} {path}` | {summary} | `{method.permission}` | {method.full_name} |"


def bound(catalogue: Catalogue) -> Iterator[tuple[Method, Binding]]:
    for method in catalogue.methods:
        for binding in method.bindings:
            yield method, binding


def permissions(catalogue: Catalogue) -> Iterator[str]:
    """Each permission, what it opens, and whether a role limits how far it reaches."""
    yield "# Permissions\n\nGenerated from `protos/` by `make docs`."
    yield "A role grants patterns of them (`contacts.*`), each with a reach where there is one.\n"
    yield "| permission | reach | opens |\n|---|---|---|"
    opened = defaultdict(list)
    for method in catalogue.methods:
        opened[method.permission].append(method)
    for permission in catalogue.permissions:
        reach = ", ".join(sorted({REACH[method.scope] for method in opened[permission]} - {""}))
        names = ", ".join(method.name for method in opened[permission])
        yield f"| `{permission}` | {reach} | {names} |"


def events(catalogue: Catalogue) -> Iterator[str]:
    """Each fact with its fields, service by service."""
    yield "# Events\n\nGenerated from `protos/` by `make docs`."
    yield "CloudEvents 1.0 in JSON; the type is the message's full name and the routing key."
    yield ENVELOPE
    heard = followers()
    for package in packages(catalogue):
        file = catalogue.pool.FindFileByName(f"{package.replace('.', '/')}/events.proto")
        yield f"\n## {package.split('.')[1]}"
        for message in file.message_types_by_name.values():
            yield from event(catalogue, message)
            yield from (f"- followed by {name}" for name in heard.get(message.full_name, ()))


def packages(catalogue: Catalogue) -> list[str]:
    """The packages that publish facts."""
    found = {method.full_name.rsplit(".", 2)[0] for method in catalogue.methods}
    return sorted(package for package in found if publishes(catalogue, package))


def publishes(catalogue: Catalogue, package: str) -> bool:
    try:
        catalogue.pool.FindFileByName(f"{package.replace('.', '/')}/events.proto")
    except KeyError:
        return False
    return True


def event(catalogue: Catalogue, message: Descriptor) -> Iterator[str]:
    """One fact: when it is told, and what it carries."""
    yield f"\n### {message.full_name}\n\n{catalogue.comments.get(message.full_name, '')}\n"
    for field in message.fields:
        kind = field.message_type or field.enum_type
        said = catalogue.comments.get(field.full_name, "").replace("\n", " ")
        yield f"- `{field.name}` ({kind.name if kind else 'value'}): {said}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
