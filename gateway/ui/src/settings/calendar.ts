import { refusalOf, type Schemas, type Values } from '@trellis/kit';
import { words } from './texts';

export type Policy = Schemas['tickets.Policy'];
type Hours = Policy['hours'];

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

const RANGE = /^(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})$/;

/** "09:00-12:00, 13:00-17:00"; empty when the day is off. */
export const hoursOf = (hours: Hours, day: Day) =>
  hours
    .filter((one) => one.day === day)
    .map(({ start, end }) => `${start}-${end}`)
    .join(', ');

/** The week as it was typed; a day that is not understood is refused at its field. */
export function weekOf(values: Values): Hours {
  return DAYS.flatMap((day) =>
    String(values[day] ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
      .map((part) => {
        const [, start, end] = RANGE.exec(part) ?? [];
        if (!start || !end) throw refusalOf({ [day]: words.levels.notHours });
        return { day, start: start.padStart(5, '0'), end: end.padStart(5, '0') };
      }),
  );
}

/** Policies that count the same hours belong together: one calendar each. */
export function calendarsOf(policies: Policy[]): Policy[][] {
  const groups = new Map<string, Policy[]>();
  for (const policy of policies) {
    const key = JSON.stringify([policy.time_zone, policy.hours, policy.holidays]);
    groups.set(key, [...(groups.get(key) ?? []), policy]);
  }
  return [...groups.values()];
}
