import { useQuery } from '@tanstack/react-query';
import type { FormField, Values } from '@trellis/kit';
import { useParams } from 'react-router';
import { Matching } from '../shared/Matching';
import { useContactFields } from '../shared/useFields';
import { texts } from '../texts';
import { createScoringRule, deleteScoringRule, loadScoringRule, SCORING, updateScoringRule, type ScoringDesign, type ScoringRule } from './api';
import { ENTRY_FIELDS } from './entryFields';
import { RuleEditor } from './RuleEditor';

const { rules: common, scoring: say } = texts;

const GROUPS = (['FIT', 'ENGAGEMENT'] as const).map((value) => ({ value, label: say.groups[value] }));
const BASES = (['RECORD', 'TIMELINE'] as const).map((value) => ({ value, label: say.bases[value] }));
const BLANK: ScoringDesign = {
  name: '',
  group: 'ENGAGEMENT',
  basis: 'TIMELINE',
  filter: '',
  points: 5,
  half_life_days: 30,
  max_entries: 0,
  min_occurrences: 0,
  within_days: 0,
  hot_days: 0,
  disabled: false,
};

const designOf = (rule: ScoringDesign = BLANK): ScoringDesign => {
  const { name, group, basis, filter, points, half_life_days, max_entries, min_occurrences, within_days, hot_days, disabled } = rule;
  return { name, group, basis, filter, points, half_life_days, max_entries, min_occurrences, within_days, hot_days, disabled };
};

const happened = ({ basis }: Values) => basis === 'TIMELINE';

/** What an entry can be made of; a rule about the person never ages and counts once. */
const TERMS: FormField[] = [
  { name: 'half_life_days', label: say.halfLife, help: say.halfLifeHelp, kind: 'number', unit: say.days, half: true, only: happened },
  { name: 'max_entries', label: say.max, help: say.maxHelp, kind: 'number', half: true, only: happened },
  { name: 'min_occurrences', label: say.occurrences, help: say.occurrencesHelp, kind: 'number', half: true, only: happened },
  { name: 'within_days', label: say.within, help: say.withinHelp, kind: 'number', unit: say.days, half: true, only: happened },
  { name: 'hot_days', label: say.hot, help: say.hotHelp, kind: 'number', unit: say.days, half: true },
];

const fieldsOf = (isNew: boolean): FormField[] => [
  { name: 'name', label: common.name, required: true },
  { name: 'group', label: say.group, kind: 'choice', required: true, options: GROUPS, half: true },
  ...(isNew ? [{ name: 'basis', label: say.basis, help: say.basisHelp, kind: 'choice' as const, required: true, options: BASES, half: true }] : []),
  { name: 'points', label: say.points, help: say.pointsHelp, kind: 'number', half: true },
  ...TERMS,
  { name: 'disabled', label: common.disabled, kind: 'yes' },
];

/** One rule of the score: a new one, or one that is there. */
export function ScoringEditor() {
  const { id } = useParams();
  const rule = useQuery({ queryKey: [SCORING, id], queryFn: () => loadScoringRule(id!), enabled: id !== undefined }).data;
  if (id !== undefined && !rule) return null;
  return <Editor key={id} rule={rule} />;
}

function Editor({ rule }: { rule?: ScoringRule }) {
  const person = useContactFields();
  const id = rule?.id ?? '';
  return (
    <RuleEditor<ScoringRule, ScoringDesign>
      title={rule ? say.edit : say.create}
      list={{ to: '/scoring', label: say.title, key: SCORING }}
      record={rule}
      designOf={designOf}
      fields={fieldsOf(!rule)}
      who={{ title: say.who, help: say.whoHelp, fieldsOf: ({ basis }) => (basis === 'RECORD' ? person : ENTRY_FIELDS), required: true }}
      load={() => loadScoringRule(id)}
      create={createScoringRule}
      update={({ basis: _, ...design }, etag) => updateScoringRule(id, etag, design)}
      remove={() => deleteScoringRule(id)}
    >
      {({ basis, filter }) => basis === 'RECORD' && filter && <Matching filter={filter} />}
    </RuleEditor>
  );
}
