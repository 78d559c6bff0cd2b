"""Plain pages for people who have no account: hosted forms. No script, no cookie."""
