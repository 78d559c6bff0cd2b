import { IconAlarm, IconCheck, IconPlayerPause } from '@tabler/icons-react';
import { length, useNow } from '../shared/useNow';
import type { Ticket } from '../shared/types';
import { texts } from '../texts';

const SOON = 3_600_000;

/** When the next clock of a ticket is due, counting; the colour only repeats the words. */
export function DuePill({ ticket }: { ticket: Ticket }) {
  const now = useNow();
  if (ticket.state === 'PENDING') {
    return (
      <span className="pill" data-tone="calm">
        <IconPlayerPause size={12} aria-hidden />
        {texts.clock.paused}
      </span>
    );
  }
  if (ticket.state === 'SOLVED' || ticket.state === 'CLOSED') {
    return (
      <span className="pill" data-tone={ticket.breached ? 'plain' : 'good'}>
        <IconCheck size={12} aria-hidden />
        {texts.state[ticket.state]}
      </span>
    );
  }
  if (!ticket.due_time) return null;
  const left = Date.parse(ticket.due_time) - now;
  return (
    <span className="pill numbers" data-tone={left < 0 ? 'late' : left < SOON ? 'soon' : 'plain'}>
      <IconAlarm size={12} aria-hidden />
      {left < 0 ? texts.clock.over(length(left)) : texts.clock.left(length(left))}
    </span>
  );
}
