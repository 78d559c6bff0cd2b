"""Money as it is kept: {"currency": "EUR", "amount": "1250.00"}, exact, never a float."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from chassis.errors import InvalidArgument

Money = dict[str, Any]

#: ISO 4217: what is paid with; no metals, no codes for tests.
CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN
NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK
SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS
VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(CODES.split())


def normalised(money: Money | None, field: str) -> Money | None:
    """The same amount with at least two digits after the point; None for no money.

    Raises InvalidArgument for what nobody pays: less than nothing, or in no currency there is.
    """
    if not money or not money.get("currency"):
        return None
    if money["currency"] not in CURRENCIES:
        raise InvalidArgument.of(f"{field}.currency", "is no currency of ISO 4217, such as EUR")
    amount = Decimal(money["amount"])
    if amount < 0:
        raise InvalidArgument.of(f"{field}.amount", "must not be negative")
    digits = max(2, -int(amount.as_tuple().exponent))
    return {"currency": money["currency"], "amount": f"{amount:.{digits}f}"}


def sums(rows: Iterable[tuple[str, Decimal]]) -> list[Money]:
    """(currency, sum) rows as money, by currency; rows without one are left out."""
    found = [{"currency": c, "amount": f"{value:.2f}"} for c, value in rows if c]
    return sorted(found, key=lambda money: money["currency"])
