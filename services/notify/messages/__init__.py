"""Messages: the ledger, the contact guard, and handing over to a mail server."""
