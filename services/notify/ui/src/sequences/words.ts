/** How steps read to a person. */
import { filterWords } from '@trellis/kit';
import type { Step } from './api';
import { CONTACT } from './conditions';
import { texts as say } from './texts';

export const MINUTES = { minutes: 1, hours: 60, days: 1440 } as const;
export type Unit = keyof typeof MINUTES;

/** The greatest unit that says it without a rest. */
export function unitOf(minutes: number): Unit {
  if (minutes > 0 && minutes % MINUTES.days === 0) return 'days';
  return minutes > 0 && minutes % MINUTES.hours === 0 ? 'hours' : 'minutes';
}

function lengthWords(minutes: number): string {
  const unit = unitOf(minutes);
  return say.said[unit](minutes / MINUTES[unit]);
}

function waiting(step: Step): string {
  const time = step.wait_minutes > 0 ? say.said.wait(lengthWords(step.wait_minutes)) : say.said.until;
  const moment = [
    step.time_of_day && say.said.at(step.time_of_day),
    step.window_from && step.window_to && say.said.between(step.window_from, step.window_to),
    step.weekdays.length > 0 && say.said.on(step.weekdays.map((day) => say.dayNames[day]).join(', ')),
  ];
  return [time, ...moment.filter(Boolean)].join(' ');
}

/** subjects: what a template's mail is called, by its key. */
export function stepWords(step: Step, subjects: Record<string, string> = {}): string {
  if (step.kind === 'WAIT') return waiting(step);
  if (step.kind === 'SEND') return say.said.send(subjects[step.template_key] || step.template_key || say.unknownTemplate);
  const filter = filterWords(step.filter, CONTACT) || say.noFilter;
  const check = step.otherwise === 'SKIP' ? say.said.skip(filter) : say.said.check(filter);
  return step.wait_minutes > 0 ? say.said.after(lengthWords(step.wait_minutes), check) : check;
}
