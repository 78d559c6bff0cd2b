import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ContactPicker, Dialog, Facts, Loaded, texts as kit, Waiting, When } from '@trellis/kit';
import { type FormEvent, useState } from 'react';
import { nameOf } from '../people/columns';
import type { Contact } from '../shared/choices';
import { useCustomFields } from '../shared/useFields';
import { texts } from '../texts';
import { loadContact, useMerge } from './api';
import { Choices } from './Choices';
import { additions, differences, proposal } from './differences';

const { merging: say } = texts;

interface Props {
  /** The record that stays, unless they are swapped. */
  id: string;
  /** The other one, when it is known already. */
  otherId?: string;
  close: () => void;
  /** After it is done, with the id of the one that stays. */
  onMerged?: (id: string) => void;
}

/** Two records of one person, side by side, become one. */
export function MergeDialog({ id, otherId = '', close, onMerged }: Props) {
  const [other, setOther] = useState({ id: otherId, name: '' });
  const same = other.id === id;
  const pair = useQuery({
    queryKey: ['contact', 'pair', id, other.id],
    queryFn: () => Promise.all([loadContact(id), loadContact(other.id)]),
    enabled: other.id !== '' && !same,
    meta: { still: true },
  });
  return (
    <Dialog onClose={close} title={say.title} size="lg">
      <Stack gap="md">
        {!otherId && (
          <ContactPicker
            label={say.other}
            placeholder={say.find}
            value={other.id}
            name={other.name}
            error={same ? say.same_person : undefined}
            autoFocus
            onChange={(chosen, name) => setOther({ id: chosen, name })}
          />
        )}
        {other.id && !same ? (
          <Loaded query={pair} waiting={<Waiting rows={4} />}>
            {([stays, goes]) => <Merge key={goes.id} pair={[stays, goes]} close={close} onMerged={onMerged} />}
          </Loaded>
        ) : (
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {kit.form.cancel}
            </Button>
          </Group>
        )}
      </Stack>
    </Dialog>
  );
}

/** Which one stays, and what of the other one. */
function Merge({ pair, close, onMerged }: { pair: [Contact, Contact]; close: () => void; onMerged?: (id: string) => void }) {
  const own = useCustomFields('CONTACT');
  const [swapped, setSwapped] = useState(false);
  const [chosen, setChosen] = useState<Record<string, 'stays' | 'goes'>>({});
  const [stays, goes] = swapped ? [pair[1], pair[0]] : pair;
  const found = differences(stays, goes, own);
  const choice = { ...proposal(stays, goes, found), ...chosen };
  const merge = useMerge({ stays, goes }, (id) => {
    close();
    onMerged?.(id);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    merge.mutate(choice);
  };
  const swap = () => {
    setChosen({});
    setSwapped(!swapped);
  };
  return (
    <Stack component="form" gap="md" onSubmit={submit}>
      <div className="merge-pair">
        <Record role={say.stays} contact={stays} />
        <Button variant="default" size="compact-sm" leftSection={<IconArrowsExchange size={14} />} onClick={swap}>
          {say.swap}
        </Button>
        <Record role={say.goes} contact={goes} />
      </div>
      <Choices found={found} choice={choice} choose={(name, side) => setChosen({ ...chosen, [name]: side })} />
      <Additions rows={additions(stays, goes, own).map(({ label, goes: value }) => ({ label, value }))} />
      <Text size="sm" c="dimmed">
        {say.both}
      </Text>
      {merge.error && (
        <Text size="sm" c="red" role="alert">
          {merge.error.message}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {kit.form.cancel}
        </Button>
        <Button type="submit" loading={merge.isPending}>
          {say.action}
        </Button>
      </Group>
    </Stack>
  );
}

const Record = ({ role, contact }: { role: string; contact: Contact }) => (
  <div className="merge-record">
    <Text size="xs" c="dimmed">
      {role}
    </Text>
    <b>{nameOf(contact)}</b>
    <span className="cell-note">{[contact.email, contact.company_name].filter(Boolean).join(' · ')}</span>
    {contact.update_time && (
      <span className="cell-note">
        {say.changed} <When time={contact.update_time} />
      </span>
    )}
  </div>
);

function Additions({ rows }: { rows: { label: string; value: string }[] }) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={say.comes}>
      <Text size="sm" fw={600} mb={4}>
        {say.comes}
      </Text>
      <Facts rows={rows} />
    </section>
  );
}
