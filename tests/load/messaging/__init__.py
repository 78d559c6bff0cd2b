"""How fast facts travel and mails leave, and what the idle suite takes."""
