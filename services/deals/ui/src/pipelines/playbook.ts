import type { Schemas } from '@trellis/kit';

export type Step = Schemas['deals.PlaybookStepInput'] & Pick<Schemas['deals.PlaybookStep'], 'kind' | 'subject' | 'delay_hours' | 'template_key'>;

const DAY = 24;

export const fresh = (): Step => ({ kind: 'TASK', subject: '', delay_hours: DAY, template_key: '' });

/** A delay as people say it: whole days where it is made of them. */
export function spoken(hours: number): { n: number; unit: 'hours' | 'days' } {
  return hours > 0 && hours % DAY === 0 ? { n: hours / DAY, unit: 'days' } : { n: hours, unit: 'hours' };
}

export const inHours = (n: number, unit: string) => (unit === 'days' ? n * DAY : n);
