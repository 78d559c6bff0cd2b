"""What was said: notes and calls on the demo people's timelines, by e-mail name and day."""

from typing import NamedTuple


class Note(NamedTuple):
    """A note about the person whose last name it is, `day` days ago."""

    last_name: str
    day: int
    body: str


class PhoneCall(NamedTuple):
    """A call with the person; seconds it lasted, how it ended, what was agreed."""

    last_name: str
    day: int
    outcome: str
    seconds: int
    summary: str


NOTES = (
    Note(
        "Petersen", 176, "Found us through a customer in Bremen. Plans 60 drivers by spreadsheet."
    ),
    Note("Petersen", 120, "Wants the rota on the drivers' phones before summer."),
    Note("Duval", 164, "Small studio, decides alone. Prefers mail to calls."),
    Note("Finch", 158, "Met at the Bristol trade evening. Eleven stores, one planner."),
    Note("Kessler", 149, "Asked twice where the data is stored. Send the hosting sheet."),
    Note(
        "Roth",
        146,
        "Knows the law on rest periods better than we do. Take her questions seriously.",
    ),
    Note("Delgado", 139, "Budget is approved in the first week of a quarter."),
    Note("Webb", 130, "Would speak at our user day."),
    Note("de Boer", 117, "Peak season is April to June; nothing may change in those weeks."),
    Note("Sundqvist", 99, "Compares us with a larger vendor. Decides on support, not on price."),
    Note("Kelly", 80, "Moved from a paper book. Patient, careful, asks good questions."),
    Note("Chen", 69, "Needs the plan by site and by crane."),
    Note("Conti", 5, "Downloaded the guide and read the pricing page twice."),
)

CALLS = (
    PhoneCall(
        "Petersen", 171, "REACHED", 1260, "Walked through the week view. Send a quote for 60 seats."
    ),
    PhoneCall(
        "Lorenz", 121, "REACHED", 540, "Needs a yearly invoice and a purchase order number on it."
    ),
    PhoneCall("Finch", 157, "LEFT_MESSAGE", 35, ""),
    PhoneCall("Finch", 155, "REACHED", 900, "Pilot in two stores in March, decision after Easter."),
    PhoneCall(
        "Kessler", 150, "REACHED", 780, "Works council must agree first. Send the data sheet."
    ),
    PhoneCall("Delgado", 132, "REACHED", 660, "Three clinics first, the rest after the summer."),
    PhoneCall(
        "Morera", 115, "REACHED", 420, "Two hotels, seasonal staff. Call again after the fair."
    ),
    PhoneCall("Holm", 94, "NO_ANSWER", 0, ""),
    PhoneCall(
        "Holm", 93, "REACHED", 1020, "Standby shifts are the pain. Show the on-call view next week."
    ),
    PhoneCall("Walsh", 44, "REACHED", 300, "Happy so far. Asked for reminders by text message."),
    PhoneCall(
        "Stone",
        72,
        "REACHED",
        840,
        "Wants references in construction. Introduce her to a customer.",
    ),
    PhoneCall("Kelly", 30, "WRONG_NUMBER", 10, ""),
)

#: How the first call with everybody else went, in turn: outcome, seconds, summary.
FIRST_CALLS = (
    ("REACHED", 310, "Plans by spreadsheet today. Sent the two pages on fair rotas."),
    ("REACHED", 480, "Two shifts, about thirty people. Wants to see the swap board."),
    ("LEFT_MESSAGE", 25, ""),
    ("REACHED", 190, "Only gathers offers so far. Call again next quarter."),
    ("REACHED", 640, "Asked about time accounts and the interface to payroll."),
)
