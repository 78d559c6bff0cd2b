import type { FieldKind, FilterField } from '@trellis/kit';
import { texts } from '../texts';

const { entry, kinds, events, states } = texts.scoring;

const KINDS: Partial<Record<keyof typeof entry, FieldKind>> = { opened_in_a_row: 'number', score: 'number', amount: 'number', occur_time: 'date' };

/** Fields with few values: each has its words. */
const WORDS: Partial<Record<keyof typeof entry, Record<string, string>>> = { kind: kinds, event: events, outcome: texts.outcomes, state: states };

const optionsOf = (words?: Record<string, string>) => words && Object.entries(words).map(([value, label]) => ({ value, label }));

/** What entries of a timeline can be filtered by. */
export const ENTRY_FIELDS: FilterField[] = (Object.keys(entry) as (keyof typeof entry)[]).map((name) => ({
  name,
  label: entry[name],
  kind: WORDS[name] ? 'choice' : (KINDS[name] ?? 'text'),
  options: optionsOf(WORDS[name]),
}));
