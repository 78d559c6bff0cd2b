import type { FieldKind, FilterField } from '@trellis/kit';
import { texts } from '../texts';

const { entry, kinds } = texts.scoring;

const KINDS: Partial<Record<keyof typeof entry, FieldKind>> = { kind: 'choice', opened_in_a_row: 'number', score: 'number', amount: 'number', occur_time: 'date' };

/** What entries of a timeline can be filtered by. */
export const ENTRY_FIELDS: FilterField[] = (Object.keys(entry) as (keyof typeof entry)[]).map((name) => ({
  name,
  label: entry[name],
  kind: KINDS[name] ?? 'text',
  options: name === 'kind' ? Object.entries(kinds).map(([value, label]) => ({ value, label })) : undefined,
}));
