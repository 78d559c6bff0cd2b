import { api, data, PolicyPage, ZONES, type Rule } from '@trellis/kit';
import { texts } from '../texts';

const { followUp: say, occasions: { units } } = texts;
const A_YEAR = 8760;
const DAYS = Object.entries(say.days).map(([value, label]) => ({ value, label }));

const RULES: Rule[] = [
  {
    title: say.wait,
    says: say.says,
    on: ({ due_hours }) => Number(due_hours) > 0,
    wrong: ({ due_hours, warn_hours }) => (due_hours && Number(warn_hours) >= Number(due_hours) ? { warn_hours: say.warnBefore } : ({} as Record<string, string>)),
    fields: [
      { name: 'due_hours', label: say.due, help: say.dueHelp, kind: 'number', unit: units.hours, most: A_YEAR, half: true },
      { name: 'warn_hours', label: say.warn, help: say.warnHelp, kind: 'number', unit: units.hours, most: A_YEAR, half: true },
      { name: 'touch_restarts', label: say.restarts, help: say.restartsHelp, kind: 'yes' },
    ],
  },
  {
    title: say.count,
    says: ({ working_days, time_zone }) => say.saysDays(inWeek(working_days as string[]), String(time_zone).replaceAll('_', ' ')),
    fields: [
      { name: 'working_days', label: say.workingDays, help: say.workingDaysHelp, kind: 'checks', options: DAYS, none: say.everyDay },
      { name: 'time_zone', label: say.zone, help: say.zoneHelp, kind: 'choice', required: true, options: ZONES },
    ],
  },
];

/** The days by name, in the order of the week. */
const inWeek = (chosen: string[]) => DAYS.filter(({ value }) => chosen.includes(value)).map(({ label }) => label);

const load = () => data(api.GET('/v1/follow_up_policy'));

/** How long leads may wait for their owner, and on which days. */
export const FollowUpPage = () => (
  <PolicyPage
    title={say.title}
    lead={say.lead}
    name="follow_up_policy"
    rules={RULES}
    load={load}
    save={(body, etag) => data(api.PATCH('/v1/follow_up_policy', { params: { header: { 'If-Match': `"${etag}"` } }, body }))}
  />
);
