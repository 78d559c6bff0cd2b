import { api, data, Facts, Loaded, may, Page, Pill, quoted, Section, toast, useSession, When } from '@trellis/kit';
import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { texts } from '../texts';
import { reasonOf, toneOf, type Message } from './states';

const { messages: say } = texts;

/** One message: what it says, and every decision that was taken about it. */
export function MessagePage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['messages', id],
    queryFn: () => data(api.GET('/v1/messages/{id}', { params: { path: { id } } })),
  });
  return <Loaded query={query}>{(message) => <Shown message={message} />}</Loaded>;
}

function Shown({ message }: { message: Message }) {
  return (
    <Page
      title={message.subject}
      parent={{ to: '/', label: say.title }}
      lead={
        <>
          <Pill tone={toneOf(message)}>{texts.states[message.state]}</Pill> {reasonOf(message)}
        </>
      }
      actions={message.state === 'QUEUED' && <TakeBack message={message} />}
      narrow
    >
      <Stack>
        <Section title={say.decisions}>
          <Decisions decisions={message.decisions} />
        </Section>
        <Section title={say.text}>
          <pre className="letter">{message.body_text}</pre>
        </Section>
        <Section title={say.facts}>
          <Facts rows={factsOf(message)} />
        </Section>
      </Stack>
    </Page>
  );
}

function Decisions({ decisions }: { decisions: Message['decisions'] }) {
  if (decisions.length === 0) return <Text c="dimmed">{say.decisionsHelp}</Text>;
  return (
    <ol className="decisions">
      {decisions.map((decision) => (
        <li key={decision.decide_time}>
          <Pill tone={decision.outcome === 'SEND' ? 'good' : 'soon'}>{texts.outcomes[decision.outcome]}</Pill> <When time={decision.decide_time} />
          {decision.reason && (
            <p>
              <b>{texts.reasons[decision.reason] ?? decision.reason}.</b> {decision.explanation}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

/** Leads to the person, where it went to one whom the reader may see. */
function Recipient({ message: { email, contact_id } }: { message: Message }) {
  const known = may(useSession(), 'contacts.read') && contact_id;
  return known ? <Anchor size="sm" href={`/leads/people/${contact_id}`}>{email}</Anchor> : email;
}

/** Leads to the words it was made from, as long as they are there. */
function Said({ template: key }: { template: string }) {
  const reads = may(useSession(), 'templates.read');
  const query = useQuery({
    queryKey: ['templates', 'key', key],
    queryFn: () => data(api.GET('/v1/templates', { params: { query: { filter: `key = ${quoted(key)}` } } })),
    enabled: reads,
    meta: { quiet: true },
  });
  const [found] = query.data?.templates ?? [];
  return found ? (
    <Anchor size="sm" component={Link} to={`/templates/${found.id}`}>
      {key}
    </Anchor>
  ) : (
    key
  );
}

const moment = (time?: string | null) => time && <When time={time} />;

const factsOf = (message: Message) => [
  { label: say.email, value: <Recipient message={message} /> },
  { label: say.template, value: <Said template={message.template_key} /> },
  { label: say.purpose, value: texts.purposes[message.purpose] },
  { label: say.automatic, value: message.automatic ? say.yes : say.no },
  { label: say.time, value: moment(message.create_time) },
  ...(message.due_time ? [{ label: say.due, value: moment(message.due_time) }] : []),
  { label: say.sent, value: moment(message.sent_time) },
  { label: say.opened, value: moment(message.open_time) },
  { label: say.clicked, value: moment(message.click_time) },
  ...(message.complaint_time ? [{ label: say.complained, value: moment(message.complaint_time) }] : []),
  { label: say.attempts, value: message.attempts },
];

function TakeBack({ message }: { message: Message }) {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => data(api.POST('/v1/messages/{id}:cancel', { params: { path: { id: message.id } }, body: {} })),
    onSuccess: () => {
      toast.good(say.cancelled);
      void client.invalidateQueries({ queryKey: ['messages'] });
    },
  });
  return (
    <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
      {say.cancel}
    </Button>
  );
}
