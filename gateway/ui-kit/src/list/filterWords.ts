/** How filters read to a person. */
import { listed } from '../format';
import { texts } from '../texts';
import { fromFilter, needsValue, OPERATORS, partsOf, type Condition, type FilterField } from './conditions';

const { operators: say } = texts.list;

const AGO = /^now-(\d+)([dh])$/;

/** A moment counted back from now, as people say it. */
function spoken(value: string): string {
  const [, amount, unit] = AGO.exec(value) ?? [];
  return amount ? say.ago(Number(amount), unit as 'd' | 'h') : value;
}

/** A value as people know it. */
const shown = (value: string, { kind, options }: FilterField) => options?.find((one) => one.value === value)?.label ?? (kind === 'date' ? spoken(value) : value);

/** How a condition reads to a person. */
export function toWords({ field, operator, value }: Condition, fields: FilterField[]): string {
  const known = fields.find(({ name }) => name === field);
  const operators = OPERATORS[known?.kind ?? 'text'];
  const said = known ? shown(value, known) : value;
  return [known?.label ?? field, operators[operator] ?? operator, needsValue(operator) ? said : ''].join(' ').trim();
}

/** One condition alone; none where it is something else. */
function single(filter: string, fields: FilterField[]): Condition | undefined {
  const found = fromFilter(filter, fields);
  return found.length === 1 ? found[0] : undefined;
}

/** One of several values of a field: "Rating is Warm or Hot"; "" where it is something else. */
function amongWords(filter: string, fields: FilterField[]): string {
  const [, name, values = ''] = /^([\w.]+) in \(([^()"]+)\)$/.exec(filter) ?? [];
  const field = fields.find((one) => one.name === name);
  return field ? `${field.label} ${say.is} ${listed(values.split(', ').map((value) => shown(value, field)))}` : '';
}

/** One thing asked of a field with several values: "Job title contains head or chief"; "" where it is something else. */
function oneOfWords(parts: string[], fields: FilterField[]): string {
  const [first, ...others] = parts.map((part) => single(part, fields));
  const field = fields.find(({ name }) => name === first?.field);
  if (!first || !field || !needsValue(first.operator)) return '';
  if (!others.every((one) => one?.field === first.field && one.operator === first.operator)) return '';
  return toWords({ ...first, value: listed([first, ...others].map((one) => shown(one?.value ?? '', field))) }, fields);
}

type Joint = 'AND' | 'OR';

/** The parts, joined; in parentheses inside of what another word joins. "" where one of them cannot be said. */
function joined(parts: string[], by: Joint, fields: FilterField[], inside?: Joint): string {
  const words = parts.map((part) => inWords(part, fields, by));
  if (!words.every(Boolean)) return '';
  const all = words.join(by === 'AND' ? say.and : say.or);
  return inside && inside !== by ? `(${all})` : all;
}

function inWords(filter: string, fields: FilterField[], inside?: Joint): string {
  const all = partsOf(filter, 'AND');
  if (all.length > 1) return joined(all, 'AND', fields, inside);
  const either = partsOf(filter, 'OR');
  if (either.length > 1) return oneOfWords(either, fields) || joined(either, 'OR', fields, inside);
  if (/^\(.*\)$/.test(filter)) return inWords(filter.slice(1, -1), fields, inside);
  const condition = single(filter, fields);
  return condition ? toWords(condition, fields) : amongWords(filter, fields);
}

/** How a filter reads to a person; where it says more than words can, as it is written. */
export const filterWords = (filter: string, fields: FilterField[]) => inWords(filter, fields) || filter;
