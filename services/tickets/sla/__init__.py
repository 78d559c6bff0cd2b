"""Service levels: the clocks of a ticket in working time."""
