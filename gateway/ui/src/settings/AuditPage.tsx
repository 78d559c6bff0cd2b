import { api, count, data, Empty, quoted, RecordList, toast, When, words as inWords, type Column, type FilterField, type Schemas } from '@trellis/kit';
import { Button, Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { words as audit } from './audit-texts';
import { Changes } from './AuditChanges';
import { words } from './texts';
import './settings.css';

type Entry = Schemas['gateway.AuditEntry'];

const ACTIONS: Record<string, string> = audit.actions;

function whichOf({ resource_name, resource }: Entry) {
  return resource_name || resource;
}

function whoOf({ actor_name, actor }: Entry) {
  return actor_name || actor;
}

/** On what, and by whom, where no column says which is which; what people do to themselves names them once. */
const whom = (entry: Entry) => (whichOf(entry) === whoOf(entry) ? whoOf(entry) : audit.by(whichOf(entry), whoOf(entry)));

const COLUMNS: Column<Entry>[] = [
  { key: 'what', label: audit.what, render: ({ action }) => ACTIONS[action] ?? inWords(action.replaceAll('.', ' ')) },
  { key: 'which', label: audit.which, render: whichOf },
  { key: 'who', label: audit.who, render: whoOf },
  { key: 'changes', label: audit.changes, render: (entry) => <Changes entry={entry} /> },
  { key: 'when', label: audit.when, render: ({ create_time }) => create_time && <When time={create_time} /> },
  { key: 'from', label: audit.from, render: ({ ip_prefix }) => ip_prefix, extra: true },
];

const FIELDS: FilterField[] = [
  { name: 'action', label: audit.what, kind: 'choice', options: Object.entries(ACTIONS).map(([value, label]) => ({ value, label })) },
  { name: 'actor_name', label: audit.who, kind: 'text' },
  { name: 'resource_name', label: audit.which, kind: 'text' },
  { name: 'create_time', label: audit.when, kind: 'date' },
];

/** Words of a name, or of what was done as the list says it. */
function found(search: string): string {
  const actions = Object.keys(ACTIONS).filter((action) => ACTIONS[action]!.toLowerCase().includes(search.toLowerCase()));
  const ways = ['actor_name', 'resource_name'].map((field) => `${field}:${quoted(search)}`);
  return `(${[...ways, ...actions.map((action) => `action = ${quoted(action)}`)].join(' OR ')})`;
}

/** Who changed what in accounts and rights. */
export function AuditPage() {
  useDocumentTitle(words.nav.audit);
  const verify = useMutation({
    mutationFn: () => data(api.GET('/v1/audit:verify')),
    onSuccess: (found) =>
      found.broken_id ? toast.bad(audit.broken) : toast.good(audit.intact(count(Number(found.entries)))),
  });
  return (
    <RecordList<Entry>
      title={words.nav.audit}
      queryKey="audit"
      columns={COLUMNS}
      fields={FIELDS}
      defaultOrder="create_time desc"
      load={async ({ search, filter, orderBy, pageToken }) => {
        const query = { page_size: 50, order_by: orderBy, page_token: pageToken, filter: [search && found(search), filter && `(${filter})`].filter(Boolean).join(' AND ') };
        const page = await data(api.GET('/v1/audit', { params: { query } }));
        return { rows: page.entries, next: page.next_page_token };
      }}
      id={({ id }) => id}
      name={({ action }) => ACTIONS[action] ?? action}
      card={(entry) => (
        <>
          <Text size="sm" c="dimmed">
            {whom(entry)} · {entry.create_time && <When time={entry.create_time} />}
          </Text>
          <Changes entry={entry} />
        </>
      )}
      header={
        <Button variant="default" leftSection={<IconShieldCheck size={16} />} loading={verify.isPending} onClick={() => verify.mutate()}>
          {audit.verify}
        </Button>
      }
      empty={<Empty title={audit.empty}>{audit.emptyHelp}</Empty>}
    />
  );
}
