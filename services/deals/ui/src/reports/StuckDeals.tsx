import { Skeleton, Text } from '@mantine/core';
import { api, data, Empty, Failure, usePeople } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { daysSince } from '../shared/days';
import { texts } from '../texts';
import { DealLines } from './Numbers';

/** Deals that stay longer than their stage allows. */
export function StuckDeals() {
  const { nameOf } = usePeople();
  const { data: deals, error, refetch } = useQuery({
    queryKey: ['sales', 'report', 'stuck'],
    queryFn: () => data(api.GET('/v1/reports/stuck_deals', { params: { query: { page_size: 100 } } })).then((report) => report.deals),
  });
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!deals) return <Skeleton h={300} />;
  if (deals.length === 0) return <Empty title={texts.reports.noneStuck}>{texts.reports.stuckHelp}</Empty>;
  return (
    <section className="card panel" aria-label={texts.reports.stuckTitle}>
      <h2>{texts.reports.stuckTitle}</h2>
      <Text size="sm" c="dimmed">
        {texts.reports.stuckHelp}
      </Text>
      <DealLines
        deals={deals}
        note={(deal) => [texts.today.stuckFor(daysSince(deal.stage_enter_time)), nameOf(deal.owner_id)].filter(Boolean).join(' · ')}
      />
    </section>
  );
}
