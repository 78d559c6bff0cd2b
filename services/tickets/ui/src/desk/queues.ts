import { IconAlarm, IconChecks, IconClockPause, IconInbox, IconMoodAngry, IconStack2, IconUserQuestion } from '@tabler/icons-react';
import type { NavItem } from '@trellis/kit';
import { OPEN } from '../shared/filters';
import { texts } from '../texts';

export interface Queue {
  key: keyof typeof texts.queues;
  icon: NavItem['icon'];
  /** Which tickets are in it, in the filter language. */
  filter: (me: string) => string;
  orderBy: string;
}

/** Where work waits, in the order people look. */
export const QUEUES: Queue[] = [
  { key: 'mine', icon: IconInbox, filter: (me) => `owner_id = "${me}" AND ${OPEN}`, orderBy: 'due_by' },
  { key: 'unassigned', icon: IconUserQuestion, filter: () => `owner_id = null AND ${OPEN}`, orderBy: 'due_by' },
  { key: 'due', icon: IconAlarm, filter: () => `due_time < now+4h AND ${OPEN}`, orderBy: 'due_by' },
  { key: 'complaints', icon: IconMoodAngry, filter: () => `type = COMPLAINT AND ${OPEN}`, orderBy: 'create_time' },
  { key: 'waiting', icon: IconClockPause, filter: () => '(state = PENDING OR state = ON_HOLD)', orderBy: 'update_time' },
  { key: 'open', icon: IconStack2, filter: () => OPEN, orderBy: 'create_time desc' },
  { key: 'done', icon: IconChecks, filter: () => '(state = SOLVED OR state = CLOSED)', orderBy: 'update_time desc' },
];

export const queueOf = (key: string | undefined) => QUEUES.find((queue) => queue.key === key) ?? QUEUES[0]!;
