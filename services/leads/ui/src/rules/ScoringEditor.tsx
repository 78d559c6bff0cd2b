import { useQuery } from '@tanstack/react-query';
import type { FormField, Values } from '@trellis/kit';
import { useParams } from 'react-router';
import { Matching } from '../shared/Matching';
import { useContactFields } from '../shared/useFields';
import { texts } from '../texts';
import { createScoringRule, deleteScoringRule, loadScoringRule, SCORING, updateScoringRule, type ScoringRule } from './api';
import { course, type Aged, type Ageing } from './ageing';
import { designOf, valuesOf, type ScoringDesign } from './design';
import { ENTRY_FIELDS } from './entryFields';
import { RuleEditor } from './RuleEditor';
import { TryOnPerson } from './TryOnPerson';

const { rules: common, scoring: say } = texts;

const GROUPS = (['FIT', 'ENGAGEMENT'] as const).map((value) => ({ value, label: say.groups[value] }));
const BASES = (['RECORD', 'TIMELINE'] as const).map((value) => ({ value, label: say.bases[value] }));
const AGEINGS = (['half', 'steps', 'never'] as const).map((value) => ({ value, label: say.ageings[value] }));

const happened = ({ basis }: Values) => basis === 'TIMELINE';
const ages = (how: Ageing) => (values: Values) => happened(values) && values.ageing === how;

/** What an entry can be made of; a rule about the person never ages and counts once. */
const TERMS: FormField[] = [
  { name: 'ageing', label: say.ageing, help: say.ageingHelp, kind: 'choice', required: true, options: AGEINGS, only: happened },
  { name: 'half_life_days', label: say.halfLife, help: say.halfLifeHelp, kind: 'number', unit: say.days, half: true, only: ages('half') },
  { name: 'decay_percent', label: say.decay, help: say.decayHelp, kind: 'number', unit: '%', half: true, only: ages('steps') },
  { name: 'decay_days', label: say.decayEvery, help: say.decayEveryHelp, kind: 'number', unit: say.days, half: true, only: ages('steps') },
  { name: 'max_entries', label: say.max, help: say.maxHelp, kind: 'number', half: true, only: happened },
  { name: 'min_occurrences', label: say.occurrences, help: say.occurrencesHelp, kind: 'number', half: true, only: happened },
  { name: 'within_days', label: say.within, help: say.withinHelp, kind: 'number', unit: say.days, half: true, only: happened },
  { name: 'hot_days', label: say.hot, help: say.hotHelp, kind: 'number', unit: say.days, half: true, only: happened },
];

const fieldsOf = (isNew: boolean): FormField[] => [
  { name: 'name', label: common.name, required: true },
  { name: 'group', label: say.group, kind: 'choice', required: true, options: GROUPS, half: true },
  ...(isNew ? [{ name: 'basis', label: say.basis, help: say.basisHelp, kind: 'choice' as const, required: true, options: BASES, half: true }] : []),
  { name: 'points', label: say.points, help: say.pointsHelp, kind: 'number', half: true },
  ...TERMS,
  { name: 'disabled', label: common.disabled, kind: 'yes' },
];

/** What becomes of the points, with the numbers as they are typed. */
function saysAgeing(design: ScoringDesign): string {
  if (design.basis !== 'TIMELINE') return '';
  if (design.ageing === 'never') return say.agesNever;
  const told = course(design as Aged);
  return told.length > 0 ? say.ages(design.points, told) : '';
}

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
      says={saysAgeing}
      who={{ title: say.who, help: say.whoHelp, fieldsOf: ({ basis }) => (basis === 'RECORD' ? person : ENTRY_FIELDS), required: true }}
      load={() => loadScoringRule(id)}
      create={(design) => createScoringRule(valuesOf(design))}
      update={(design, etag) => {
        const { basis: _, ...values } = valuesOf(design);
        return updateScoringRule(id, etag, values);
      }}
      remove={() => deleteScoringRule(id)}
      below={(design, labels) => <TryOnPerson design={design} ruleId={id} labels={labels} />}
    >
      {({ basis, filter }) => basis === 'RECORD' && filter && <Matching filter={filter} />}
    </RuleEditor>
  );
}
