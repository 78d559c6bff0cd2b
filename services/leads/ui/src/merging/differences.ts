import { countryName, date } from '@trellis/kit';
import type { Contact } from '../shared/choices';
import type { CustomField } from '../shared/useFields';
import { texts } from '../texts';

const { fields: label } = texts;

/** One thing both records may know. name: as the API is told of the choice. */
export interface Known {
  name: string;
  label: string;
  of: (contact: Contact) => string;
}

/** Both say something, and not the same. */
export interface Difference extends Known {
  stays: string;
  goes: string;
}

const PLAIN = ['first_name', 'last_name', 'email', 'phone', 'job_title', 'company_name', 'language', 'time_zone'] as const;

const said = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : value === undefined || value === null ? '' : String(value));

const OWN: Known[] = [
  ...PLAIN.map((name) => ({ name, label: label[name], of: (contact: Contact) => contact[name] })),
  { name: 'city', label: label.city, of: ({ city, country }) => [city, countryName(country)].filter(Boolean).join(', ') },
  { name: 'birth_date', label: label.birth_date, of: ({ birth_date }) => (birth_date ? date(birth_date) : '') },
];

const custom = ({ key, label: title }: CustomField): Known => ({
  name: `custom_fields.${key}`,
  label: title,
  of: ({ custom_fields }) => said(custom_fields?.[key]),
});

const both = (stays: Contact, goes: Contact, own: CustomField[]) =>
  [...OWN, ...own.map(custom)].map((known) => ({ ...known, stays: known.of(stays), goes: known.of(goes) }));

/** Where somebody has to choose. */
export const differences = (stays: Contact, goes: Contact, own: CustomField[]): Difference[] =>
  both(stays, goes, own).filter((each) => each.stays && each.goes && each.stays !== each.goes);

/** What only the one that goes knows. */
export const additions = (stays: Contact, goes: Contact, own: CustomField[]): Difference[] =>
  both(stays, goes, own).filter((each) => each.goes && !each.stays);

const bare = (value: string) => value.toLocaleLowerCase().replace(/\.$/, '');

/** Of "H." and "Henrik" the one that says more; undefined when neither is part of the other. */
function fuller({ stays, goes }: Difference): 'stays' | 'goes' | undefined {
  if (bare(stays).includes(bare(goes))) return 'stays';
  return bare(goes).includes(bare(stays)) ? 'goes' : undefined;
}

/** What says more, else what was written last; but the address of the one that stays. */
export const proposal = (stays: Contact, goes: Contact, found: Difference[]): Record<string, 'stays' | 'goes'> => {
  const newer = (goes.update_time ?? '') > (stays.update_time ?? '') ? 'goes' : 'stays';
  return Object.fromEntries(found.map((each) => [each.name, each.name === 'email' ? 'stays' : (fuller(each) ?? newer)]));
};
