import { api, count, data, Failure, Section } from '@trellis/kit';
import { Anchor, Button, Group, Progress as Bar, Text } from '@mantine/core';
import { IconDownload, IconPlayerPlay, IconTestPipe } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { texts } from '../texts';
import { importKey, isBusy, isOver, type Import, type Progress } from './api';

const { imports: say } = texts;

type Verb = 'dryRun' | 'start' | 'cancel';

/** What can be done with the file now, how far it is, and what came of it. */
export function Run({ file }: { file: Import }) {
  const client = useQueryClient();
  const acting = useMutation({
    mutationFn: (verb: Verb): Promise<Import> => {
      const options = { params: { path: { id: file.id } }, body: {} };
      if (verb === 'dryRun') return data(api.POST('/v1/imports/{id}:dryRun', options));
      if (verb === 'start') return data(api.POST('/v1/imports/{id}:start', options));
      return data(api.POST('/v1/imports/{id}:cancel', options));
    },
    onSuccess: (changed) => {
      client.setQueryData(importKey(file.id), changed);
      void client.invalidateQueries({ queryKey: ['contacts'] });
    },
    meta: { quiet: true },
  });
  const act = (verb: Verb) => acting.mutate(verb);
  return (
    <Section>
      <div className="stack">
        {isBusy(file) && <Busy file={file} stop={() => act('cancel')} />}
        {isOver(file) && <Over file={file} />}
        {file.state === 'DRAFT' && <Ready file={file} act={act} busy={acting.isPending} />}
        {acting.error && <Failure error={acting.error} />}
      </div>
    </Section>
  );
}

function Busy({ file, stop }: { file: Import; stop: () => void }) {
  const { progress } = file;
  const percent = progress?.percent ?? 0;
  const title = file.state === 'TRYING' ? say.trying : say.running;
  return (
    <>
      <Group justify="space-between">
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed" className="numbers" aria-live="polite">
          {say.rows(count(Number(progress?.processed ?? 0)), count(Number(progress?.total ?? 0)))}
        </Text>
      </Group>
      <Bar value={percent} aria-label={title} />
      <Group justify="space-between">
        <Results progress={progress} />
        <Button variant="default" size="xs" onClick={stop}>
          {say.stop}
        </Button>
      </Group>
    </>
  );
}

function Ready({ file, act, busy }: { file: Import; act: (verb: Verb) => void; busy: boolean }) {
  const { trial } = file;
  const people = Number(trial?.created ?? 0) + Number(trial?.updated ?? 0);
  return (
    <>
      {trial && (
        <>
          <Text fw={600}>{say.tried}</Text>
          <Results progress={trial} />
          <Refused file={file} progress={trial} />
        </>
      )}
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {say.tryHelp}
        </Text>
        <Group gap="xs">
          <Button variant="default" leftSection={<IconTestPipe size={15} />} disabled={busy} onClick={() => act('dryRun')}>
            {say.tryIt}
          </Button>
          <Button leftSection={<IconPlayerPlay size={15} />} disabled={busy || (trial !== undefined && people === 0)} onClick={() => act('start')}>
            {trial ? say.start(count(people)) : say.startPlain}
          </Button>
        </Group>
      </Group>
    </>
  );
}

function Over({ file }: { file: Import }) {
  const brought = file.tags[0] ? `tags:"${file.tags[0]}"` : `source = "${file.source || 'import'}" AND create_time >= "${file.start_time ?? ''}"`;
  return (
    <>
      <Text fw={600}>{file.state === 'SUCCEEDED' ? say.finished : say.states[file.state]}</Text>
      {file.error && (
        <Text size="sm" role="alert">
          {file.error}
        </Text>
      )}
      <Results progress={file.progress} />
      <Refused file={file} progress={file.progress} />
      <Group gap="xs">
        <Button component={Link} to={`/people?${new URLSearchParams({ filter: brought })}`}>
          {say.see}
        </Button>
        <Button variant="default" component={Link} to="/imports">
          {say.again}
        </Button>
      </Group>
    </>
  );
}

function Results({ progress }: { progress?: Progress }) {
  if (!progress) return null;
  const rows = (['total', 'created', 'updated', 'skipped', 'failed'] as const).map((name) => [name, Number(progress[name])] as const);
  return (
    <dl className="results">
      {rows.map(([name, value]) => (
        <div key={name} data-bad={(name === 'failed' && value > 0) || undefined}>
          <dt>{say[name]}</dt>
          <dd>{count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Refused({ file, progress }: { file: Import; progress?: Progress }) {
  if (Number(progress?.failed ?? 0) === 0) return null;
  return (
    <>
      <ul className="plain stack-tight" aria-label={say.reasons}>
        {file.reasons.map(({ column, reason, rows, first_line }) => (
          <li key={`${column} ${reason}`}>
            <Text size="sm">
              <b>{column || say.row}</b> {reason}
            </Text>
            <Text size="xs" c="dimmed">
              {say.where(Number(rows), count(Number(rows)), first_line)}
            </Text>
          </li>
        ))}
      </ul>
      <Group gap="xs">
        <Anchor href={`/v1/imports/${file.id}:errors`} download size="sm">
          <Group gap={6} wrap="nowrap">
            <IconDownload size={15} aria-hidden /> {say.errors}
          </Group>
        </Anchor>
        <Text size="sm" c="dimmed">
          {say.errorsHelp}
        </Text>
      </Group>
    </>
  );
}
