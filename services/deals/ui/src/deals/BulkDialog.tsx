import { Button, Group, Modal, NativeSelect, Progress, Stack, Text } from '@mantine/core';
import { toast, usePeople } from '@trellis/kit';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { usePipelines } from '../shared/queries';
import type { Deal } from '../shared/types';
import { texts } from '../texts';
import { type BulkResult, each, get, giveTo, moveTo, remove, restore } from './bulk';

export interface Bulk {
  kind: 'move' | 'give' | 'delete';
  ids: string[];
}

/** Asks where to, changes one after the other, and lists what was refused and why. */
export function BulkDialog({ bulk, close }: { bulk: Bulk; close: () => void }) {
  const client = useQueryClient();
  const [target, setTarget] = useState('');
  const [done, setDone] = useState<number>();
  const [result, setResult] = useState<BulkResult>();
  const choices = useChoices(bulk.kind);
  const number = texts.common.deals(bulk.ids.length);
  const refresh = () => Promise.all([client.invalidateQueries({ queryKey: ['deals'] }), client.invalidateQueries({ queryKey: ['sales'] })]);
  const run = async (event: FormEvent) => {
    event.preventDefault();
    setDone(0);
    const before = new Map<string, Deal>();
    const change = async (id: string) => {
      if (bulk.kind === 'delete') return remove(id);
      before.set(id, await get(id));
      return bulk.kind === 'move' ? moveTo(target)(id) : giveTo(target)(id);
    };
    const found = await each(bulk.ids, change, setDone);
    await refresh();
    const undo = async () => {
      await each(found.done.map(({ id }) => id), (id) => takeBack(bulk.kind, id, before.get(id)), () => undefined);
      await refresh();
    };
    const said = texts.common.deals(found.done.length);
    if (found.done.length > 0) toast.undo(bulk.kind === 'delete' ? texts.list.deletedMany(said) : texts.list.changed(said), () => void undo());
    if (found.refused.length > 0) setResult(found);
    else close();
  };
  if (result) return <Refused result={result} close={close} />;
  const title = { move: texts.list.moveTitle(number), give: texts.list.giveTitle(number), delete: `${texts.list.delete}: ${number}` }[bulk.kind];
  return (
    <Modal opened onClose={close} title={title} centered>
      <Stack component="form" gap="sm" onSubmit={(event) => void run(event)}>
        {bulk.kind !== 'delete' && (
          <NativeSelect
            label={bulk.kind === 'move' ? texts.list.stageLabel : texts.list.ownerLabel}
            data={[{ value: '', label: '…' }, ...choices]}
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value)}
          />
        )}
        {done !== undefined && (
          <div role="status">
            <Progress value={(done / bulk.ids.length) * 100} aria-label={texts.list.progress(done, bulk.ids.length)} />
            <Text size="xs" c="dimmed" mt={4} className="numbers">
              {texts.list.progress(done, bulk.ids.length)}
            </Text>
          </div>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={done !== undefined} disabled={bulk.kind !== 'delete' && !target}>
            {bulk.kind === 'delete' ? texts.list.delete : texts.list.apply}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function takeBack(kind: Bulk['kind'], id: string, before?: Deal): Promise<Deal> {
  if (kind === 'delete') return restore(id);
  return kind === 'move' ? moveTo(before?.stage_id ?? '')(id) : giveTo(before?.owner_id ?? '')(id);
}

function useChoices(kind: Bulk['kind']) {
  const { people: users } = usePeople();
  const { data: pipelines = [] } = usePipelines();
  if (kind === 'give') return users.filter(({ state }) => state === 'ACTIVE').map(({ id, name }) => ({ value: id, label: name }));
  return pipelines.flatMap(({ stages }) => stages.filter((stage) => stage.kind === 'OPEN').map(({ id, name }) => ({ value: id, label: name })));
}

const Refused = ({ result, close }: { result: BulkResult; close: () => void }) => (
  <Modal opened onClose={close} title={texts.list.refused(texts.common.deals(result.refused.length))} centered>
    <ul className="plain refused">
      {result.refused.map(({ id, title, why }) => (
        <li key={id}>
          <Link to={`/deals/${id}`}>{title}</Link>
          <Text size="sm" c="dimmed">
            {why}
          </Text>
        </li>
      ))}
    </ul>
    <Group justify="flex-end" mt="md">
      <Button onClick={close}>{texts.list.close}</Button>
    </Group>
  </Modal>
);
