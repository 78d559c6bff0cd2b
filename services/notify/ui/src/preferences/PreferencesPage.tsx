import { api, data, Loaded, Page, Section, type Schemas } from '@trellis/kit';
import { Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { texts } from '../texts';

type Preference = Schemas['notify.NotificationPreference'];

const { preferences: say } = texts;
const KEY = ['notification_preferences'];

/** How the person who looks hears of what concerns them. */
export function PreferencesPage() {
  const query = useQuery({ queryKey: KEY, queryFn: () => data(api.GET('/v1/notification_preferences')) });
  return (
    <Page title={say.title} lead={say.lead} narrow>
      <Section flush>
        <Loaded query={query}>
          {({ notification_preferences }) => (
            <table className="preferences">
              <thead>
                <tr>
                  <th scope="col">{say.kind}</th>
                  <th scope="col">{say.inApp}</th>
                  <th scope="col">{say.mail}</th>
                </tr>
              </thead>
              <tbody>
                {notification_preferences.map((preference) => (
                  <Row key={preference.kind} preference={preference} />
                ))}
              </tbody>
            </table>
          )}
        </Loaded>
      </Section>
    </Page>
  );
}

function Row({ preference }: { preference: Preference }) {
  const { kind, label, fixed } = preference;
  const client = useQueryClient();
  const choose = useMutation({
    mutationFn: (wish: { in_app: boolean } | { mail: boolean }) => data(api.PATCH('/v1/notification_preferences/{kind}', { params: { path: { kind } }, body: wish })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
  return (
    <tr>
      <td>
        {label}
        {fixed && (
          <Text size="xs" c="dimmed">
            {say.fixed}
          </Text>
        )}
      </td>
      <td>
        <Switch aria-label={`${label}: ${say.inApp}`} checked={preference.in_app} disabled={fixed || choose.isPending} onChange={(event) => choose.mutate({ in_app: event.currentTarget.checked })} />
      </td>
      <td>
        <Switch aria-label={`${label}: ${say.mail}`} checked={preference.mail} disabled={choose.isPending} onChange={(event) => choose.mutate({ mail: event.currentTarget.checked })} />
      </td>
    </tr>
  );
}
