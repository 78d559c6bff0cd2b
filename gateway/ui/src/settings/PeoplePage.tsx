import { api, byName, data, EditDialog, Empty, FormDialog, may, MoreMenu, Person, Pill, quoted, RecordList, texts, toast, usePeople, useSession, useTeams, When } from '@trellis/kit';
import type { Column, FilterField, FormField, User } from '@trellis/kit';
import { Button, Group, Menu, Text } from '@mantine/core';
import { useDisclosure, useDocumentTitle } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { LinkDialog, linkFor, type Linked } from './LinkDialog';
import { words } from './texts';
import { useRoles } from './roles';

const TEXT = words.people;

const state = (user: User) => (user.state === 'DISABLED' ? 'disabled' : user.present ? 'active' : 'away');
const TONE = { active: 'good', away: 'soon', disabled: 'plain' } as const;

function useFields(password: boolean): FormField[] {
  const { teams } = useTeams();
  const roles = useRoles().data?.roles ?? [];
  const options = (rows: { id: string; name: string }[]) => rows.map(({ id, name }) => ({ value: id, label: name }));
  const first: FormField[] = [
    { name: 'name', label: TEXT.name, required: true },
    { name: 'email', label: TEXT.email, kind: 'email', required: true },
    { name: 'role_ids', label: TEXT.roles, kind: 'many', options: options(roles), help: TEXT.rolesHelp },
    { name: 'team_ids', label: TEXT.teams, kind: 'many', options: options(teams) },
  ];
  const last: FormField = { name: 'password', label: TEXT.password, kind: 'password', help: TEXT.firstHelp };
  return password ? [...first, last] : first;
}

const CHOSEN: FilterField[] = [
  { name: 'state', label: TEXT.state, kind: 'choice', options: [{ value: 'ACTIVE', label: TEXT.active }, { value: 'DISABLED', label: TEXT.disabled }] },
  { name: 'present', label: TEXT.atWork, kind: 'boolean' },
];

/** The people who work here. */
export function PeoplePage() {
  useDocumentTitle(words.nav.people);
  const client = useQueryClient();
  const { nameOf: team } = useTeams();
  const roles = new Map(useRoles().data?.roles.map(({ id, name }) => [id, name]));
  const session = useSession();
  const editable = may(session, 'users.write');
  const [adding, { open, close }] = useDisclosure();
  const [parameters, setParameters] = useSearchParams();
  const [locked, setLocked] = useState<User>();
  const [linked, setLinked] = useState<Linked>();
  const link = (user: User) => void linkFor(user).then(setLinked, (error: Error) => toast.bad(error.message));
  const edit = (id?: string) => setParameters(id ? { person: id } : {}, { replace: true });
  const edited = usePeople().people.find(({ id }) => editable && id === parameters.get('person'));
  const fresh = () => void client.invalidateQueries({ queryKey: ['users'] });
  const names = (ids: string[], name: (id: string) => string | undefined) => ids.map(name).filter(Boolean).join(', ');
  const columns: Column<User>[] = [
    { key: 'name', label: TEXT.name, orderBy: 'name', render: (user) => <Name user={user} /> },
    { key: 'email', label: TEXT.email, orderBy: 'email', render: ({ email }) => email },
    // What a list shows is settled when it opens: a column may not wait for what it says.
    ...(may(session, 'roles.read') ? [{ key: 'roles', label: TEXT.roles, render: ({ role_ids }: User) => names(role_ids, (id: string) => roles.get(id)) }] : []),
    { key: 'teams', label: TEXT.teams, render: ({ team_ids }) => names(team_ids, team) },
    { key: 'state', label: TEXT.state, render: (user) => <Pill tone={TONE[state(user)]}>{TEXT[state(user)]}</Pill> },
    { key: 'seen', label: TEXT.seen, render: (user) => user.last_sign_in_time ? <When time={user.last_sign_in_time} /> : <span className="dimmed">{texts.time.never}</span> },
    { key: 'menu', label: '', render: (user) => editable && <More user={user} edit={({ id }) => edit(id)} lock={setLocked} link={link} done={fresh} /> },
  ];
  const add = editable && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {TEXT.add}
    </Button>
  );
  return (
    <>
      <RecordList<User>
        title={words.nav.people}
        queryKey="users"
        columns={columns}
        fields={[{ name: 'name', label: TEXT.name, kind: 'text' }, { name: 'email', label: TEXT.email, kind: 'text' }, ...CHOSEN]}
        defaultOrder="name"
        load={async ({ search, filter, orderBy, pageToken }) => {
          const wanted = search && `(${byName(search)} OR email:${quoted(search)})`;
          const query = { page_size: 50, order_by: orderBy, page_token: pageToken, filter: [wanted, filter && `(${filter})`].filter(Boolean).join(' AND ') };
          const page = await data(api.GET('/v1/users', { params: { query } }));
          return { rows: page.users, next: page.next_page_token };
        }}
        id={({ id }) => id}
        name={({ name }) => name}
        href={editable ? ({ id }) => `/settings/people?person=${id}` : undefined}
        header={add}
        empty={
          <Empty title={TEXT.empty} action={add}>
            {TEXT.emptyHelp}
          </Empty>
        }
      />
      <Adding opened={adding} close={close} done={fresh} link={link} />
      {edited && <Editing key={edited.etag} user={edited} close={() => edit()} done={fresh} />}
      {locked && <Locking user={locked} close={() => setLocked(undefined)} done={fresh} />}
      {linked && <LinkDialog linked={linked} close={() => setLinked(undefined)} />}
    </>
  );
}

const Name = ({ user }: { user: User }) => (
  <Group gap={8} wrap="nowrap" component="span">
    <Person name={user.name} />
    <Text span inherit c={user.state === 'DISABLED' ? 'dimmed' : undefined}>
      {user.name}
    </Text>
  </Group>
);

interface AddingProps {
  opened: boolean;
  close: () => void;
  done: () => void;
  /** Makes a link for who was given no password. */
  link: (user: User) => void;
}

const Adding = ({ opened, close, done, link }: AddingProps) => (
  <FormDialog
    title={TEXT.addTitle}
    opened={opened}
    close={close}
    draftKey="user:new"
    fields={useFields(true)}
    submit={TEXT.add}
    save={async (values) => ({ user: await data(api.POST('/v1/users', { body: values as never })), locked: Boolean(values.password) })}
    onDone={({ user, locked }) => {
      done();
      if (!locked) link(user);
    }}
  />
);

function Editing({ user, close, done }: { user: User; close: () => void; done: () => void }) {
  const path = { id: user.id };
  return (
    <EditDialog
      title={user.name}
      record={user}
      fields={useFields(false)}
      shown={({ name, email, role_ids, team_ids }) => ({ name, email, role_ids, team_ids })}
      submit={TEXT.save}
      load={() => data(api.GET('/v1/users/{id}', { params: { path } }))}
      save={(values, etag) => data(api.PATCH('/v1/users/{id}', { params: { path, header: { 'If-Match': `"${etag}"` } }, body: values as never }))}
      close={close}
      done={done}
    />
  );
}

/** For who cannot be sent a link: an admin gives another password. */
const Locking = ({ user, close, done }: { user: User; close: () => void; done: () => void }) => (
  <FormDialog
    title={TEXT.passwordTitle(user.name)}
    opened
    close={close}
    draftKey={`user:${user.id}:password`}
    fields={[{ name: 'password', label: TEXT.passwordLabel, kind: 'password', required: true, help: TEXT.passwordHelp }]}
    submit={TEXT.newPassword}
    save={({ password }) => api.POST('/v1/users/{id}:setPassword', { params: { path: { id: user.id } }, body: { password: String(password ?? '') } })}
    onDone={() => {
      toast.good(TEXT.passwordSet(user.name));
      done();
    }}
  />
);

interface MoreProps {
  user: User;
  edit: (user: User) => void;
  /** Gives a person another password. */
  lock: (user: User) => void;
  /** Makes a link with which a person sets one. */
  link: (user: User) => void;
  done: () => void;
}

function More({ user, edit, lock, link, done }: MoreProps) {
  const at = { params: { path: { id: user.id } }, body: {} };
  const act = (change: Promise<unknown>, said?: string) =>
    void change.then(
      () => {
        if (said) toast.good(said);
        done();
      },
      (error: Error) => toast.bad(error.message),
    );
  const off = user.state === 'DISABLED';
  return (
    <MoreMenu label={TEXT.menu(user.name)} inRow>
      <Menu.Item onClick={() => edit(user)}>{TEXT.edit}</Menu.Item>
      <Menu.Item onClick={() => act(api.POST(user.present ? '/v1/users/{id}:markAbsent' : '/v1/users/{id}:markPresent', at))}>
        {user.present ? TEXT.markAway : TEXT.markBack}
      </Menu.Item>
      {!off && <Menu.Item onClick={() => link(user)}>{TEXT.newLink}</Menu.Item>}
      <Menu.Item onClick={() => lock(user)}>{TEXT.newPassword}</Menu.Item>
      <Menu.Item onClick={() => act(api.POST('/v1/users/{id}:signOut', at), TEXT.signedOut(user.name))}>{TEXT.signOut}</Menu.Item>
      <Menu.Item onClick={() => act(api.POST('/v1/users/{id}:removeSecondFactor', at), TEXT.oneStep(user.name))}>{TEXT.removeFactor}</Menu.Item>
      <Menu.Divider />
      <Menu.Item
        onClick={() =>
          act(api.POST(off ? '/v1/users/{id}:enable' : '/v1/users/{id}:disable', at), (off ? TEXT.enabledNow : TEXT.disabledNow)(user.name))
        }
      >
        {off ? TEXT.enable : TEXT.disable}
      </Menu.Item>
    </MoreMenu>
  );
}
