import '../deal/deal.css';
import './reports.css';
import { Group, SegmentedControl, Tabs, Title } from '@mantine/core';
import dayjs from 'dayjs';
import { useSearchParams } from 'react-router';
import { texts } from '../texts';
import { Outcomes } from './Outcomes';
import { Stages } from './Stages';
import { StuckDeals } from './StuckDeals';

/** How deals move, why they end, and which stand still. */
export function ReportsPage() {
  const [parameters, setParameters] = useSearchParams();
  const tab = parameters.get('tab') ?? 'stages';
  const span = parameters.get('days') ?? '365';
  const put = (name: string, value: string) =>
    setParameters((before) => new URLSearchParams([...[...before].filter(([key]) => key !== name), [name, value]]), { replace: true });
  const since = dayjs().subtract(Number(span), 'day').format('YYYY-MM-DD');
  return (
    <>
      <Group justify="space-between" align="flex-end" mb="sm">
        <Title order={1}>{texts.reports.title}</Title>
        {tab !== 'stuck' && (
          <SegmentedControl
            aria-label={texts.reports.span}
            data={Object.entries(texts.reports.spans).map(([value, label]) => ({ value, label }))}
            value={span}
            onChange={(value) => put('days', value)}
          />
        )}
      </Group>
      <Tabs value={tab} onChange={(value) => put('tab', value ?? 'stages')} keepMounted={false}>
        <Tabs.List mb="md">
          {Object.entries(texts.reports.tabs).map(([value, label]) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="stages">
          <Stages since={since} />
        </Tabs.Panel>
        <Tabs.Panel value="outcomes">
          <Outcomes since={since} />
        </Tabs.Panel>
        <Tabs.Panel value="stuck">
          <StuckDeals />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
