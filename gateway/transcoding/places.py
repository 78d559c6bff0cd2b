"""Field paths of services ("contact.emails[0].address"), as places in the body that was sent."""

import re

from gateway.transcoding.faults import Place

STEP = re.compile(
    r"""(?:^|\.)([A-Za-z_][A-Za-z0-9_]*)   # a field
    |\[([0-9]+)\]                          # an item of a list
    |\["((?:[^"\\]|\\.)*)"\]               # an entry of a map
    |\[([A-Za-z0-9_-]+)\]                  # a map's key that is no text""",
    re.VERBOSE,
)


def place_of(path: str, body: str = "") -> Place:
    """The place of a field path; `body` is the field that the body fills and JSON does not see."""
    steps: list[str | int] = []
    for name, index, key, word in STEP.findall(path):
        if index:
            steps.append(int(index))
        else:
            steps.append(name or re.sub(r"\\(.)", r"\1", key) or word)
    if body not in {"", "*"} and steps[:1] == [body]:
        del steps[0]
    return tuple(steps)
