import { api, data, PolicyPage, usePeople, type Rule, type User } from '@trellis/kit';
import { texts } from '../texts';

const { policy: say } = texts.cleanup;

const load = () => data(api.GET('/v1/cleanup_policy'));

const ruleFor = (people: User[], nameOf: (id?: string) => string): Rule => ({
  title: say.rule,
  on: ({ enabled }) => Boolean(enabled),
  says: ({ enabled, reviewer_id, day_of_month, stale_months, keep_months }) =>
    enabled ? say.says(nameOf(String(reviewer_id)) || say.nobody, Number(day_of_month), Number(stale_months), Number(keep_months)) : say.saysOff,
  wrong: ({ enabled, reviewer_id }) => (enabled && !reviewer_id ? { reviewer_id: say.noReviewer } : ({} as Record<string, string>)),
  fields: [
    { name: 'enabled', label: say.on, kind: 'yes', silent: true },
    { name: 'reviewer_id', label: say.reviewer, kind: 'person', options: people.map(({ id, name }) => ({ value: id, label: name })), none: say.nobody },
    { name: 'day_of_month', label: say.day, kind: 'number', least: 1, most: 28, half: true },
    { name: 'stale_months', label: say.stale, kind: 'number', unit: say.months, least: 1, most: 120, half: true },
    { name: 'keep_months', label: say.keep, kind: 'number', unit: say.months, least: 1, most: 120, half: true },
  ],
});

/** When rounds are made, and who looks through them. */
export function CleanupRulesPage() {
  const { people, nameOf } = usePeople();
  return (
    <PolicyPage
      title={say.title}
      lead={say.lead}
      parent={{ to: '/cleanup', label: texts.cleanup.title }}
      name="cleanup_policy"
      rules={[ruleFor(people, nameOf)]}
      load={load}
      save={(body, etag) => data(api.PATCH('/v1/cleanup_policy', { params: { header: { 'If-Match': `"${etag}"` } }, body }))}
    />
  );
}
