"""tally: the smallest service that tells facts and follows them. It writes down each it heard."""
