import { useQuery } from '@tanstack/react-query';
import { usePeople, useTeams, type FormField } from '@trellis/kit';
import { useParams } from 'react-router';
import { Matching } from '../shared/Matching';
import { useContactFields } from '../shared/useFields';
import { texts } from '../texts';
import { ASSIGNMENT, createAssignmentRule, deleteAssignmentRule, loadAssignmentRule, loadAssignmentRules, updateAssignmentRule } from './api';
import type { AssignmentDesign, AssignmentRule } from './api';
import { RuleEditor } from './RuleEditor';

const { assignment: say, rules: common } = texts;

const STRATEGIES = (['ROUND_ROBIN', 'LEAST_LOADED', 'FIXED'] as const).map((value) => ({ value, label: say.strategies[value] }));
const BLANK: AssignmentDesign = { name: '', filter: '', strategy: 'ROUND_ROBIN', member_ids: [], member_team_id: '', capacity: 0, disabled: false };

const designOf = (rule: AssignmentDesign = BLANK): AssignmentDesign => {
  const { name, filter, strategy, member_ids, member_team_id, capacity, disabled } = rule;
  return { name, filter, strategy, member_ids, member_team_id, capacity, disabled };
};

/** A new rule is asked last. */
async function createLast(design: AssignmentDesign): Promise<AssignmentRule> {
  const positions = (await loadAssignmentRules()).map(({ position }) => position);
  return createAssignmentRule({ ...design, position: Math.max(0, ...positions) + 10 });
}

function useRuleFields(): FormField[] {
  const { people } = usePeople();
  const { teams } = useTeams();
  const choices = (rows: { id: string; name: string }[]) => rows.map(({ id, name }) => ({ value: id, label: name }));
  return [
    { name: 'name', label: common.name, required: true },
    { name: 'strategy', label: say.how, kind: 'choice', required: true, options: STRATEGIES },
    { name: 'member_ids', label: say.members, help: say.membersHelp, kind: 'many', options: choices(people.filter(({ state }) => state === 'ACTIVE')) },
    { name: 'member_team_id', label: say.team, kind: 'choice', options: choices(teams), half: true },
    { name: 'capacity', label: say.capacity, help: say.capacityHelp, kind: 'number', half: true },
    { name: 'disabled', label: common.disabled, kind: 'yes' },
  ];
}

/** One rule of who gets leads: a new one, or one that is there. */
export function AssignmentEditor() {
  const { id } = useParams();
  const rule = useQuery({ queryKey: [ASSIGNMENT, id], queryFn: () => loadAssignmentRule(id!), enabled: id !== undefined }).data;
  const filterFields = useContactFields();
  const fields = useRuleFields();
  if (id !== undefined && !rule) return null;
  return (
    <RuleEditor<AssignmentRule, AssignmentDesign>
      key={id}
      title={rule ? say.edit : say.create}
      list={{ to: '/assignment', label: say.title, key: ASSIGNMENT }}
      record={rule}
      designOf={designOf}
      fields={fields}
      who={{ title: say.who, help: say.whoHelp, fieldsOf: () => filterFields }}
      load={() => loadAssignmentRule(id!)}
      create={createLast}
      update={(design, etag) => updateAssignmentRule(id!, etag, design)}
      remove={() => deleteAssignmentRule(id!)}
    >
      {({ filter }) => filter && <Matching filter={filter} />}
    </RuleEditor>
  );
}
