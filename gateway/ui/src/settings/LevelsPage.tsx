import { api, data, date, EditDialog, Loaded, may, Page, Section, toast, useSession, words as inWords, ZONES, type FormField, type Values } from '@trellis/kit';
import { Button, Table, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { words } from './texts';
import { calendarsOf, DAYS, hoursOf, weekOf, type Policy } from './calendar';
import './settings.css';

const TEXT = words.levels;
const HOUR = 3600;
const TIMES: FormField[] = [
  { name: 'first_response', label: TEXT.firstHours, kind: 'number', required: true, half: true },
  { name: 'resolution', label: TEXT.solutionHours, kind: 'number', required: true, half: true, help: TEXT.hoursHelp },
];

const load = async () => (await data(api.GET('/v1/sla_policies'))).policies;
const change = (id: string, etag: string, body: object) =>
  data(api.PATCH('/v1/sla_policies/{id}', { params: { path: { id }, header: { 'If-Match': `"${etag}"` } }, body: body as never }));

/** How fast support answers and solves, by priority, and which hours count. */
export function LevelsPage() {
  const query = useQuery({ queryKey: ['sla_policies'], queryFn: load });
  return (
    <Page title={words.nav.levels} lead={TEXT.lead} narrow>
      <Loaded query={query}>
        {(policies) => (
          <div className="stack">
            <Times policies={policies} />
            {calendarsOf(policies).map((group) => (
              <CalendarCard key={group[0]!.id} group={group} all={policies} />
            ))}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Times({ policies }: { policies: Policy[] }) {
  const client = useQueryClient();
  const editable = may(useSession(), 'sla_policies.write');
  const [open, setOpen] = useState<Policy>();
  return (
    <Section title={TEXT.times} flush>
      <Table className="table" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{TEXT.priority}</Table.Th>
            <Table.Th ta="right">{TEXT.first}</Table.Th>
            <Table.Th ta="right">{TEXT.solution}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...policies].reverse().map((policy) => (
            <Table.Tr key={policy.id}>
              <Table.Th scope="row">{inWords(policy.id)}</Table.Th>
              <Table.Td ta="right" className="numbers">
                {TEXT.hours(policy.first_response_seconds / HOUR)}
              </Table.Td>
              <Table.Td ta="right" className="numbers">
                {TEXT.hours(policy.resolution_seconds / HOUR)}
              </Table.Td>
              <Table.Td ta="right">
                {editable && (
                  <Button size="compact-sm" variant="default" aria-label={TEXT.change(inWords(policy.id))} onClick={() => setOpen(policy)}>
                    {TEXT.edit}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {open && (
        <EditDialog
          title={TEXT.timesOf(inWords(open.id))}
          record={open}
          fields={TIMES}
          shown={(policy) => ({ first_response: policy.first_response_seconds / HOUR, resolution: policy.resolution_seconds / HOUR })}
          submit={TEXT.save}
          load={async () => (await load()).find(({ id }) => id === open.id)!}
          save={(values, etag) => change(open.id, etag, inSeconds(values))}
          close={() => setOpen(undefined)}
          done={() => void client.invalidateQueries({ queryKey: ['sla_policies'] })}
        />
      )}
    </Section>
  );
}

const inSeconds = (values: Values) =>
  Object.fromEntries(Object.entries(values).map(([name, hours]) => [`${name}_seconds`, Math.round(Number(hours) * HOUR)]));

function CalendarCard({ group, all }: { group: Policy[]; all: Policy[] }) {
  const [open, setOpen] = useState(false);
  const editable = may(useSession(), 'sla_policies.write');
  const [{ time_zone, hours, holidays }] = group as [Policy];
  const title = group.length === all.length ? TEXT.calendar : TEXT.calendarOf(group.map(({ id }) => inWords(id)).join(', '));
  const edit = editable && (
    <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
      {TEXT.edit}
    </Button>
  );
  return (
    <Section title={title} aside={edit}>
      <Text size="sm" c="dimmed" mb="sm">
        {TEXT.zone}: {time_zone.replaceAll('_', ' ')}
      </Text>
      <dl className="week">
        {DAYS.map((day) => (
          <div key={day}>
            <dt>{TEXT.days[day]}</dt>
            <dd className="numbers">{hoursOf(hours, day) || <span className="dimmed">{TEXT.off}</span>}</dd>
          </div>
        ))}
      </dl>
      <Text size="sm" c="dimmed" mt="sm">
        {TEXT.holidays}: {holidays.length > 0 ? [...holidays].sort().map(date).join(', ') : TEXT.noHolidays}
      </Text>
      {open && <CalendarDialog group={group} all={all} close={() => setOpen(false)} />}
    </Section>
  );
}

interface Calendar {
  id: string;
  /** The etag of each policy, by its id. */
  etag: string;
  values: Values;
}

function calendarOf(group: Policy[]): Calendar {
  const [{ time_zone, hours, holidays }] = group as [Policy];
  const days = DAYS.map((day) => [day, hoursOf(hours, day)]);
  const priorities = group.map(({ id }) => id);
  return { id: priorities.join(), etag: '', values: { priorities, time_zone, ...Object.fromEntries(days), holidays } };
}

const etagsOf = (policies: Policy[]) => JSON.stringify(Object.fromEntries(policies.map(({ id, etag }) => [id, etag])));

function CalendarDialog({ group, all, close }: { group: Policy[]; all: Policy[]; close: () => void }) {
  const client = useQueryClient();
  const [record] = useState(() => ({ ...calendarOf(group), etag: etagsOf(all) }));
  const known = useRef<Calendar>(record);
  const fields: FormField[] = [
    { name: 'priorities', label: TEXT.forWhich, kind: 'many', required: true, options: all.map(({ id }) => ({ value: id, label: inWords(id) })) },
    { name: 'time_zone', label: TEXT.zone, kind: 'choice', required: true, options: ZONES },
    ...DAYS.map((day): FormField => ({ name: day, label: TEXT.days[day], placeholder: TEXT.off, half: true })),
    { name: 'holidays', label: TEXT.holidays, kind: 'tags', placeholder: '2026-12-25', help: TEXT.holidaysHelp },
  ];
  const save = async (changed: Values, etag: string) => {
    const etags = JSON.parse(etag) as Record<string, string>;
    const values = { ...known.current.values, ...changed };
    const body = { time_zone: values.time_zone, hours: weekOf(values), holidays: values.holidays };
    for (const id of values.priorities as string[]) await change(id, etags[id]!, body);
    toast.good(TEXT.saved);
  };
  const now = async () => {
    const policies = await load();
    const ours = policies.filter(({ id }) => group.some((one) => one.id === id));
    known.current = { ...calendarOf(ours), etag: etagsOf(policies) };
    return known.current;
  };
  return (
    <EditDialog
      title={TEXT.calendar}
      record={record}
      fields={fields}
      shown={({ values }) => values}
      submit={TEXT.save}
      size="lg"
      load={now}
      save={save}
      close={close}
      done={() => void client.invalidateQueries({ queryKey: ['sla_policies'] })}
    />
  );
}
