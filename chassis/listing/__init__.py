"""List, count and export RPCs: pages by keyset, an allow-list of orders, filters, capped counts.

CONTACTS = Listing(Contact, CONTACT_FIELDS, orders=("create_time", "full_name"))

def list(self, query: Query) -> Page[Contact]:
    with self.database.reading() as tx:
        return CONTACTS.page(tx, tx.select(Contact), query, self.tokens)
"""

from chassis.listing.lists import Count, Listing, Page, Query
from chassis.listing.tokens import PageTokens

__all__ = ["Count", "Listing", "Page", "PageTokens", "Query"]
