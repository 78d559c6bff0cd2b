import { locale, now } from '@trellis/kit';

/** Days, as numbers and as words. */
const DAY = 86_400_000;

/** Today in the reader's zone, as the API writes dates. */
export const today = () => new Intl.DateTimeFormat('sv-SE').format(now());

export const isPast = (date: string) => date !== '' && date < today();

/** Whole days since an instant. */
export const daysSince = (iso: string | undefined) => (iso ? Math.floor((now() - Date.parse(iso)) / DAY) : 0);

/** Days from today to a date; negative when it has passed. */
export const daysUntil = (date: string) =>
  Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${today()}T00:00:00Z`)) / DAY);

const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });

/** "3 Dec" of 2026-12-03. */
export const shortDate = (date: string) => short.format(new Date(`${date}T12:00:00`));

/** A date and a time of day in the reader's zone, as an instant. */
export const instant = (local: string) => new Date(local).toISOString();

/** An instant as <input type="datetime-local"> wants it. */
export function localInput(time: Date): string {
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
