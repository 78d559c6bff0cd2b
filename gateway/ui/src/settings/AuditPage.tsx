import { api, count, data, Empty, moment, RecordList, toast, usePeople, useTeams, When, words as inWords, type Column, type Schemas } from '@trellis/kit';
import { Button, Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { words } from './texts';
import { useRoles } from './roles';
import './settings.css';

type Entry = Schemas['gateway.AuditEntry'];

const COLUMNS: Column<Entry>[] = [
  { key: 'what', label: words.audit.what, render: ({ action }) => (words.audit.actions as Record<string, string>)[action] ?? inWords(action.replaceAll('.', ' ')) },
  { key: 'which', label: words.audit.which, render: ({ resource_name, resource }) => resource_name || resource },
  { key: 'who', label: words.audit.who, render: ({ actor_name, actor }) => actor_name || actor },
  { key: 'changes', label: words.audit.changes, render: (entry) => <Changes entry={entry} /> },
  { key: 'when', label: words.audit.when, render: ({ create_time }) => create_time && <When time={create_time} /> },
  { key: 'from', label: words.audit.from, render: ({ ip_prefix }) => ip_prefix, extra: true },
];

function Changes({ entry }: { entry: Entry }) {
  const { nameOf: person } = usePeople();
  const { nameOf: team } = useTeams();
  const roles = useRoles().data?.roles ?? [];
  const named = (id: string) => person(id) || team(id) || roles.find((role) => role.id === id)?.name || (words.audit.states as Record<string, string>)[id] || id;
  return (
    <>
      {entry.changes.map(({ field, old_value, new_value }) => (
        <span key={field} className="change">
          {fieldName(field.replace(/_ids?$/, ''))}: {old_value && <del>{said(old_value, named)}</del>} {old_value && new_value && '→ '}
          <ins>{said(new_value, named)}</ins>
        </span>
      ))}
      {entry.detail && <span className="change">{entry.detail}</span>}
    </>
  );
}

const fieldName = (field: string) => (words.audit.fields as Record<string, string>)[field] ?? inWords(field);

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

/** A grant, {permission, reach}, is said as "contacts.read team". */
const parts = (one: object) =>
  Object.values(one)
    .map((part) => String(part).toLowerCase())
    .join(' ');

/** A value as it was written, which is JSON, as people say it. */
function said(json: string, named: (id: string) => string): string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return json;
  }
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'string' ? named(one) : parts(one as object))).join(', ') || '–';
  if (typeof value === 'boolean') return value ? words.audit.yes : words.audit.no;
  if (typeof value !== 'string') return JSON.stringify(value);
  return TIME.test(value) ? moment(value) : named(value);
}

/** Who changed what in accounts and rights. */
export function AuditPage() {
  useDocumentTitle(words.nav.audit);
  const verify = useMutation({
    mutationFn: () => data(api.GET('/v1/audit:verify')),
    onSuccess: (found) =>
      found.broken_id ? toast.bad(words.audit.broken) : toast.good(words.audit.intact(count(Number(found.entries)))),
  });
  return (
    <RecordList<Entry>
      title={words.nav.audit}
      queryKey="audit"
      columns={COLUMNS}
      fields={[{ name: 'action', label: words.audit.what, kind: 'text' }, { name: 'create_time', label: words.audit.when, kind: 'date' }]}
      defaultOrder="create_time desc"
      load={async ({ search, filter, orderBy, pageToken }) => {
        const wanted = search ? `action:"${search.replaceAll('"', '')}"` : '';
        const query = { page_size: 50, order_by: orderBy, page_token: pageToken, filter: [wanted, filter].filter(Boolean).join(' AND ') };
        const page = await data(api.GET('/v1/audit', { params: { query } }));
        return { rows: page.entries, next: page.next_page_token };
      }}
      id={({ id }) => id}
      name={({ action }) => action}
      card={(entry) => (
        <>
          <Text size="sm" c="dimmed">
            {[entry.resource_name || entry.resource, entry.actor_name || entry.actor].join(' · ')} · {entry.create_time && <When time={entry.create_time} />}
          </Text>
          <Changes entry={entry} />
        </>
      )}
      header={
        <Button variant="default" leftSection={<IconShieldCheck size={16} />} loading={verify.isPending} onClick={() => verify.mutate()}>
          {words.audit.verify}
        </Button>
      }
      empty={<Empty title={words.audit.empty}>{words.audit.emptyHelp}</Empty>}
    />
  );
}
