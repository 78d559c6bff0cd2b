import { count, dayOf, Empty, may, Pill, RecordList, toast, useSession, When, type BulkAction, type Column, type View } from '@trellis/kit';
import { Button, Group } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { MergeDialog } from '../merging/MergeDialog';
import { nameOf } from '../people/columns';
import { texts } from '../texts';
import { CLEANUP, CLEANUP_FACTS, loadItems, loadSummary, runNow, SUMMARY, type Item, type Summary } from './api';
import { useDecisions } from './useDecisions';

const { cleanup: say } = texts;

const REASONS = ['DUPLICATE', 'BOUNCED', 'INCOMPLETE', 'STALE'] as const;
const FIELDS = [
  { name: 'reason', label: say.reason, kind: 'choice' as const, options: REASONS.map((value) => ({ value, label: say.reasons[value] })) },
  { name: 'create_time', label: say.found, kind: 'date' as const },
];

const who = ({ contact }: Item) => (contact ? nameOf(contact) : '');

function viewsOf(summary?: Summary): View[] {
  const numbers = summary && {
    DUPLICATE: summary.duplicate_count,
    BOUNCED: summary.bounced_count,
    INCOMPLETE: summary.incomplete_count,
    STALE: summary.stale_count,
  };
  const tab = (name: string, n?: number) => (n ? say.counted(name, count(n)) : name);
  const filtered = (filter: string) => `?${new URLSearchParams({ filter })}`;
  return [
    { name: say.views.all, search: '?' },
    ...REASONS.map((reason) => ({ name: tab(say.views[reason], numbers?.[reason]), search: filtered(`reason = ${reason}`) })),
    { name: say.views.kept, search: filtered('state = KEPT') },
  ];
}

/** Why it is here, in words; the older record of a duplicate. */
const Why = ({ item }: { item: Item }) => (
  <>
    <Pill tone={item.reason === 'BOUNCED' ? 'late' : 'plain'}>{say.reasons[item.reason]}</Pill>
    <span className="cleanup-why">
      {item.explanation}
      {item.duplicate_of && (
        <>
          {' '}
          <Link to={`/people/${item.duplicate_of_id}`} aria-label={`${say.older}: ${nameOf(item.duplicate_of)}`}>
            {nameOf(item.duplicate_of)}
          </Link>
        </>
      )}
    </span>
  </>
);

const Reach = ({ contact }: { contact: Item['contact'] }) => (
  <>
    <span className="cell-cut">{contact?.email}</span>
    <span className="cell-note">{contact?.phone}</span>
  </>
);

/** Merge, archive or keep; what was kept can be asked about again. */
function Decision({ item, by, merge }: { item: Item; by: ReturnType<typeof useDecisions>; merge: (item: Item) => void }) {
  const session = useSession();
  const writes = may(session, 'cleanup_items.write');
  if (item.state === 'KEPT')
    return (
      <Group gap={6} wrap="nowrap">
        <span className="cell-note">{say.keptBy(item.decider_name)}</span>
        {writes && (
          <Button size="compact-sm" variant="default" aria-label={say.reopenOf(who(item))} onClick={() => by.reopen(item)}>
            {say.reopen}
          </Button>
        )}
      </Group>
    );
  return (
    <Group gap={6} wrap="nowrap">
      {may(session, 'contacts.delete') && item.duplicate_of && (
        <Button size="compact-sm" variant="light" aria-label={say.mergeOf(who(item))} onClick={() => merge(item)}>
          {say.merge}
        </Button>
      )}
      {may(session, 'contacts.delete') && (
        <Button size="compact-sm" variant={item.duplicate_of ? 'default' : 'light'} aria-label={say.archiveOf(who(item))} onClick={() => by.archive([item])}>
          {say.archive}
        </Button>
      )}
      {writes && (
        <Button size="compact-sm" variant="default" aria-label={say.keepOf(who(item))} onClick={() => by.keep([item])}>
          {say.keep}
        </Button>
      )}
    </Group>
  );
}

const columnsFor = (by: ReturnType<typeof useDecisions>, merge: (item: Item) => void): Column<Item>[] => [
  {
    key: 'name',
    label: say.person,
    render: (item) => (
      <>
        <span className="cell-name">{who(item)}</span>
        <span className="cell-note">{item.contact?.company_name}</span>
      </>
    ),
  },
  { key: 'why', label: say.why, render: (item) => <Why item={item} /> },
  { key: 'reach', label: say.reach, roomy: true, render: ({ contact }) => <Reach contact={contact} /> },
  { key: 'heard', label: say.heard, render: ({ contact }) => contact?.last_activity_time && <When time={contact.last_activity_time} /> },
  { key: 'found', label: say.found, orderBy: 'create_time', extra: true, render: ({ create_time }) => create_time && <When time={create_time} /> },
  { key: 'decide', label: say.decide, render: (item) => <Decision item={item} by={by} merge={merge} /> },
];

/** When the next round is, one now, and who may say so. */
function Rounds({ summary }: { summary?: Summary }) {
  const client = useQueryClient();
  const session = useSession();
  const run = () =>
    void runNow().then(
      () => (toast.good(say.begun), client.invalidateQueries({ queryKey: SUMMARY })),
      (error: Error) => toast.bad(error.message),
    );
  const next = summary?.next_round_time;
  return (
    <Group gap="xs">
      {next && <span className="cell-note">{summary.running ? say.running : say.next(dayOf(next))}</span>}
      {next && may(session, 'cleanup_policy.write') && (
        <Button variant="default" onClick={run}>
          {say.run}
        </Button>
      )}
      {may(session, 'cleanup_policy.read') && (
        <Button component={Link} to="/cleanup/rules" variant="default">
          {say.rules}
        </Button>
      )}
    </Group>
  );
}

function Nothing({ summary }: { summary?: Summary }) {
  const writes = may(useSession(), 'cleanup_policy.write');
  if (!summary || summary.next_round_time) return <Empty title={say.clean}>{say.cleanHelp}</Empty>;
  const turnOn = writes && (
    <Button component={Link} to="/cleanup/rules">
      {say.turnOn}
    </Button>
  );
  return (
    <Empty title={say.off} action={turnOn}>
      {say.offHelp}
    </Empty>
  );
}

/** Records that somebody looks through once a month: archived or kept with one click. */
export function CleanupPage() {
  useDocumentTitle(`${say.title} · Trellis`);
  const session = useSession();
  const by = useDecisions();
  const [merging, setMerging] = useState<Item>();
  const { data: summary } = useQuery({ queryKey: SUMMARY, queryFn: loadSummary });
  const actions: BulkAction[] = [
    ...(may(session, 'contacts.delete') ? [{ label: say.archive, run: (ids: string[]) => by.archive(by.rowsOf(ids)) }] : []),
    ...(may(session, 'cleanup_items.write') ? [{ label: say.keep, run: (ids: string[]) => by.keep(by.rowsOf(ids)) }] : []),
  ];
  return (
    <>
      <RecordList
        title={say.title}
        queryKey={CLEANUP}
        columns={columnsFor(by, setMerging)}
        fields={FIELDS}
        views={viewsOf(summary)}
        defaultOrder="create_time desc"
        load={loadItems}
        facts={CLEANUP_FACTS}
        id={({ id }) => id}
        name={who}
        href={({ contact_id }) => `/people/${contact_id}`}
        card={(item) => (
          <div className="stack-tight">
            <div>
              <Why item={item} />
            </div>
            <Decision item={item} by={by} merge={setMerging} />
          </div>
        )}
        actions={actions.length > 0 ? actions : undefined}
        header={<Rounds summary={summary} />}
        empty={<Nothing summary={summary} />}
      />
      {merging && <MergeDialog id={merging.duplicate_of_id} otherId={merging.contact_id} close={() => setMerging(undefined)} />}
    </>
  );
}
