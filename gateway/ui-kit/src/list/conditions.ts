/** The filter builder's conditions, and how they are written in the filter language. */
import { texts } from '../texts';

export type FieldKind = 'text' | 'choice' | 'number' | 'date' | 'tags' | 'boolean';

export interface FilterField {
  name: string;
  label: string;
  kind: FieldKind;
  options?: { value: string; label: string }[];
}

export interface Condition {
  field: string;
  operator: string;
  value: string;
}

const { operators: say } = texts.list;

/** What is asked without a value: whether there is one. */
const PRESENCE = { set: say.set, unset: say.unset };

/** What can be asked of each kind of field, in words; the keys are the language's operators. */
export const OPERATORS: Record<FieldKind, Record<string, string>> = {
  text: { ':': say.contains, '=': say.is, '!=': say.isNot, ...PRESENCE },
  choice: { '=': say.is, '!=': say.isNot, ...PRESENCE },
  number: { '>=': say.atLeast, '<=': say.atMost, '=': say.is, ...PRESENCE },
  date: { '>=': say.since, '<=': say.until, ...PRESENCE },
  tags: { ':': say.has, 'not:': say.hasNot, ...PRESENCE },
  boolean: { '=': say.is },
};

export const needsValue = (operator: string) => !(operator in PRESENCE);

const BARE = /^[A-Za-z_]+$/;
const TIME = /^(now|today|yesterday|tomorrow)?[-+]?\d*[a-z]*$|^\d{4}-\d{2}-\d{2}/;

/** A text in quotes, its own quotes and signs told apart. */
export const quoted = (text: string) => `"${text.replaceAll(/["\\*]/g, '\\$&')}"`;

/** Words somewhere in a name, as a filter. */
export const byName = (search: string) => `name:${quoted(search)}`;

function written(value: string, kind: FieldKind): string {
  if (kind === 'number' || kind === 'boolean') return value;
  if (kind === 'date' && TIME.test(value)) return value;
  return kind === 'choice' && BARE.test(value) ? value : quoted(value);
}

/** One condition as text: city = "Rome". */
export function toText({ field, operator, value }: Condition, fields: FilterField[]): string {
  const kind = fields.find(({ name }) => name === field)?.kind ?? 'text';
  if (operator === 'set') return `${field}:*`;
  if (operator === 'unset') return `${field} = null`;
  const text = written(value, kind);
  if (operator === 'not:') return `NOT ${field}:${text}`;
  return operator === ':' ? `${field}:${text}` : `${field} ${operator} ${text}`;
}

/** All conditions and a text of one's own, joined: every one must hold. */
export function toFilter(conditions: Condition[], fields: FilterField[], own = ''): string {
  const parts = conditions
    .filter(({ value, operator }) => value || !needsValue(operator))
    .map((condition) => toText(condition, fields));
  if (!own) return parts.join(' AND ');
  return parts.length === 0 ? own : [...parts, `(${own})`].join(' AND ');
}

const CONDITION = /^(NOT )?([\w.]+)(:| = | != | >= | <= )(.+)$/;

function parsed(text: string): Condition {
  const [, not, field = '', sign = '', value = ''] = CONDITION.exec(text) ?? [];
  if (value === '*' && sign === ':') return { field, operator: 'set', value: '' };
  if (value === 'null' && sign === ' = ') return { field, operator: 'unset', value: '' };
  const plain = value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
  return { field, operator: not ? 'not:' : sign.trim(), value: plain };
}

const TOKENS = /"(?:\\.|[^"\\])*"?|[()]| (?:AND|OR) |[^"() ]+| /g;

/** The parts of a filter that a word joins outside of quotation marks and parentheses. */
export function partsOf(filter: string, word: 'AND' | 'OR'): string[] {
  const found = [''];
  let depth = 0;
  for (const [token] of filter.matchAll(TOKENS)) {
    depth += Number(token === '(') - Number(token === ')');
    if (depth === 0 && token === ` ${word} `) found.push('');
    else found[found.length - 1] += token;
  }
  return found;
}

/** The conditions a filter consists of; none when it says more than conditions can. */
export function fromFilter(filter: string, fields: FilterField[]): Condition[] {
  const found = filter ? partsOf(filter, 'AND').map(parsed) : [];
  const known = found.every(({ field }) => fields.some(({ name }) => name === field));
  return known && unquoted(toFilter(found, fields)) === unquoted(filter) ? found : [];
}

/** Quotes around one plain word say nothing, unless the word means something of its own. */
const unquoted = (filter: string) => filter.replaceAll(/"(?!(?:null|true|false|me|now|today)")([A-Za-z_]+)"/g, '$1');
