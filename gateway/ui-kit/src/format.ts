import { now } from './clock';
import { locale } from './locale';
import { texts } from './texts';

/** Dates, numbers and money as the reader's locale and zone write them. */
/** Made when first needed, and once: each costs milliseconds. */
const once = <Format>(make: () => Format) => {
  let made: Format | undefined;
  return () => (made ??= make());
};
const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const exact = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
const day = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
const share = once(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));
const whole = once(() => new Intl.NumberFormat(locale));
const region = once(() => new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }));
const list = once(() => new Intl.ListFormat(locale, { type: 'disjunction' }));
const kilobytes = once(() => new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 }));
const megabytes = once(() => new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }));
const currencies = new Map<string, Intl.NumberFormat>();

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 days ago". */
export function ago(iso: string): string {
  const seconds = (Date.parse(iso) - now()) / 1000;
  const [unit, length] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return relative().format(Math.round(seconds / length), unit);
}

export const moment = (iso: string) => exact().format(new Date(iso));

export const date = (iso: string) => day().format(new Date(`${iso}T12:00:00`));

/** "Today", "Yesterday" or the date: what stands above the entries of a day. */
export function dayOf(iso: string): string {
  const then = new Date(iso);
  const midnight = (moment: Date) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
  const days = Math.round((midnight(then) - midnight(new Date(now()))) / 86_400_000);
  const said = days === 0 || days === -1 ? relative().format(days, 'day') : day().format(then);
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** "2 h 05 min", "3 days": a length of time. */
export function lasting(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return texts.underAMinute;
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.round(minutes / 1440)} days`;
}

/** "12 kB", "5.7 MB": how large a file is; never nothing. */
export const fileSize = (bytes: number) => (bytes < 1e6 ? kilobytes().format(Math.max(1, bytes / 1e3)) : megabytes().format(bytes / 1e6));

/** "1 day", "14 days": so many of something that is counted in English. */
export const counted = (value: number, one: string) => (value === 1 ? `1 ${one}` : `${count(value)} ${one}s`);

export const percent = (of: number) => share().format(of);

/** A text of a template as one reads it, what differs from person to person left open: "Hello, …". */
export const blanked = (text: string) => text.replaceAll(/\{\{[^}]*\}\}/g, '…');

const REGION = /^[A-Z]{2}$/;

/** "ES" is Spain; what is no code stays as it is. */
export const countryName = (code: string) => (REGION.test(code) ? region().of(code)! : code);

/** "Ann, Bo, or Cy". */
export const listed = (names: readonly string[]) => list().format(names);

export const count = (value: number) => whole().format(value);

function inCurrency(currency: string): Intl.NumberFormat {
  const known = currencies.get(currency) ?? new Intl.NumberFormat(locale, { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' });
  currencies.set(currency, known);
  return known;
}

export const money = (currency: string, amount: string) => inCurrency(currency).format(Number(amount));

/** Words that are written in capitals. */
const SPELLED = /\b(api|csv|nps|sla)\b/g;

/** MARKETING_QUALIFIED becomes "Marketing qualified". */
export function words(name: string): string {
  const text = name.toLowerCase().replaceAll('_', ' ').replace(SPELLED, (letters) => letters.toUpperCase());
  return text.charAt(0).toUpperCase() + text.slice(1);
}
