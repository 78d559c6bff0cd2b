"""Addresses for trying things out: accepted like any other, and never handed to a mail server.

What is before the @ decides, under any domain: such mailboxes belong to nobody.
"""

from services.notify.messages.mailer import Fate, Result

FATES = {
    "simulate-delivered": Result(Fate.TAKEN, "250 simulated: nothing left the house"),
    "simulate-refused": Result(Fate.REFUSED, "550 simulated: nothing left the house"),
}


def simulated(recipient: str) -> Result | None:
    """What becomes of a letter to a simulated recipient; None for a real one."""
    return FATES.get(recipient.rpartition("@")[0].lower())
