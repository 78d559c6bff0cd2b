/** The filter builder's conditions, and how they are written in the filter language. */
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

/** What can be asked of each kind of field, in words; the keys are the language's operators. */
export const OPERATORS: Record<FieldKind, Record<string, string>> = {
  text: { ':': 'contains', '=': 'is', '!=': 'is not' },
  choice: { '=': 'is', '!=': 'is not' },
  number: { '=': 'is', '>=': 'at least', '<=': 'at most' },
  date: { '>=': 'since', '<=': 'until' },
  tags: { ':': 'has', 'not:': 'has not' },
  boolean: { '=': 'is' },
};

const BARE = /^(now|today|yesterday)?[-+]?\d*[a-z]*$/;

function written(value: string, kind: FieldKind): string {
  if (kind === 'choice' || kind === 'number' || kind === 'boolean') return value;
  if (kind === 'date' && BARE.test(value)) return value;
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** One condition as text: city = "Rome". */
export function toText({ field, operator, value }: Condition, fields: FilterField[]): string {
  const kind = fields.find(({ name }) => name === field)?.kind ?? 'text';
  const text = written(value, kind);
  return operator === 'not:' ? `NOT ${field}:${text}` : `${field} ${operator} ${text}`;
}

/** All conditions and a text of one's own, joined: every one must hold. */
export function toFilter(conditions: Condition[], fields: FilterField[], own = ''): string {
  const parts = conditions.filter(({ value }) => value).map((condition) => toText(condition, fields));
  return [...parts, ...(own ? [`(${own})`] : [])].join(' AND ');
}

/** How a condition reads to a person. */
export function toWords({ field, operator, value }: Condition, fields: FilterField[]): string {
  const known = fields.find(({ name }) => name === field);
  const operators = OPERATORS[known?.kind ?? 'text'];
  const shown = known?.options?.find((option) => option.value === value)?.label ?? value;
  return `${known?.label ?? field} ${operators[operator] ?? operator} ${shown}`;
}
