import { FormDialog, keyOf, Loaded, Page, Pill, api, data, usePeople, useSession, may, type FormField } from '@trellis/kit';
import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { words } from './texts';
import './settings.css';
import { useRoles, type Role } from './roles';

const FIELDS: FormField[] = [
  { name: 'name', label: words.roles.name, required: true },
  { name: 'key', label: words.roles.key, required: true, help: words.roles.keyHelp, follows: ({ name }) => keyOf(name) },
  { name: 'description', label: words.roles.description },
];

/** The roles and who has them. */
export function RolesPage() {
  const roles = useRoles();
  const { people } = usePeople();
  const session = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [adding, { open, close }] = useDisclosure();
  const held = (role: Role) => people.filter(({ role_ids }) => role_ids.includes(role.id)).length;
  const create = (values: Record<string, unknown>) => data(api.POST('/v1/roles', { body: values as never }));
  const add = may(session, 'roles.write') && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {words.roles.add}
    </Button>
  );
  return (
    <Page title={words.nav.roles} lead={words.roles.lead} actions={add} narrow>
      <Loaded query={roles}>
        {({ roles: all }) => (
          <ul className="card plain rows">
            {all.map((role) => (
              <li key={role.id}>
                <Link to={`/settings/roles/${role.id}`} className="row-link">
                  <div>
                    <Group gap="xs">
                      <Text fw={600} size="sm">
                        {role.name}
                      </Text>
                      {role.built_in && <Pill>{words.roles.builtIn}</Pill>}
                    </Group>
                    <Text size="sm" c="dimmed">
                      {role.description}
                    </Text>
                  </div>
                  <Text size="xs" c="dimmed" className="numbers">
                    {words.roles.held(held(role))}
                  </Text>
                  <IconChevronRight size={16} aria-hidden />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <FormDialog
        title={words.roles.addTitle}
        opened={adding}
        close={close}
        draftKey="role:new"
        fields={FIELDS}
        submit={words.roles.create}
        save={create}
        onDone={(role) => {
          void client.invalidateQueries({ queryKey: ['roles'] });
          void navigate(`/settings/roles/${role.id}`);
        }}
      />
    </Page>
  );
}
