import { counted, type Values } from '@trellis/kit';

const hours = (value: unknown) => counted(Number(value), 'hour');
const days = (value: unknown) => counted(Number(value), 'day');
const months = (value: unknown) => counted(Number(value), 'month');

/** The English texts of how long a lead may wait. */
export const followUp = {
  title: 'Follow-up',
  lead: 'How long a lead may wait for its owner. Clocks that run keep their times; a change counts from the next assignment on.',
  wait: 'How long a lead may wait',
  due: 'To the next rep after',
  dueHelp: '0: never.',
  warn: 'Warned so long before',
  warnHelp: '0: no warning.',
  restarts: 'Every touch begins the wait anew',
  restartsHelp: 'A note, call, e-mail or activity of the owner. Otherwise the first one ends it.',
  warnBefore: 'The warning has to come before the end: fewer hours than until the next rep.',
  says: ({ due_hours, warn_hours, touch_restarts }: Values) => {
    if (!due_hours) return 'A lead stays with its owner, however long it waits.';
    const warned = warn_hours ? `; the owner is warned ${hours(warn_hours)} before` : '';
    const anew = touch_restarts ? ', counted anew after every touch,' : '';
    return `A lead that its owner has not touched for ${hours(due_hours)}${anew} goes to the next rep${warned}.`;
  },
  count: 'Which days count',
  workingDays: 'Days that count',
  workingDaysHelp: 'None chosen: every day.',
  everyDay: 'every day',
  zone: 'Time zone',
  zoneHelp: 'Whose days these are, and whose business hours response times are measured by.',
  days: { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' },
  saysDays: (chosen: readonly string[], zone: string) =>
    chosen.length === 0 || chosen.length === 7
      ? `The wait runs on every day of the week, in ${zone}.`
      : `The wait runs on ${chosen.join(', ')} only, in ${zone}; on other days it stands still.`,
} as const;

/** The English texts of mails that a day in somebody's life brings about. */
export const occasions = {
  title: 'Occasions',
  lead: 'Mails that go out by themselves when a day comes. What fell due while an occasion was off is not made up for. What they say is in the',
  templates: 'templates',
  on: 'Send it',
  template: 'What is sent',
  noTemplate: 'Choose what is sent.',
  birthday: 'Birthday',
  saysBirthday: ({ birthday_enabled }: Values) =>
    birthday_enabled ? 'People are greeted on their birthday, at 9 where they are.' : 'Nobody is greeted on their birthday.',
  absence: 'We miss you',
  absenceDays: 'After a silence of',
  saysAbsence: ({ absence_enabled, absence_days }: Values) =>
    absence_enabled
      ? `Who has done nothing for ${days(absence_days)} is told that we miss them: once an absence, and once in 90 days.`
      : 'Nobody is written to because they are silent.',
  loyalty: 'Thanks for staying',
  loyaltyMonths: 'After so long as a customer',
  saysLoyalty: ({ loyalty_enabled, loyalty_months }: Values) =>
    loyalty_enabled ? `Customers are thanked once they have been with us for ${months(loyalty_months)}.` : 'Customers are not thanked for staying.',
  cart: 'A cart that was left',
  cartHours: 'After so long without buying',
  saysCart: ({ cart_enabled, cart_hours }: Values) =>
    cart_enabled
      ? `Who leaves a cart for ${hours(cart_hours)} without buying is reminded of it once.`
      : 'Nobody is reminded of a cart that was left.',
  units: { days: 'days', months: 'months', hours: 'hours' },
} as const;
