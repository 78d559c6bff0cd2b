import { api, blanked, data, PolicyPage, type Rule, type RuleField, type Values } from '@trellis/kit';
import { Anchor } from '@mantine/core';
import { useTemplates } from '../shared/useTemplates';
import { texts } from '../texts';

const { occasions: say } = texts;

const load = () => data(api.GET('/v1/occasion_policy'));

interface Occasion {
  kind: 'birthday' | 'absence' | 'loyalty' | 'cart';
  title: string;
  says: (values: Values) => string;
  length?: RuleField;
}

const OCCASIONS: Occasion[] = [
  { kind: 'birthday', title: say.birthday, says: say.saysBirthday },
  {
    kind: 'absence',
    title: say.absence,
    says: say.saysAbsence,
    length: { name: 'absence_days', label: say.absenceDays, kind: 'number', unit: say.units.days, least: 1, most: 365, half: true },
  },
  {
    kind: 'loyalty',
    title: say.loyalty,
    says: say.saysLoyalty,
    length: { name: 'loyalty_months', label: say.loyaltyMonths, kind: 'number', unit: say.units.months, least: 1, most: 120, half: true },
  },
  {
    kind: 'cart',
    title: say.cart,
    says: say.saysCart,
    length: { name: 'cart_hours', label: say.cartHours, kind: 'number', unit: say.units.hours, least: 1, most: 720, half: true },
  },
];

type Choice = { value: string; label: string };

function ruleOf({ kind, title, says, length }: Occasion, options: Choice[]): Rule {
  const [enabled, template] = [`${kind}_enabled`, `${kind}_template_key`];
  return {
    title,
    says,
    on: (values) => Boolean(values[enabled]),
    wrong: (values) => (values[enabled] && !values[template] ? { [template]: say.noTemplate } : ({} as Record<string, string>)),
    fields: [
      { name: enabled, label: say.on, kind: 'yes', silent: true },
      { name: template, label: say.template, kind: 'choice', options },
      ...(length ? [length] : []),
    ],
  };
}

/** Which days in somebody's life bring a mail, and which. */
export function OccasionsPage() {
  const options = useTemplates().map(({ key, subject }) => ({ value: key, label: blanked(subject) || key }));
  return (
    <PolicyPage
      title={say.title}
      lead={
        <>
          {say.lead}{' '}
          <Anchor href="/messages/templates" size="sm" underline="always">
            {say.templates}
          </Anchor>
          .
        </>
      }
      name="occasion_policy"
      rules={OCCASIONS.map((occasion) => ruleOf(occasion, options))}
      load={load}
      save={(body, etag) => data(api.PATCH('/v1/occasion_policy', { params: { header: { 'If-Match': `"${etag}"` } }, body }))}
    />
  );
}
