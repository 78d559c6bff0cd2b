import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { Dialog } from './Dialog';
import { FieldInput, type FieldValue, type FormField } from '../form/fields';
import { texts } from '../texts';
import { toast } from '../toast';
import { each, type Outcome, type Refused } from './each';

/** What is done to each of several records, and how it is taken back. */
export interface EachWork<Row> {
  /** Move 3 deals. */
  title: string;
  /** What the button says. */
  action: string;
  /** What is asked first; left out, the press is enough. */
  field?: FormField;
  change: (row: Row, chosen: string) => Promise<unknown>;
  /** Left out where there is no way back. */
  takeBack?: (before: Row, chosen: string) => Promise<unknown>;
  /** 3 deals moved. */
  done: (n: number) => string;
}

interface Props<Row> {
  ids: string[];
  work: EachWork<Row>;
  get: (id: string) => Promise<Row>;
  name: (row: Row) => string;
  href: (row: Row) => string;
  /** 3 deals. */
  count: (n: number) => string;
  refresh: () => Promise<unknown>;
  /** All of them were tried: the selection has done its service. */
  ended: () => void;
  close: () => void;
}

/** Asks what is to become of the selected records, changes one after the other, and lists what was refused and why. */
export function EachDialog<Row>({ ids, work, get, count, ended, close, refresh, ...shown }: Props<Row>) {
  const [chosen, setChosen] = useState<FieldValue>('');
  const [tried, setTried] = useState<number>();
  const [refused, setRefused] = useState<Refused<Row>[]>();
  const target = String(chosen);
  const running = tried !== undefined;
  const undo = async (done: Outcome<Row>['done']) => {
    const back = await each(done.keys(), async (id) => done.get(id)!, (before) => work.takeBack!(before, target));
    await refresh();
    if (back.refused.length > 0) toast.bad(texts.list.notTakenBack(count(back.refused.length), back.refused[0]!.why));
  };
  const run = async (event: FormEvent) => {
    event.preventDefault();
    setTried(0);
    const outcome = await each(ids, get, (row) => work.change(row, target), setTried);
    await refresh();
    ended();
    if (outcome.done.size > 0) {
      const said = work.done(outcome.done.size);
      if (work.takeBack) toast.undo(said, () => void undo(outcome.done));
      else toast.good(said);
    }
    if (outcome.refused.length > 0) setRefused(outcome.refused);
    else close();
  };
  if (refused) return <Refusals title={texts.list.refused(count(refused.length))} refused={refused} close={close} {...shown} />;
  return (
    <Dialog onClose={running ? () => undefined : close} title={work.title} size="sm">
      <Stack component="form" gap="sm" onSubmit={(event) => void run(event)}>
        {work.field && <FieldInput first field={work.field} value={chosen} onChange={setChosen} />}
        {running && <Tried tried={tried} all={ids.length} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" disabled={running} onClick={close}>
            {texts.form.cancel}
          </Button>
          <Button type="submit" loading={running} disabled={work.field && !target}>
            {work.action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Tried({ tried, all }: { tried: number; all: number }) {
  const said = texts.list.tried(tried, all);
  return (
    <div role="status">
      <Progress value={(tried / all) * 100} aria-label={said} />
      <Text size="xs" c="dimmed" mt={4} className="numbers">
        {said}
      </Text>
    </div>
  );
}

interface RefusalsProps<Row> extends Pick<Props<Row>, 'name' | 'href' | 'close'> {
  title: string;
  refused: Refused<Row>[];
}

const Refusals = <Row,>({ title, refused, name, href, close }: RefusalsProps<Row>) => (
  <Dialog onClose={close} title={title}>
    <ul className="plain refused">
      {refused.map(({ id, row, why }) => (
        <li key={id}>
          {row ? <Link to={href(row)}>{name(row)}</Link> : id}
          <Text size="sm" c="dimmed">
            {why}
          </Text>
        </li>
      ))}
    </ul>
    <Group justify="flex-end" mt="md">
      <Button onClick={close}>{texts.list.close}</Button>
    </Group>
  </Dialog>
);
