import { Composer, ConflictDialog, Empty, Facts, Failure, InlineField, Owner, Page, Person, Pill, RecordForm, Refusal } from '@trellis/kit';
import { Score, Section, StagePath, Stat, Stats, Timeline, toast, useSession, Waiting, When, Why } from '@trellis/kit';
import { Board } from '@trellis/kit/board';
import { Button, Group, Text } from '@mantine/core';
import { IconAlarm, IconCheck, IconMail, IconNote, IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import { words } from './texts';

const HOUR = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();

const REFUSED = new Refusal({
  status: 403,
  title: 'Permission denied',
  detail: 'You may see contacts of your team only.',
  code: 'PERMISSION_DENIED',
  reason: 'OUT_OF_SCOPE',
  request_id: '3f2a9c',
  metadata: {},
  errors: [],
});

/** Every component of the kit in every state: for who builds a screen. */
export function KitPage() {
  return (
    <Page title={words.nav.kit} lead="Every component in every state.">
      <div className="columns">
        <States />
        <Marks />
        <Numbers />
        <Record />
        <Story />
        <Forms />
        <Saying />
      </div>
      <Lanes />
    </Page>
  );
}

const States = () => (
  <>
    <Section title="Empty">
      <Empty title="No segments yet" action={<Button size="xs">Make the first one</Button>}>
        A segment is a group of people that a filter describes; it follows them as they change.
      </Empty>
    </Section>
    <Section title="Waiting">
      <Waiting rows={3} />
    </Section>
    <Section title="Failure">
      <Failure error={new Error('The server cannot be reached.')} retry={() => toast.good('Tried again')} />
    </Section>
    <Section title="Not allowed">
      <Failure error={REFUSED} />
    </Section>
  </>
);

const Marks = () => (
  <Section title="Marks">
    <Group gap="xs" mb="sm">
      <Pill tone="good" icon={IconCheck}>
        Met
      </Pill>
      <Pill tone="soon" icon={IconAlarm}>
        8 min left
      </Pill>
      <Pill tone="late" icon={IconAlarm}>
        12 min over
      </Pill>
      <Pill tone="calm">Paused</Pill>
      <Pill tone="accent">Yours</Pill>
      <Pill>Plain</Pill>
    </Group>
    <Group gap="lg" mb="sm">
      <Score value={88} of="Ada" />
      <Score value={45} of="Ben" />
      <Score value={8} of="Cleo" />
      <Why of="the score is 88">Visited the prices twice (+20), came to the webinar (+15).</Why>
    </Group>
    <Group gap="sm" fz="sm">
      <Person name="Ada Laurent" size={32} />
      <Owner />
      <When time={hoursAgo(3)} />
    </Group>
  </Section>
);

const Numbers = () => (
  <Section title="Numbers">
    <Stats>
      <Stat label="New people" value="128" note="+12 since last week" />
      <Stat label="Past their time" value="3" tone="late" />
      <Stat label="Happy" value="94 %" tone="good" />
    </Stats>
  </Section>
);

function Record() {
  const [city, setCity] = useState('Rome');
  const { user } = useSession() ?? {};
  return (
    <Section title="Record">
      <StagePath
        steps={[
          { key: 'a', label: 'Qualified', note: '3 days', state: 'done' },
          { key: 'b', label: 'Proposal', note: 'now, 4 days', state: 'now' },
          { key: 'c', label: 'Won', state: 'ahead' },
        ]}
      />
      <Facts
        rows={[
          { label: 'Owner', value: <Owner id={user?.id} /> },
          { label: 'City', value: <InlineField label="City" value={city} onSave={setCity} /> },
          { label: 'Phone', value: '' },
        ]}
      />
    </Section>
  );
}

const Story = () => (
  <Section title="Story">
    <Composer
      draftKey="kit"
      kinds={[
        { key: 'reply', label: 'Reply', placeholder: 'Write a reply…', submit: 'Send' },
        { key: 'note', label: 'Note', placeholder: 'Only colleagues see this…', submit: 'Add note', internal: true },
      ]}
      save={() => Promise.resolve(toast.good('Saved'))}
    />
    <Text h={12} />
    <Timeline
      kinds={{ mail: 'Mail', call: 'Calls', note: 'Notes' }}
      items={[
        { id: '1', kind: 'mail', icon: IconMail, who: 'Ada Laurent', what: 'wrote', time: hoursAgo(2), text: 'The offer looks fine.' },
        { id: '2', kind: 'call', icon: IconPhone, who: 'Ben Okafor', what: 'called, 18 min', time: hoursAgo(28), tone: 'good' },
        { id: '3', kind: 'note', icon: IconNote, who: 'Cleo Diaz', what: 'noted', time: hoursAgo(30), tone: 'note', text: 'Wants a data centre in the EU.' },
      ]}
    />
  </Section>
);

const Forms = () => (
  <Section title="Form">
    <RecordForm
      draftKey="kit"
      fields={[
        { name: 'first', label: 'First name', required: true, half: true },
        { name: 'last', label: 'Last name', half: true },
        { name: 'owner', label: 'Owner', kind: 'person' },
        { name: 'tags', label: 'Tags', kind: 'tags' },
        { name: 'due', label: 'Due', kind: 'date', half: true },
        { name: 'size', label: 'Size', kind: 'choice', half: true, options: [{ value: 's', label: 'Small' }, { value: 'l', label: 'Large' }] },
      ]}
      submit="Save"
      save={() => Promise.reject(new Refusal({ ...REFUSED.problem, status: 400, detail: 'Please correct the first name.', errors: [{ pointer: '/first', detail: 'must not be empty' }] }))}
    />
  </Section>
);

function Saying() {
  const [conflict, setConflict] = useState(false);
  const close = () => setConflict(false);
  return (
    <Section title="Saying it">
      <Group gap="xs">
        <Button variant="default" onClick={() => toast.undo('3 people are archived', () => toast.good('They are back'))}>
          Undo
        </Button>
        <Button variant="default" onClick={() => toast.bad('Deals over 55,000 need a manager.')}>
          Refusal
        </Button>
        <Button variant="default" onClick={() => setConflict(true)}>
          Conflict
        </Button>
      </Group>
      {conflict && <ConflictDialog conflict={{ mine: { city: 'Rome' }, theirs: { city: 'Bonn' }, keep: close, take: close }} labels={{ city: 'City' }} />}
    </Section>
  );
}

interface Card {
  id: string;
  title: string;
}

function Lanes() {
  const [lanes, setLanes] = useState<Record<string, Card[]>>({
    Ideas: [{ id: '1', title: 'Night duty' }, { id: '2', title: 'Two hotels' }],
    Doing: [{ id: '3', title: 'Eleven stores' }],
    Done: [],
  });
  const move = (card: Card, to: string) =>
    setLanes((before) =>
      Object.fromEntries(
        Object.entries(before).map(([name, cards]) => {
          const others = cards.filter(({ id }) => id !== card.id);
          return [name, name === to ? [...others, card] : others];
        }),
      ),
    );
  return (
    <Section title="Board">
      <Board<Card>
        label="Board"
        lanes={Object.entries(lanes).map(([name, cards]) => ({ id: name, title: name, cards }))}
        id={({ id }) => id}
        name={({ title }) => title}
        render={({ title }, menu) => (
          <Group justify="space-between" wrap="nowrap">
            {title}
            {menu}
          </Group>
        )}
        move={(card, to) => move(card, to.id)}
      />
    </Section>
  );
}
