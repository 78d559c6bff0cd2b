import { api, data, Loaded, may, MoreMenu, Page, Refusal, Stat, Stats, toast, useRecent, useSession } from '@trellis/kit';
import { Button, Group, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { Removing } from '../Removing';
import { loadSequence, sequenceKey, SEQUENCES, type Sequence } from './api';
import { Editor } from './Editor';
import { Enrolments } from './Enrolments';
import './sequences.css';
import { State } from './SequencesPage';
import { texts as say } from './texts';

const PARENT = { to: '/sequences', label: say.title };

/** A sequence that is written for the first time. */
export const NewSequence = () => (
  <Page title={say.create} parent={PARENT} narrow>
    <Editor />
  </Page>
);

/** One sequence: its steps, and who is where. */
export function SequencePage() {
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: sequenceKey(id), queryFn: () => loadSequence(id) });
  useRecent(say.title, query.data?.name);
  return <Loaded query={query}>{(sequence) => <Shown key={sequence.id} sequence={sequence} />}</Loaded>;
}

function Shown({ sequence }: { sequence: Sequence }) {
  const [parameters] = useSearchParams();
  const tab = parameters.get('tab') === 'people' ? 'people' : 'steps';
  return (
    <Page
      title={sequence.name}
      parent={PARENT}
      narrow
      lead={
        <Group gap="xs">
          <State state={sequence.state} />
          <span>{say.version(sequence.revision)}</span>
        </Group>
      }
      actions={may(useSession(), 'sequences.write') && <Actions sequence={sequence} />}
    >
      <div className="stack">
        <Stats>
          <Stat label={say.running} value={say.capped(sequence.running_count)} to="?tab=people&state=RUNNING" />
          <Stat label={say.finished} value={say.capped(sequence.finished_count)} to="?tab=people&state=FINISHED" tone="good" />
          <Stat label={say.exited} value={say.capped(sequence.exited_count)} to="?tab=people&state=LEFT" />
        </Stats>
        <nav className="views" aria-label={say.title}>
          {Object.entries(say.tabs).map(([key, label]) => (
            <Link key={key} to={`?tab=${key}`} replace className="view" aria-current={tab === key ? 'true' : undefined}>
              {label}
            </Link>
          ))}
        </nav>
        {tab === 'steps' ? <Editor sequence={sequence} /> : <Enrolments sequence={sequence} />}
      </div>
    </Page>
  );
}

function Actions({ sequence }: { sequence: Sequence }) {
  const { id, etag } = sequence;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, { open, close }] = useDisclosure();
  const takes = sequence.state === 'ACTIVE';
  const anew = () => void client.invalidateQueries({ queryKey: [SEQUENCES] });
  const failed = (error: unknown) => {
    close();
    if (error instanceof Refusal && error.problem.status === 412) anew();
  };
  const options = { params: { path: { id }, header: { 'If-Match': `"${etag}"` } } };
  const turn = useMutation({
    mutationFn: () => data(takes ? api.POST('/v1/sequences/{id}:pause', { ...options, body: {} }) : api.POST('/v1/sequences/{id}:start', { ...options, body: {} })),
    onSuccess: (saved) => {
      client.setQueryData(sequenceKey(id), saved);
      toast.good(takes ? say.paused : say.begun);
      anew();
    },
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: () => data(api.DELETE('/v1/sequences/{id}', options)),
    onSuccess: () => {
      toast.good(say.removed);
      void navigate('/sequences');
      client.removeQueries({ queryKey: sequenceKey(id) });
    },
    onError: failed,
  });
  return (
    <>
      <Button variant={takes ? 'default' : 'filled'} loading={turn.isPending} onClick={() => turn.mutate()} leftSection={takes ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />}>
        {takes ? say.pause : say.begin}
      </Button>
      <MoreMenu label={say.more}>
        <Menu.Item leftSection={<IconTrash size={15} />} onClick={open}>
          {say.remove}
        </Menu.Item>
      </MoreMenu>
      <Removing opened={asking} title={say.removeTitle(sequence.name)} help={say.removeHelp} busy={remove.isPending} keep={close} remove={() => remove.mutate()} />
    </>
  );
}
