import { api, data, hearLocale, Loaded, Page, Pill, RecordForm, Section, toast, When, ZONES, type Schemas } from '@trellis/kit';
import { Button, Group, Switch, Table, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { inLocale, LOCALES, localeName } from './locales';
import { actionName, actionOf, resourceName, resourceOf } from './roles';
import { words } from './texts';
import { TwoStep } from './TwoStep';
import './settings.css';

type Me = Schemas['gateway.Me'];
const TEXT = words.account;

const BROWSER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll('_', ' ');

const refused = (error: Error) => toast.bad(error.message);

/** The signed-in person's own account. */
export function AccountPage() {
  const me = useQuery({ queryKey: ['me'], queryFn: () => data(api.GET('/v1/me')) });
  return (
    <Page title={words.nav.account} lead={TEXT.lead} narrow>
      <div className="stack">
        <Loaded query={me}>{(profile) => <Profile key={profile.etag} me={profile} />}</Loaded>
        <Password />
        <TwoStep />
        <Sessions />
        <Rights />
      </div>
    </Page>
  );
}

function Profile({ me }: { me: Me }) {
  const client = useQueryClient();
  const known = (now: Me) => {
    client.setQueryData(['me'], now);
    void client.invalidateQueries({ queryKey: ['session'] });
  };
  const away = (absent: boolean) =>
    void data(absent ? api.POST('/v1/me:markAbsent', { body: {} }) : api.POST('/v1/me:markPresent', { body: {} })).then(known, refused);
  return (
    <Section title={TEXT.profile}>
      <RecordForm
        draftKey={`me:${me.etag}`}
        fields={[
          { name: 'name', label: TEXT.name, required: true },
          { name: 'locale', label: TEXT.locale, kind: 'choice', options: LOCALES, placeholder: TEXT.browser(localeName(navigator.language)), half: true },
          { name: 'time_zone', label: TEXT.zone, kind: 'choice', options: ZONES, placeholder: TEXT.browser(BROWSER_ZONE), half: true },
        ]}
        initial={{ name: me.name, locale: me.locale, time_zone: me.time_zone }}
        submit={TEXT.save}
        save={(values) =>
          data(api.PATCH('/v1/me', { params: { header: { 'If-Match': `"${me.etag}"` } }, body: values as never }))
        }
        onDone={(now) => {
          known(now);
          // Formats are made when a page opens.
          if (hearLocale(now.locale)) location.reload();
          else toast.good(TEXT.saved);
        }}
      >
        {({ locale }) => (
          <Text size="sm" c="dimmed" aria-live="polite">
            {TEXT.looks(inLocale(String(locale ?? '')))}
          </Text>
        )}
      </RecordForm>
      <Switch
        mt="md"
        label={TEXT.away}
        description={TEXT.awayHelp}
        checked={!me.present}
        onChange={(event) => away(event.currentTarget.checked)}
      />
    </Section>
  );
}

const Password = () => (
  <Section title={TEXT.password}>
    <RecordForm
      draftKey="password"
      secret
      fields={[
        { name: 'current_password', label: TEXT.current, kind: 'password', autoComplete: 'current-password', required: true, half: true },
        { name: 'new_password', label: TEXT.next, kind: 'password', required: true, half: true },
      ]}
      submit={TEXT.change}
      save={(values) => api.POST('/v1/me:changePassword', { body: values as never })}
      onDone={() => toast.good(TEXT.changed)}
    />
  </Section>
);

function Sessions() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['sessions'], queryFn: () => data(api.GET('/v1/me/sessions')) });
  const ended = (change: Promise<unknown>) =>
    void change.then(() => {
      toast.good(TEXT.ended);
      return client.invalidateQueries({ queryKey: ['sessions'] });
    }, refused);
  const others = (
    <Button size="compact-sm" variant="default" onClick={() => ended(api.POST('/v1/me/sessions:revokeOthers', { body: {} }))}>
      {TEXT.endOthers}
    </Button>
  );
  return (
    <Section title={TEXT.sessions} aside={query.data?.sessions.some(({ current }) => !current) && others}>
      <Loaded query={query}>
        {({ sessions }) => (
          <ul className="plain stack-tight">
            {sessions.slice(0, 12).map((session) => (
              <li key={session.id}>
                <Group justify="space-between" wrap="nowrap" gap="sm">
                  <div>
                    <Text size="sm">
                      {browserOf(session.user_agent)} {session.current && <Pill tone="good">{TEXT.thisOne}</Pill>}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {session.ip_prefix} · {session.last_seen_time && <When time={session.last_seen_time} />}
                    </Text>
                  </div>
                  {!session.current && (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="gray"
                      onClick={() => ended(api.DELETE('/v1/me/sessions/{id}', { params: { path: { id: session.id } } }))}
                    >
                      {TEXT.end}
                    </Button>
                  )}
                </Group>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

/** "Chrome on Linux" out of what a browser calls itself. */
function browserOf(agent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(agent)?.[1] ?? agent.split(/[/ ]/)[0] ?? '';
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1];
  const name = { Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser;
  return system ? `${name} on ${system === 'Mac OS X' ? 'macOS' : system}` : name;
}

interface Rows {
  permissions: { permission: string; reach: string; sources: { role_name: string }[] }[];
}

/** One row for what a person may do with a thing equally far, from the same roles. */
function together(permissions: Rows['permissions']) {
  const rows = new Map<string, { key: string; resource: string; actions: string; reach: string; roles: string }>();
  for (const { permission, reach, sources } of permissions) {
    const resource = resourceOf(permission);
    const roles = sources.map(({ role_name }) => role_name).join(', ');
    const key = [resource, reach, roles].join();
    const action = actionName(actionOf(permission)).toLowerCase();
    const known = rows.get(key);
    rows.set(key, { key, resource, reach, roles, actions: known ? `${known.actions}, ${action}` : action });
  }
  return [...rows.values()];
}

/** So many rights are read at a glance and need not be folded away. */
const FEW = 10;

function Rights() {
  const query = useQuery({ queryKey: ['me', 'permissions'], queryFn: () => data(api.GET('/v1/me/permissions')) });
  return (
    <Section title={TEXT.rights}>
      <Loaded query={query}>
        {({ permissions }) => {
          const rows = together(permissions);
          if (rows.length <= FEW) return <RightsTable rows={rows} />;
          return (
            <details>
              <summary>{TEXT.rightsOf(rows.length)}</summary>
              <RightsTable rows={rows} />
            </details>
          );
        }}
      </Loaded>
    </Section>
  );
}

const RightsTable = ({ rows }: { rows: ReturnType<typeof together> }) => (
  <Table withRowBorders={false} verticalSpacing={3} mt="sm">
    <Table.Tbody>
      {rows.map(({ key, resource, actions, reach, roles }) => (
        <Table.Tr key={key}>
          <Table.Td>{resourceName(resource)}</Table.Td>
          <Table.Td>{actions}</Table.Td>
          <Table.Td>{words.roles.reach[reach as 'OWN']}</Table.Td>
          <Table.Td c="dimmed">{roles}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
);
