/** What the filter of a CHECK may look at. */
import type { FilterField } from '@trellis/kit';
import { texts as say } from './texts';

const options = (...names: string[]) => names.map((value) => ({ value, label: value.charAt(0) + value.slice(1).toLowerCase().replaceAll('_', ' ') }));

/** What a CHECK may look at: the message before it, and the contact. */
export const CONTACT: FilterField[] = [
  { name: 'opened', label: say.contact.opened, kind: 'boolean', options: say.truths },
  { name: 'clicked', label: say.contact.clicked, kind: 'boolean', options: say.truths },
  { name: 'lifecycle_stage', label: say.contact.lifecycle_stage, kind: 'choice', options: options('SUBSCRIBER', 'LEAD', 'MARKETING_QUALIFIED', 'SALES_READY', 'OPPORTUNITY', 'CUSTOMER', 'ADVOCATE', 'INACTIVE', 'CHURNED') },
  { name: 'rating', label: say.contact.rating, kind: 'choice', options: options('HOT', 'WARM', 'COLD') },
  { name: 'consent', label: say.contact.consent, kind: 'choice', options: options('GRANTED', 'WITHDRAWN', 'REQUESTED') },
  { name: 'tags', label: say.contact.tags, kind: 'tags' },
  { name: 'country', label: say.contact.country, kind: 'text' },
  { name: 'language', label: say.contact.language, kind: 'text' },
  { name: 'company_name', label: say.contact.company_name, kind: 'text' },
  { name: 'email', label: say.contact.email, kind: 'text' },
  { name: 'first_name', label: say.contact.first_name, kind: 'text' },
  { name: 'last_name', label: say.contact.last_name, kind: 'text' },
];
