import { Button, Group, Skeleton, Text } from '@mantine/core';
import { api, count, data, Failure, locale } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Contract, UsageRecord } from '../shared/types';
import { texts } from '../texts';
import { LimitsDialog } from './LimitsDialog';

const { usage: say } = texts.contracts;
const spoken = (month: string) =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(new Date(`${month}-15T12:00:00`));
const percent = (share: number) => new Intl.NumberFormat(locale, { style: 'percent' }).format(share);

/** What the customer uses of what the contract allows, in the newest month that was reported. */
export function Usage({ contract }: { contract: Contract }) {
  const [editing, setEditing] = useState(false);
  const { data: records, error } = useQuery({
    queryKey: ['sales', 'usage', contract.id],
    queryFn: () => data(api.GET('/v1/contracts/{contract_id}/usage_records', { params: { path: { contract_id: contract.id } } })).then((page) => page.usage_records),
  });
  const month = records?.[0]?.period ?? '';
  const newest = records?.filter(({ period }) => period === month) ?? [];
  const unused = contract.limits.filter(({ metric }) => !newest.some((record) => record.metric === metric));
  return (
    <section className="card panel" aria-label={say.title}>
      <Group justify="space-between" align="baseline">
        <h2>{say.title}</h2>
        {contract.state === 'ACTIVE' && (
          <Button size="compact-xs" variant="default" onClick={() => setEditing(true)}>
            {say.edit}
          </Button>
        )}
      </Group>
      {error ? <Failure error={error} /> : !records && <Skeleton h={60} />}
      {records && newest.length + unused.length === 0 && <Text size="sm">{say.nothing}</Text>}
      {month && (
        <Text size="sm" c="dimmed">
          {say.month(spoken(month))}
        </Text>
      )}
      {newest.map((record) => (
        <Used key={record.id} record={record} />
      ))}
      {unused.map(({ metric, quantity }) => (
        <p key={metric} className="usage">
          <span>{metric}</span>
          <span>{say.upTo(count(quantity))}</span>
        </p>
      ))}
      {newest.some(({ suggest_time }) => suggest_time) && (
        <Text size="sm" mt={6}>
          {say.suggested}
        </Text>
      )}
      {editing && <LimitsDialog contract={contract} close={() => setEditing(false)} />}
    </section>
  );
}

function Used({ record }: { record: UsageRecord }) {
  if (!record.limit) {
    return (
      <p className="usage">
        <span>{record.metric}</span>
        <span className="numbers">{count(record.quantity)}</span>
      </p>
    );
  }
  const share = record.quantity / record.limit;
  return (
    <p className="usage">
      <span>{record.metric}</span>
      <span className="numbers">
        {say.of(count(record.quantity), count(record.limit))} <b>{percent(share)}</b>
      </span>
      <meter min={0} max={record.limit} value={Math.min(record.quantity, record.limit)} aria-label={record.metric} />
    </p>
  );
}
