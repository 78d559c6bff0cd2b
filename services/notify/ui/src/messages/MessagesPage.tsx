import { api, data, Empty, Pill, quoted, RecordList, When, type Column, type FilterField, type View } from '@trellis/kit';
import { useDocumentTitle } from '@mantine/hooks';
import { texts } from '../texts';
import { reasonOf, toneOf, type Message } from './states';

const { messages: say } = texts;

const columns: Column<Message>[] = [
  {
    key: 'subject',
    label: say.subject,
    render: ({ subject, template_key }) => (
      <>
        <span className="cell-name">{subject}</span>
        <span className="cell-note">{template_key}</span>
      </>
    ),
  },
  { key: 'email', label: say.email, render: ({ email }) => email },
  { key: 'state', label: say.state, render: (message) => <Pill tone={toneOf(message)}>{texts.states[message.state]}</Pill> },
  { key: 'reason', label: say.reason, render: reasonOf },
  { key: 'purpose', label: say.purpose, extra: true, render: ({ purpose }) => texts.purposes[purpose] },
  { key: 'opened', label: say.opened, extra: true, render: ({ open_time }) => open_time && <When time={open_time} /> },
  { key: 'clicked', label: say.clicked, extra: true, render: ({ click_time }) => click_time && <When time={click_time} /> },
  { key: 'time', label: say.time, orderBy: 'create_time', render: ({ create_time }) => create_time && <When time={create_time} /> },
];

const options = (words: Record<string, string>) =>
  Object.entries(words)
    .filter(([value, label]) => label && !value.endsWith('UNSPECIFIED'))
    .map(([value, label]) => ({ value, label }));

const fields: FilterField[] = [
  { name: 'state', label: say.state, kind: 'choice', options: options(texts.states) },
  { name: 'state_reason', label: say.reason, kind: 'choice', options: options(texts.reasons) },
  { name: 'purpose', label: say.purpose, kind: 'choice', options: options(texts.purposes) },
  { name: 'email', label: say.email, kind: 'text' },
  { name: 'template_key', label: say.template, kind: 'text' },
  { name: 'create_time', label: say.time, kind: 'date' },
];

const only = (filter: string) => `?${new URLSearchParams({ filter })}`;
const VIEWS: View[] = [
  { name: say.all, search: '' },
  { name: say.held, search: only('state = HELD') },
  { name: say.waiting, search: only('state = QUEUED') },
  { name: say.bounced, search: only('state = BOUNCED') },
];

const searching = (search: string) => `(email:${quoted(search)} OR subject:${quoted(search)})`;

/** Everything that was sent, or not, and why. */
export function MessagesPage() {
  useDocumentTitle(`${say.title} · Trellis`);
  return (
    <RecordList
      title={say.title}
      queryKey="messages"
      columns={columns}
      fields={fields}
      views={VIEWS}
      defaultOrder="create_time desc"
      load={async ({ within, orderBy, pageToken }) => {
        const query = { filter: within, order_by: orderBy, page_token: pageToken };
        const page = await data(api.GET('/v1/messages', { params: { query } }));
        return { rows: page.messages, next: page.next_page_token };
      }}
      searching={searching}
      facts={/Message(Sent|Held|Failed|Bounced|Opened|Clicked)/}
      id={({ id }) => id}
      name={({ subject }) => subject}
      href={({ id }) => `/${id}`}
      empty={<Empty title={say.empty}>{say.emptyHelp}</Empty>}
    />
  );
}
