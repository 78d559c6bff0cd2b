"""What is being sold in the demo: twenty-five deals on their way, won or lost."""

from typing import NamedTuple


class Deal(NamedTuple):
    """contact: last name of the person; stage: where it stands, or "Won" or "Lost"; reason: why it
    ended; months: how long the contract of a won one runs; next_step: what comes next.
    """

    title: str
    contact: str
    currency: str
    amount: str
    stage: str
    reason: str = ""
    months: int = 0
    next_step: str = ""


DEALS = (
    Deal("Rota for 60 drivers", "Petersen", "EUR", "18000.00", "Won", "FIT", 12),
    Deal(
        "Drivers' app",
        "Brandt",
        "EUR",
        "4200.00",
        "Negotiation",
        next_step="Agree on the start date",
    ),
    Deal(
        "Yearly invoice, two depots",
        "Lorenz",
        "EUR",
        "9600.00",
        "Proposal Sent",
        next_step="Ask for the order number",
    ),
    Deal(
        "Single sign-on", "Vogt", "EUR", "2400.00", "Qualified", next_step="Send the security sheet"
    ),
    Deal("Studio plan", "Duval", "EUR", "1440.00", "Won", "REFERRAL", 4),
    Deal("Freelancers' calendar", "Marchand", "EUR", "720.00", "Lost", "TIMING"),
    Deal(
        "Eleven stores", "Finch", "GBP", "26400.00", "Negotiation", next_step="Pilot in two stores"
    ),
    Deal(
        "Holiday cover", "Harbour", "GBP", "3800.00", "Qualified", next_step="Show the swap board"
    ),
    Deal(
        "Workforce planning",
        "Nair",
        "GBP",
        "7900.00",
        "Proposal Sent",
        next_step="Call after the board meets",
    ),
    Deal("Purchase frame", "O'Neill", "GBP", "1200.00", "Lost", "PRICE"),
    Deal(
        "Three shifts, two works",
        "Kessler",
        "EUR",
        "54000.00",
        "Proposal Sent",
        next_step="Works council on Thursday",
    ),
    Deal("Rest period check", "Roth", "EUR", "6300.00", "Won", "FIT", 24),
    Deal(
        "Time accounts",
        "Stein",
        "EUR",
        "8800.00",
        "Qualified",
        next_step="Ask for last year's figures",
    ),
    Deal("Three clinics", "Delgado", "USD", "21600.00", "Won", "RELATIONSHIP", 12),
    Deal("Night duty", "Webb", "USD", "5400.00", "Negotiation", next_step="Send the contract"),
    Deal(
        "Nurses' wishes",
        "Abbott",
        "USD",
        "4900.00",
        "Qualified",
        next_step="Invite to the user day",
    ),
    Deal("Seasonal staff", "de Boer", "EUR", "5200.00", "Won", "FIT", 3),
    Deal("Harvest weeks", "van Dijk", "EUR", "3100.00", "Lost", "COMPETITOR"),
    Deal(
        "Two hotels", "Morera", "EUR", "7400.00", "Proposal Sent", next_step="Call after the fair"
    ),
    Deal("Workshop calendar", "Whitfield", "USD", "600.00", "Won", "BETTER_PRICE", 12),
    Deal(
        "On-call for maintenance",
        "Holm",
        "EUR",
        "32000.00",
        "Negotiation",
        next_step="Show the on-call view",
    ),
    Deal("Control room rota", "Ek", "EUR", "12500.00", "Qualified", next_step="Meet in Malmö"),
    Deal("Print weeks", "Ferrero", "EUR", "2900.00", "Lost", "MISSING_FEATURE"),
    Deal("Practice plan", "Kelly", "EUR", "1500.00", "Won", "FIT", 12),
    Deal(
        "By site and by crane",
        "Chen",
        "CAD",
        "38000.00",
        "Proposal Sent",
        next_step="Introduce a reference",
    ),
)
