import { Button, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api, data } from './api';
import { listed } from './format';
import { texts } from './texts';

const { errors: say } = texts;

interface Holders {
  permission: string;
  roles: readonly string[];
  people: readonly string[];
}

/** Whom to ask who may not see something, and the way home. */
export const WhoMay = ({ permission, roles, people }: Holders) => (
  <>
    <Text size="sm">{people.length > 0 ? say.ask(listed(people)) : say.askAdmin}</Text>
    <Text size="xs" c="dimmed">
      {say.needed(permission, listed(roles))}
    </Text>
    <Button variant="light" size="xs" component="a" href="/">
      {say.home}
    </Button>
  </>
);

/** In place of a page somebody may not see: who can help, and the way home. */
export function Refused({ name, permission }: { name: string; permission: string }) {
  const title = say.closed(name);
  useDocumentTitle(`${title} · ${texts.product}`);
  const query = useQuery({
    queryKey: ['permissions', permission, 'explained'],
    queryFn: () => data(api.GET('/v1/permissions/{permission}:explain', { params: { path: { permission } } })),
    retry: false,
  });
  if (query.isPending) return null; // never words that may turn out to be others
  return (
    <div className="empty">
      <Title order={1} size="h2">
        {title}
      </Title>
      <WhoMay permission={permission} roles={query.data?.role_names ?? []} people={query.data?.user_names ?? []} />
    </div>
  );
}
