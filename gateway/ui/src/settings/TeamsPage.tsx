import { api, data, EditDialog, Empty, FormDialog, Loaded, may, MoreMenu, Page, Person, toast, usePeople, useSession, type TeamRecord } from '@trellis/kit';
import { Button, Group, Menu, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { TeamPeople } from './TeamPeople';
import { words } from './texts';
import './settings.css';

const FIELDS = [
  { name: 'name', label: words.teams.name, required: true },
  { name: 'description', label: words.teams.description },
];

/** The teams and who is in them. */
export function TeamsPage() {
  const query = useQuery({
    queryKey: ['teams', 'list'],
    queryFn: () => data(api.GET('/v1/teams', { params: { query: { page_size: 100, order_by: 'name' } } })),
  });
  const client = useQueryClient();
  const editable = may(useSession(), 'teams.write');
  const [adding, { open, close }] = useDisclosure();
  const [edited, setEdited] = useState<TeamRecord>();
  const [filled, setFilled] = useState<TeamRecord>();
  const fills = may(useSession(), 'users.write');
  const fresh = () => void client.invalidateQueries({ queryKey: ['teams'] });
  const remove = async (team: TeamRecord) => {
    await api.DELETE('/v1/teams/{id}', { params: { path: { id: team.id } } }).then(
      () => toast.good(words.teams.removed(team.name)),
      (error: Error) => toast.bad(error.message),
    );
    fresh();
  };
  const add = editable && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {words.teams.add}
    </Button>
  );
  return (
    <Page title={words.nav.teams} lead={words.teams.lead} actions={add} narrow>
      <Loaded query={query}>
        {({ teams }) =>
          teams.length === 0 ? (
            <Empty title={words.teams.empty} action={add}>
              {words.teams.emptyHelp}
            </Empty>
          ) : (
            <ul className="card plain rows">
              {teams.map((team) => (
                <TeamRow key={team.id} team={team} edit={setEdited} remove={editable ? remove : undefined} fill={fills ? setFilled : undefined} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <FormDialog
        title={words.teams.add}
        opened={adding}
        close={close}
        draftKey="team:new"
        fields={FIELDS}
        submit={words.teams.add}
        save={(values) => data(api.POST('/v1/teams', { body: values as never }))}
        onDone={fresh}
      />
      {filled && <TeamPeople team={filled} close={() => setFilled(undefined)} />}
      {edited && (
        <EditDialog
          title={edited.name}
          record={edited}
          fields={FIELDS}
          shown={({ name, description }) => ({ name, description })}
          submit={words.teams.save}
          load={() => data(api.GET('/v1/teams/{id}', { params: { path: { id: edited.id } } }))}
          save={(values, etag) => data(api.PATCH('/v1/teams/{id}', { params: { path: { id: edited.id }, header: { 'If-Match': `"${etag}"` } }, body: values as never }))}
          close={() => setEdited(undefined)}
          done={fresh}
        />
      )}
    </Page>
  );
}

interface RowProps {
  team: TeamRecord;
  edit: (team: TeamRecord) => void;
  remove?: (team: TeamRecord) => Promise<void>;
  /** Chooses who is in it. */
  fill?: (team: TeamRecord) => void;
}

function TeamRow({ team, edit, remove, fill }: RowProps) {
  const { people } = usePeople();
  const members = people.filter(({ team_ids }) => team_ids.includes(team.id));
  return (
    <li className="row-item">
      <div>
        <Text fw={600} size="sm">
          {team.name}
        </Text>
        <Text size="sm" c="dimmed">
          {team.description}
        </Text>
        <Group gap={6} mt={6} fz="xs" c="dimmed">
          {members.length > 0 && (
            <Group gap={2}>
              {members.slice(0, 8).map(({ id, name }) => (
                <Person key={id} name={name} />
              ))}
            </Group>
          )}
          {members.length ? words.teams.members(members.length) : words.teams.none}
        </Group>
      </div>
      {remove && (
        <MoreMenu label={words.teams.menu(team.name)} inRow>
          <Menu.Item onClick={() => edit(team)}>{words.teams.edit}</Menu.Item>
          {fill && <Menu.Item onClick={() => fill(team)}>{words.teams.people}</Menu.Item>}
          <Menu.Item onClick={() => void remove(team)}>{words.teams.remove}</Menu.Item>
        </MoreMenu>
      )}
    </li>
  );
}
