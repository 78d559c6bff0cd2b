import { api, count, data, Empty, RecordList, toast, When, words as inWords, type Column, type Schemas } from '@trellis/kit';
import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { words } from '../texts';
import './settings.css';

type Entry = Schemas['gateway.AuditEntry'];

const COLUMNS: Column<Entry>[] = [
  { key: 'what', label: words.audit.what, render: ({ action }) => inWords(action.replaceAll('.', ' ')) },
  { key: 'which', label: words.audit.which, render: ({ resource_name, resource }) => resource_name || resource },
  { key: 'who', label: words.audit.who, render: ({ actor_name, actor }) => actor_name || actor },
  { key: 'changes', label: words.audit.changes, render: (entry) => <Changes entry={entry} /> },
  { key: 'when', label: words.audit.when, render: ({ create_time }) => create_time && <When time={create_time} /> },
  { key: 'from', label: words.audit.from, render: ({ ip_prefix }) => ip_prefix, extra: true },
];

const Changes = ({ entry }: { entry: Entry }) => (
  <>
    {entry.changes.map(({ field, old_value, new_value }) => (
      <span key={field} className="change">
        {inWords(field)}: {old_value && <del>{old_value}</del>} {old_value && new_value && '→ '}
        <ins>{new_value}</ins>
      </span>
    ))}
    {entry.detail && <span className="change">{entry.detail}</span>}
  </>
);

/** Who changed what in accounts and rights. */
export default function AuditPage() {
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
      href={({ id }) => `/settings/audit?entry=${id}`}
      header={
        <Button variant="default" leftSection={<IconShieldCheck size={16} />} loading={verify.isPending} onClick={() => verify.mutate()}>
          {words.audit.verify}
        </Button>
      }
      empty={<Empty title={words.audit.empty}>{words.audit.emptyHelp}</Empty>}
    />
  );
}
