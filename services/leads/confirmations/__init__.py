"""Double opt-in: consent that counts once the link in the mail was followed."""
