import { Group, Text, VisuallyHidden } from '@mantine/core';
import { Person } from '@trellis/kit';
import { IconAlertTriangle, IconArrowRight, IconCalendar, IconHourglass } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { amount } from '../shared/amounts';
import { daysSince, isPast, shortDate } from '../shared/days';
import type { Deal } from '../shared/types';
import { texts } from '../texts';

/** What a rep wants to see of a deal at a glance. */
export function DealCard({ deal, owner, menu }: { deal: Deal; owner: string; menu: ReactNode }) {
  const who = [deal.company_name, deal.contact_name].filter(Boolean).join(', ');
  return (
    <>
      <Group justify="space-between" gap={4} wrap="nowrap" align="flex-start">
        <Link to={`/deals/${deal.id}`} draggable={false}>
          {deal.title}
        </Link>
        {menu}
      </Group>
      {who && (
        <Text size="xs" c="dimmed" truncate>
          {who}
        </Text>
      )}
      {deal.next_step && (
        <Text size="xs" className="deal-next" truncate>
          <IconArrowRight size={12} aria-hidden /> {deal.next_step}
        </Text>
      )}
      <div className="deal-meta numbers">
        <b>{deal.amount ? amount(deal.amount) : <span className="deal-none">{texts.board.noAmount}</span>}</b>
        <CloseDate date={deal.expected_close_date} />
        {owner && (
          <span className="deal-owner">
            <Person name={owner} />
            <VisuallyHidden>{owner}</VisuallyHidden>
          </span>
        )}
      </div>
      {deal.stuck && (
        <div className="deal-stuck">
          <IconHourglass size={13} aria-hidden /> {texts.board.stuck(daysSince(deal.stage_enter_time))}
        </div>
      )}
    </>
  );
}

function CloseDate({ date }: { date: string }) {
  if (!date) return null;
  const late = isPast(date);
  const Icon = late ? IconAlertTriangle : IconCalendar;
  return (
    <span className="deal-due" data-late={late || undefined}>
      <Icon size={13} aria-hidden />
      <VisuallyHidden>{texts.board.closes('')}</VisuallyHidden>
      {shortDate(date)}
      {late && <VisuallyHidden>, {texts.board.late}</VisuallyHidden>}
    </span>
  );
}
