"""Why rows of an import are refused, counted as they are handled."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.leads.imports.rows import Refused

#: A file that is wrong in more ways tells the others in its report only.
MOST = 20


def counted(reasons: Sequence[Mapping[str, Any]], refused: Iterable[Refused]) -> list[Any]:
    """The reasons with these rows, the most frequent first.

    Each has column ("" when it is the row itself), reason, rows, and first_line.
    """
    known = {(each["column"], each["reason"]): dict(each) for each in reasons}
    for row in refused:
        key = (row.column, row.reason)
        if key not in known and len(known) < MOST:
            first = {"column": row.column, "reason": row.reason, "first_line": row.record.line}
            known[key] = {**first, "rows": 0}
        if key in known:
            known[key]["rows"] += 1
    return sorted(known.values(), key=lambda each: (-each["rows"], each["first_line"]))
