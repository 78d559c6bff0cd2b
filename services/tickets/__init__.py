"""tickets: what customers need of us, from the first message to the survey, and its clocks.

Owns tickets, messages, service levels, complaints and surveys. Does not own people: it keeps a
small copy of the contacts that leads tells of. It sends no mail: it tells what is to be sent.
"""
