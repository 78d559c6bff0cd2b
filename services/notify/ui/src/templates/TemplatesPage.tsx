import { api, data, Empty, may, quoted, RecordList, useMake, useSession, When, type Column, type FilterField, type Schemas } from '@trellis/kit';
import { useDisclosure, useDocumentTitle } from '@mantine/hooks';
import { texts } from '../texts';
import { NewTemplate } from './NewTemplate';
import { texts as making } from './texts';

export type Template = Schemas['notify.Template'];

const { templates: say } = texts;

const columns: Column<Template>[] = [
  {
    key: 'key',
    label: say.key,
    orderBy: 'key',
    render: ({ key, revision }) => (
      <>
        <span className="cell-name">{key}</span>
        <span className="cell-note">{say.revision(revision)}</span>
      </>
    ),
  },
  { key: 'subject', label: say.subject, render: ({ subject }) => subject },
  { key: 'purpose', label: say.purpose, render: ({ purpose }) => texts.purposes[purpose] },
  { key: 'changed', label: say.changed, orderBy: 'update_time', render: ({ update_time }) => update_time && <When time={update_time} /> },
];

const fields: FilterField[] = [
  { name: 'key', label: say.key, kind: 'text' },
  { name: 'subject', label: say.subject, kind: 'text' },
];

const searching = (search: string) => `(key:${quoted(search)} OR subject:${quoted(search)})`;

/** The words of messages. */
export function TemplatesPage() {
  useDocumentTitle(`${say.title} · Trellis`);
  const [adding, { open, close }] = useDisclosure();
  const make = useMake(making.create, open, may(useSession(), 'templates.write'));
  return (
    <>
      <RecordList
        title={say.title}
        queryKey="templates"
        columns={columns}
        fields={fields}
        defaultOrder="key"
        header={make}
        load={async ({ within, orderBy, pageToken }) => {
          const query = { filter: within, order_by: orderBy, page_token: pageToken };
          const page = await data(api.GET('/v1/templates', { params: { query } }));
          return { rows: page.templates, next: page.next_page_token };
        }}
        searching={searching}
        id={({ id }) => id}
        name={({ key }) => key}
        href={({ id }) => `/templates/${id}`}
        empty={
          <Empty title={say.empty} action={make}>
            {say.emptyHelp}
          </Empty>
        }
      />
      <NewTemplate opened={adding} close={close} />
    </>
  );
}
