/** Dates, numbers and money as the reader's locale and zone write them. */
const locale = navigator.language;
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 days ago", seen from `now`. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const [unit, length] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return relative.format(Math.round(seconds / length), unit);
}

export const moment = (iso: string) => exact.format(new Date(iso));

export const date = (iso: string) => day.format(new Date(`${iso}T12:00:00`));

export const count = (value: number) => new Intl.NumberFormat(locale).format(value);

export const money = (currency: string, amount: string) =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(amount));

/** MARKETING_QUALIFIED becomes "Marketing qualified". */
export function words(name: string): string {
  const text = name.toLowerCase().replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
