import { ActionIcon, Button, Group } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Empty, filterWords, Loaded, may, Page, usePeople, useSession, useTeams } from '@trellis/kit';
import { Link } from 'react-router';
import { useContactFields } from '../shared/useFields';
import { texts } from '../texts';
import { ASSIGNMENT, loadAssignmentRules, updateAssignmentRule, type AssignmentRule } from './api';
import { RuleRow } from './RuleRow';

const { assignment: say } = texts;
const STEP = 10;

/** Puts the rules into this order; only those that move are changed. */
async function reorder(rules: AssignmentRule[]): Promise<void> {
  for (const [at, { id, etag, position }] of rules.entries()) {
    const wanted = (at + 1) * STEP;
    if (position !== wanted) await updateAssignmentRule(id, etag, { position: wanted });
  }
}

/** Who gets which lead: the rules, in the order they are asked. */
export function AssignmentPage() {
  const query = useQuery({ queryKey: [ASSIGNMENT], queryFn: loadAssignmentRules });
  const writes = may(useSession(), 'assignment_rules.write');
  const create = writes && (
    <Button component={Link} to="/assignment/new" leftSection={<IconPlus size={16} />}>
      {say.create}
    </Button>
  );
  return (
    <Page title={say.title} lead={say.lead} actions={create}>
      <Loaded query={query}>
        {(rules) =>
          rules.length === 0 ? (
            <Empty title={say.empty} action={create}>
              {say.emptyHelp}
            </Empty>
          ) : (
            <Rules rules={rules} writes={writes} />
          )
        }
      </Loaded>
    </Page>
  );
}

function Rules({ rules, writes }: { rules: AssignmentRule[]; writes: boolean }) {
  const client = useQueryClient();
  const fields = useContactFields();
  const chosen = useChosen();
  const moving = useMutation({ mutationFn: reorder, onSettled: () => client.invalidateQueries({ queryKey: [ASSIGNMENT] }) });
  const move = (from: number, to: number) => moving.mutate(rules.toSpliced(from, 1).toSpliced(to, 0, rules[from]!));
  return (
    <ul className="plain card">
      {rules.map((rule, at) => (
        <RuleRow
          key={rule.id}
          rule={rule}
          to={writes ? `/assignment/${rule.id}` : undefined}
          when={filterWords(rule.filter, fields) || say.everyone}
          then={chosen(rule)}
        >
          {writes && (
            <Group gap={2} wrap="nowrap">
              <Move label={say.earlier(rule.name)} icon={IconArrowUp} disabled={at === 0 || moving.isPending} onClick={() => move(at, at - 1)} />
              <Move label={say.later(rule.name)} icon={IconArrowDown} disabled={at === rules.length - 1 || moving.isPending} onClick={() => move(at, at + 1)} />
            </Group>
          )}
        </RuleRow>
      ))}
    </ul>
  );
}

interface MoveProps {
  label: string;
  icon: typeof IconArrowUp;
  disabled: boolean;
  onClick: () => void;
}

const Move = ({ label, icon: Icon, ...rest }: MoveProps) => (
  <ActionIcon variant="subtle" color="gray" aria-label={label} {...rest}>
    <Icon size={16} />
  </ActionIcon>
);

/** How somebody is chosen, and among whom, in words. */
function useChosen() {
  const { nameOf } = usePeople();
  const teams = useTeams();
  return ({ strategy, member_ids, member_team_id, capacity }: AssignmentRule) => {
    const team = teams.nameOf(member_team_id);
    const whom = [...member_ids.map(nameOf), team && say.teamOf(team), capacity > 0 && say.atMost(capacity)];
    return say.chosen(say.strategies[strategy], whom.filter(Boolean).join(', '));
  };
}
