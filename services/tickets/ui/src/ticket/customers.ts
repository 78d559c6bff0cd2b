import type { Ticket } from '../shared/types';
import { texts } from '../texts';

/** What the customer of a ticket is called. */
export const customerOf = ({ contact_name, contact_email }: Ticket) => contact_name || contact_email || texts.ticket.unknownCustomer;

/** Whether two tickets are one customer's: the same contact, or as long as one is not known, the same address. */
export function sameCustomer(one: Ticket, other: Ticket): boolean {
  if (one.contact_id && other.contact_id) return one.contact_id === other.contact_id;
  return one.contact_email.toLowerCase() === other.contact_email.toLowerCase();
}
