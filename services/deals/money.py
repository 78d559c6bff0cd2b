"""Money as it is kept: {"currency": "EUR", "amount": "1250.00"}, exact, never a float."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

Money = dict[str, Any]


def normalised(money: Money | None) -> Money | None:
    """The same amount with at least two digits after the point; None for no money."""
    if not money or not money.get("currency"):
        return None
    amount = Decimal(money["amount"])
    digits = max(2, -int(amount.as_tuple().exponent))
    return {"currency": money["currency"], "amount": f"{amount:.{digits}f}"}


def sums(rows: Iterable[tuple[str, Decimal]]) -> list[Money]:
    """(currency, sum) rows as money, by currency; rows without one are left out."""
    found = [{"currency": c, "amount": f"{value:.2f}"} for c, value in rows if c]
    return sorted(found, key=lambda money: money["currency"])
