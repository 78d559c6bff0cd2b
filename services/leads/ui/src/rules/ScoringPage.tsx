import { Button, Text } from '@mantine/core';
import { IconAdjustments, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { filterWords, Loaded, may, Page, Section, useSession } from '@trellis/kit';
import { Link } from 'react-router';
import { useContactFields } from '../shared/useFields';
import { texts } from '../texts';
import { loadScoringRules, SCORING, type ScoringRule } from './api';
import { ENTRY_FIELDS } from './entryFields';
import { RuleRow } from './RuleRow';
import { ScoringCheck } from './ScoringCheck';

const { scoring: say } = texts;
const GROUPS = ['FIT', 'ENGAGEMENT'] as const;

/** What makes a score: every rule, by what it says of a person. */
export function ScoringPage() {
  const query = useQuery({ queryKey: [SCORING], queryFn: loadScoringRules });
  const writes = may(useSession(), 'scoring_rules.write');
  const actions = (
    <>
      <Button component={Link} to="/scoring/limits" variant="default" leftSection={<IconAdjustments size={16} />}>
        {say.limits}
      </Button>
      {writes && (
        <Button component={Link} to="/scoring/new" leftSection={<IconPlus size={16} />}>
          {say.create}
        </Button>
      )}
    </>
  );
  return (
    <Page title={say.title} lead={say.lead} actions={actions}>
      <Loaded query={query}>
        {(rules) => (
          <div className="stack">
            {GROUPS.map((group) => (
              <Section key={group} title={say.groups[group]} flush>
                <Rules rules={rules.filter((rule) => rule.group === group)} writes={writes} />
              </Section>
            ))}
            <ScoringCheck />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Rules({ rules, writes }: { rules: ScoringRule[]; writes: boolean }) {
  const person = useContactFields();
  if (rules.length === 0)
    return (
      <Text size="sm" c="dimmed" p="md">
        {say.empty}
      </Text>
    );
  return (
    <ul className="plain">
      {rules.map((rule) => (
        <RuleRow
          key={rule.id}
          rule={rule}
          to={writes ? `/scoring/${rule.id}` : undefined}
          when={filterWords(rule.filter, rule.basis === 'RECORD' ? person : ENTRY_FIELDS)}
          then={terms(rule)}
        >
          <span className="rule-points numbers">{say.worth(rule.points)}</span>
        </RuleRow>
      ))}
    </ul>
  );
}

/** How it ages, and what else it takes or does. */
const terms = ({ basis, min_occurrences, within_days, half_life_days, decay_days, decay_percent, max_entries, hot_days }: ScoringRule) =>
  [
    min_occurrences > 1 && say.several(min_occurrences, within_days),
    half_life_days > 0 && say.half(half_life_days),
    decay_days > 0 && say.less(decay_percent, decay_days),
    basis === 'TIMELINE' && max_entries > 0 && say.most(max_entries),
    hot_days > 0 && say.hotFor(hot_days),
  ]
    .filter(Boolean)
    .join(', ');
