"""leads: contacts, companies, their history, and every way people come in.

Owns contacts, companies, consent, the timeline, custom field definitions, forms and imports.
Does not own deals, tickets or messages; it hears of them by events and shows them on the timeline.
"""
