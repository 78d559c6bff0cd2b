import { api, data, PolicyPage, type Rule } from '@trellis/kit';
import { texts } from '../texts';

const say = texts.usagePolicy;

const RULES: Rule[] = [
  {
    title: say.rule,
    says: say.says,
    on: ({ threshold_percent }) => Number(threshold_percent) > 0,
    fields: [
      { name: 'threshold_percent', label: say.threshold, help: say.thresholdHelp, kind: 'number', unit: '%', most: 1000, half: true },
      { name: 'months_on_plan', label: say.months, help: say.monthsHelp, kind: 'number', unit: say.unit, most: 120, half: true },
    ],
  },
];

/** When a customer may need a larger plan. */
export const UsagePage = () => (
  <PolicyPage
    title={say.title}
    lead={say.lead}
    name="usage_policy"
    rules={RULES}
    load={() => data(api.GET('/v1/usage_policy'))}
    save={(body, etag) => data(api.PATCH('/v1/usage_policy', { params: { header: { 'If-Match': `"${etag}"` } }, body }))}
  />
);
