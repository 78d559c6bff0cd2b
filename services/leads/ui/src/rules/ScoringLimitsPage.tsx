import { api, data, PolicyPage, type Rule } from '@trellis/kit';
import { texts } from '../texts';

const { scoringLimits: say } = texts;
const MOST = 1000;
const points = { kind: 'number', unit: say.points, most: MOST, half: true } as const;

const RULES: Rule[] = [
  {
    title: say.ratings,
    says: ({ warm_score, hot_score }) => say.saysRatings(warm_score, hot_score),
    wrong: ({ warm_score, hot_score }) => (Number(warm_score) >= Number(hot_score) ? { warm_score: say.warmBelow } : ({} as Record<string, string>)),
    fields: [
      { ...points, name: 'warm_score', label: say.warm, help: say.warmHelp, least: 1 },
      { ...points, name: 'hot_score', label: say.hot, help: say.hotHelp, least: 1 },
    ],
  },
  {
    title: say.caps,
    says: ({ fit_cap, engagement_cap, score_cap }) => say.saysCaps(fit_cap, engagement_cap, score_cap),
    fields: [
      { ...points, name: 'fit_cap', label: say.fit },
      { ...points, name: 'engagement_cap', label: say.engagement },
      { ...points, name: 'score_cap', label: say.all, least: 1 },
    ],
  },
];

/** From how many points on somebody is warm or hot, and what counts at most. */
export const ScoringLimitsPage = () => (
  <PolicyPage
    title={say.title}
    lead={say.lead}
    parent={{ to: '/scoring', label: texts.scoring.title }}
    name="scoring_rules"
    rules={RULES}
    load={() => data(api.GET('/v1/scoring_model'))}
    save={(body, etag) => data(api.PATCH('/v1/scoring_model', { params: { header: { 'If-Match': `"${etag}"` } }, body }))}
  />
);
