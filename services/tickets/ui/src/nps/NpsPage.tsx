import { api, data, PolicyPage, type Rule } from '@trellis/kit';
import { texts } from '../texts';

const say = texts.npsPolicy;
const TEN_YEARS = 3650;

const RULES: Rule[] = [
  {
    title: say.rule,
    says: say.says,
    on: ({ days_after_start }) => Number(days_after_start) > 0,
    fields: [
      { name: 'days_after_start', label: say.after, help: say.afterHelp, kind: 'number', unit: say.days, most: TEN_YEARS, half: true },
      { name: 'pause_days', label: say.pause, help: say.pauseHelp, kind: 'number', unit: say.days, most: TEN_YEARS, half: true },
    ],
  },
];

/** When customers are asked whether they would recommend us. */
export const NpsPage = () => (
  <PolicyPage
    title={say.title}
    lead={say.lead}
    name="nps_policy"
    rules={RULES}
    load={() => data(api.GET('/v1/nps_policy'))}
    save={(body, etag) => data(api.PATCH('/v1/nps_policy', { params: { header: { 'If-Match': `"${etag}"` } }, body }))}
  />
);
