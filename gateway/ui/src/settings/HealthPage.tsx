import { api, data, Dialog, Empty, Loaded, may, Page, Pill, Section, toast, useSession, When, type Schemas } from '@trellis/kit';
import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Parts, type Readiness } from './HealthParts';
import './settings.css';
import { words } from './texts';

type DeadLetter = Schemas['api.DeadLetter'];

const TEXT = words.health;
const AGAIN = 15_000;

/** Asked as any watcher asks it; 503 is an answer too. */
const load = async () => (await (await fetch('/readyz')).json()) as Readiness;

/** Which parts of the suite answer, and what they gave up. */
export function HealthPage() {
  const query = useQuery({ queryKey: ['readyz'], queryFn: load, refetchInterval: AGAIN });
  return (
    <Page title={words.nav.health} lead={TEXT.lead} narrow>
      <div className="stack">
        <Loaded query={query}>{(ready) => <Parts ready={ready} />}</Loaded>
        <DeadLetters />
      </div>
    </Page>
  );
}

function DeadLetters() {
  const query = useQuery({ queryKey: ['dead_letters'], queryFn: () => data(api.GET('/v1/dead_letters')), refetchInterval: AGAIN });
  return (
    <Section title={TEXT.letters} flush>
      <Text size="sm" c="dimmed" px="md" pb="sm">
        {TEXT.lettersHelp}
      </Text>
      <Loaded query={query}>
        {({ dead_letters: letters, partial }) => (
          <>
            {partial.length > 0 && (
              <Alert variant="light" color="gray" mx="md" mb="md">
                {TEXT.partial(partial.join(', '))}
              </Alert>
            )}
            {letters.length === 0 && <Empty title={TEXT.empty}>{TEXT.emptyHelp}</Empty>}
            <ul className="plain rows">
              {letters.map((letter) => (
                <Letter key={letter.id} letter={letter} />
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Letter({ letter }: { letter: DeadLetter }) {
  const { service, id, kind, handler, subject, reason, error, tries, receive_time, content } = letter;
  const client = useQueryClient();
  const [shown, setShown] = useState(false);
  const [asked, setAsked] = useState(false);
  const editable = may(useSession(), 'dead_letters.write');
  const at = { params: { path: { service, id } }, body: {} };
  const act = useMutation({
    mutationFn: (verb: 'replay' | 'drop') =>
      verb === 'replay' ? api.POST('/v1/dead_letters/{service}/{id}:replay', at) : api.POST('/v1/dead_letters/{service}/{id}:drop', at),
    onSuccess: (_, verb) => {
      toast.good(TEXT.done[verb]);
      void client.invalidateQueries({ queryKey: ['dead_letters'] });
    },
  });
  return (
    <li className="row-item">
      <div>
        <Group gap="xs">
          <Text fw={600} size="sm">
            {handler}
          </Text>
          <Pill>{service}</Pill>
          <Pill tone="late">{TEXT.reasons[reason as keyof typeof TEXT.reasons] ?? reason}</Pill>
        </Group>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {error}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {TEXT.kinds[kind]} · {subject} · {TEXT.tries(tries)} · {receive_time && <When time={receive_time} />}
        </Text>
        {shown && (
          <Code block mt="xs">
            {content}
          </Code>
        )}
      </div>
      <Group gap={6} justify="flex-end">
        <Button size="compact-sm" variant="subtle" color="gray" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {TEXT.content}
        </Button>
        {editable && (
          <>
            <Button size="compact-sm" variant="default" loading={act.isPending} onClick={() => act.mutate('replay')}>
              {TEXT.replay}
            </Button>
            <Button size="compact-sm" variant="subtle" color="red" disabled={act.isPending} onClick={() => setAsked(true)}>
              {TEXT.drop}
            </Button>
            {asked && <Dropping handler={handler} close={() => setAsked(false)} drop={() => (setAsked(false), act.mutate('drop'))} />}
          </>
        )}
      </Group>
    </li>
  );
}

/** It cannot be taken back, so it asks. */
const Dropping = ({ handler, close, drop }: { handler: string; close: () => void; drop: () => void }) => (
  <Dialog onClose={close} title={TEXT.dropTitle(handler)}>
    <Text size="sm">{TEXT.dropHelp}</Text>
    <Group justify="flex-end" mt="md">
      <Button variant="default" onClick={close}>
        {TEXT.keep}
      </Button>
      <Button color="red" onClick={drop}>
        {TEXT.drop}
      </Button>
    </Group>
  </Dialog>
);
