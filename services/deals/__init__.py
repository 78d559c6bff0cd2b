"""deals: pipelines, deals, activities, contracts and what they tell about selling.

Owns how sales works and what is sold to whom. Does not own people: it keeps a small copy of the
contacts that leads tells of, and names them by id.
"""
