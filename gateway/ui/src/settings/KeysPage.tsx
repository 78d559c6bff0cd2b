import { api, data, Dialog, Empty, FormDialog, Loaded, may, moment, now, Owner, Page, Pill, toast, useSession, When } from '@trellis/kit';
import type { FormField, Schemas, Values } from '@trellis/kit';
import { Button, CopyButton, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { rightName } from './roles';
import { words } from './texts';
import './settings.css';

type ApiKey = Schemas['gateway.ApiKey'];
const TEXT = words.keys;

/** The last moment of a day, where the reader is. */
const endOf = (day: string) => new Date(`${day}T23:59:59`).toISOString();

const create = ({ name, scopes, expire_time: lastDay }: Values) =>
  data(
    api.POST('/v1/api_keys', {
      body: {
        name: String(name ?? ''),
        scopes: (scopes as string[] | undefined) ?? [],
        ...(lastDay ? { expire_time: endOf(String(lastDay)) } : {}),
      },
    }),
  );

/** Keys with which programs use the API. */
export function KeysPage() {
  const query = useQuery({
    queryKey: ['api_keys'],
    queryFn: () => data(api.GET('/v1/api_keys', { params: { query: { page_size: 100 } } })),
  });
  const client = useQueryClient();
  const session = useSession();
  const [adding, { open, close }] = useDisclosure();
  const [made, setMade] = useState<ApiKey>();
  const fresh = () => void client.invalidateQueries({ queryKey: ['api_keys'] });
  const mine = Object.keys(session?.permissions ?? {}).sort();
  const fields: FormField[] = [
    { name: 'name', label: TEXT.name, required: true },
    { name: 'scopes', label: TEXT.scopes, kind: 'many', options: mine.map((one) => ({ value: one, label: `${rightName(one)} (${one})` })), required: true, help: TEXT.scopesHelp },
    { name: 'expire_time', label: TEXT.expireDate, kind: 'date', help: TEXT.expireHelp },
  ];
  const add = may(session, 'api_keys.write') && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {TEXT.add}
    </Button>
  );
  return (
    <Page title={words.nav.keys} lead={TEXT.lead} actions={add}>
      <Loaded query={query}>
        {({ api_keys: keys }) =>
          keys.length === 0 ? (
            <Empty title={TEXT.empty} action={add}>
              {TEXT.emptyHelp}
            </Empty>
          ) : (
            <Keys keys={keys} fresh={fresh} />
          )
        }
      </Loaded>
      <FormDialog
        title={TEXT.add}
        opened={adding}
        close={close}
        draftKey="key:new"
        fields={fields}
        submit={TEXT.add}
        save={create}
        onDone={(key) => {
          setMade(key);
          fresh();
        }}
      />
      {made && <Once made={made} close={() => setMade(undefined)} />}
    </Page>
  );
}

const scopesOf = ({ scopes }: ApiKey) => (scopes.includes('*') ? TEXT.everything : scopes.length <= 2 ? scopes.map(rightName).join(', ') : TEXT.rights(scopes.length));

const hasEnded = ({ expire_time: end }: ApiKey) => Boolean(end) && Date.parse(end!) <= now();

function Keys({ keys, fresh }: { keys: ApiKey[]; fresh: () => void }) {
  const [asked, setAsked] = useState<ApiKey>();
  const revoke = (key: ApiKey) =>
    void api.POST('/v1/api_keys/{id}:revoke', { params: { path: { id: key.id } }, body: {} }).then(
      () => {
        toast.good(TEXT.revokedNow(key.name));
        setAsked(undefined);
        fresh();
      },
      (error: Error) => toast.bad(error.message),
    );
  return (
    <div className="card">
      <Table.ScrollContainer minWidth={320} type="native" tabIndex={0} role="region" aria-label={words.nav.keys}>
        <Table className="table" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{TEXT.name}</Table.Th>
              <Table.Th visibleFrom="sm">{TEXT.prefix}</Table.Th>
              <Table.Th visibleFrom="md">{TEXT.scopes}</Table.Th>
              <Table.Th visibleFrom="sm">{TEXT.owner}</Table.Th>
              <Table.Th visibleFrom="sm">{TEXT.used}</Table.Th>
              <Table.Th>{TEXT.expires}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keys.map((key) => (
              <Table.Tr key={key.id}>
                <Table.Td>{key.name}</Table.Td>
                <Table.Td ff="monospace" visibleFrom="sm">{key.prefix}…</Table.Td>
                <Table.Td visibleFrom="md" title={key.scopes.map(rightName).join(', ')}>
                  {scopesOf(key)}
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  <Owner id={key.owner_id} />
                </Table.Td>
                <Table.Td visibleFrom="sm">{key.last_used_time ? <When time={key.last_used_time} /> : <span className="dimmed">–</span>}</Table.Td>
                <Table.Td>{key.expire_time ? moment(key.expire_time) : <span className="dimmed">{TEXT.never}</span>}</Table.Td>
                <Table.Td ta="right">
                  {key.revoke_time ? (
                    <Pill>{TEXT.revoked}</Pill>
                  ) : hasEnded(key) ? (
                    <Pill>{TEXT.expired}</Pill>
                  ) : (
                    <Button size="compact-sm" variant="default" onClick={() => setAsked(key)}>
                      {TEXT.revoke}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {asked && <Revoking name={asked.name} close={() => setAsked(undefined)} revoke={() => revoke(asked)} />}
    </div>
  );
}

/** It cannot be taken back, so it asks. */
const Revoking = ({ name, close, revoke }: { name: string; close: () => void; revoke: () => void }) => (
  <Dialog onClose={close} title={TEXT.revokeTitle(name)}>
    <Text size="sm">{TEXT.revokeHelp}</Text>
    <Group justify="flex-end" mt="md">
      <Button variant="default" onClick={close}>
        {TEXT.keep}
      </Button>
      <Button color="red" onClick={revoke}>
        {TEXT.revoke}
      </Button>
    </Group>
  </Dialog>
);

const Once = ({ made, close }: { made: ApiKey; close: () => void }) => (
  <Dialog onClose={close} title={TEXT.onceTitle} closeOnClickOutside={false}>
    <Text size="sm" c="dimmed" mb="sm">
      {TEXT.onceHelp}
    </Text>
    <div className="key-once">{made.key}</div>
    <Text size="xs" c="dimmed" mt="xs">
      {TEXT.onceHow}
    </Text>
    <Group justify="flex-end" mt="md">
      <CopyButton value={made.key}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} data-autofocus>
            {copied ? TEXT.copied : TEXT.copy}
          </Button>
        )}
      </CopyButton>
      <Button onClick={close}>{TEXT.done}</Button>
    </Group>
  </Dialog>
);
