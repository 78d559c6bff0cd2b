import { api, data, Loaded, may, Page, Person, Section, toast, usePeople, useSession } from '@trellis/kit';
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { words } from './texts';
import { RoleMatrix } from './RoleMatrix';
import { grantsOf, matrixOf, usePermissions, type Matrix, type Permission, type Role } from './roles';
import './settings.css';

/** One role: what it allows, and who has it. */
export function RolePage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['roles', id],
    queryFn: () => data(api.GET('/v1/roles/{id}', { params: { path: { id } } })),
  });
  const permissions = usePermissions();
  return (
    <Loaded query={query}>
      {(role) => (
        <Loaded query={permissions}>{({ permissions: all }) => <Editor key={role.etag} role={role} permissions={all} />}</Loaded>
      )}
    </Loaded>
  );
}

function Editor({ role, permissions }: { role: Role; permissions: Permission[] }) {
  const before = matrixOf(role, permissions);
  const [matrix, setMatrix] = useState<Matrix>(before);
  const changed = Object.keys(matrix).filter((name) => matrix[name] !== before[name]).length;
  const editable = may(useSession(), 'roles.write');
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      data(
        api.PATCH('/v1/roles/{id}', {
          params: { path: { id: role.id }, header: { 'If-Match': `"${role.etag}"` } },
          body: { grants: grantsOf(matrix) },
        }),
      ),
    onSuccess: (saved) => {
      client.setQueryData(['roles', role.id], saved);
      void client.invalidateQueries({ queryKey: ['roles'] });
      toast.good(words.roles.saved);
    },
  });
  const everything = role.grants.some(({ permission }) => permission === '*');
  return (
    <Page
      title={role.name}
      lead={role.description}
      parent={{ to: '/settings/roles', label: words.roles.parent }}
      actions={
        <>
          <Button component={Link} to={`/settings/roles/${role.id}/view`} variant="default" leftSection={<IconEye size={16} />}>
            {words.view.open}
          </Button>
          {editable && !role.built_in && <Remove role={role} />}
        </>
      }
    >
      <div className="role">
        <Section flush>
          {everything && (
            <Alert variant="light" m="md" color="gray">
              {words.roles.everything}
            </Alert>
          )}
          <RoleMatrix permissions={permissions} matrix={matrix} change={setMatrix} editable={editable} />
          <Text size="xs" c="dimmed" p="md">
            {words.roles.legend}
          </Text>
        </Section>
        <Holders role={role} />
      </div>
      {changed > 0 && (
        <div className="bulk" role="region" aria-label={words.roles.unsaved(changed)}>
          <Text size="sm" fw={600} className="numbers">
            {words.roles.unsaved(changed)}
          </Text>
          <Button size="compact-sm" variant="white" color="dark" loading={save.isPending} onClick={() => save.mutate()}>
            {words.roles.save}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray.0" onClick={() => setMatrix(before)}>
            {words.roles.reset}
          </Button>
        </div>
      )}
    </Page>
  );
}

function Remove({ role }: { role: Role }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.DELETE('/v1/roles/{id}', { params: { path: { id: role.id } } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['roles'], exact: true });
      toast.good(words.roles.removed(role.name));
      void navigate('/settings/roles');
    },
  });
  return (
    <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
      {words.roles.remove}
    </Button>
  );
}

function Holders({ role }: { role: Role }) {
  const { people } = usePeople();
  const holders = people.filter(({ role_ids }) => role_ids.includes(role.id));
  return (
    <Section title={words.roles.holders}>
      {holders.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.roles.held(0)}
        </Text>
      )}
      <ul className="plain stack-tight">
        {holders.map(({ id, name }) => (
          <Group key={id} component="li" gap={8} fz="sm">
            <Person name={name} /> {name}
          </Group>
        ))}
      </ul>
    </Section>
  );
}
