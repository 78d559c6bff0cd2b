import { Skeleton, Text, UnstyledButton } from '@mantine/core';
import { api, data, Dialog, Failure } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { amount } from '../shared/amounts';
import type { Deal } from '../shared/types';
import { texts } from '../texts';

export interface Behind {
  stageId: string;
  title: string;
  number: 'ENTERED' | 'ADVANCED' | 'LOST';
}

/** A number that opens the deals it counts. */
export const Opens = ({ value, label, open }: { value: string; label: string; open: () => void }) => (
  <UnstyledButton className="opens numbers" onClick={open} title={label}>
    {value}
  </UnstyledButton>
);

/** The deals behind a number of a stage's report. */
export function DealsBehind({ behind, since, close }: { behind: Behind; since: string; close: () => void }) {
  const { data: deals, error } = useQuery({
    queryKey: ['sales', 'behind', behind.stageId, behind.number, since],
    queryFn: () =>
      data(
        api.GET('/v1/reports/stages/{stage_id}/deals', {
          params: { path: { stage_id: behind.stageId }, query: { number: behind.number, since_date: since, page_size: 200 } },
        }),
      ).then((page) => page.deals),
  });
  return (
    <Dialog onClose={close} title={behind.title} size="lg">
      {error && <Failure error={error} />}
      {!deals && !error && <Skeleton h={160} />}
      {deals && <DealLines deals={deals} />}
    </Dialog>
  );
}

export const DealLines = ({ deals, note }: { deals: Deal[]; note?: (deal: Deal) => string }) => (
  <ul className="plain">
    {deals.map((deal) => (
      <li key={deal.id} className="todo-line">
        <div>
          <Link to={`/deals/${deal.id}`}>{deal.title}</Link>
          <Text size="xs" c="dimmed">
            {[deal.company_name, deal.stage_name, note?.(deal)].filter(Boolean).join(' · ')}
          </Text>
        </div>
        <span className="numbers">{deal.amount ? amount(deal.amount) : texts.board.noAmount}</span>
      </li>
    ))}
  </ul>
);
