"""One customer's way through the whole suite, told over HTTP with each team's own login."""
