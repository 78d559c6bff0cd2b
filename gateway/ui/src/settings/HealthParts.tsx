import { Pill, Section } from '@trellis/kit';
import { Group, Text } from '@mantine/core';
import { words } from './texts';

interface Check {
  status: 'up' | 'down';
  required: boolean;
  ms: number;
}

export interface Readiness {
  status: 'ready' | 'degraded' | 'unavailable';
  /** By the part's name; "leads.worker" belongs to leads. */
  checks: Record<string, Check>;
}

const TEXT = words.health;
const TONE = { ready: 'good', degraded: 'soon', unavailable: 'late' } as const;
/** What a service does by itself, beside answering. */
const ROLES = ['worker', 'relay'] as const;

/** The parts of the suite, each with what it does by itself. */
export const Parts = ({ ready: { status, checks } }: { ready: Readiness }) => (
  <Section title={TEXT.parts} aside={<Pill tone={TONE[status]}>{TEXT.states[status]}</Pill>} flush>
    <ul className="plain rows">
      {Object.entries(checks)
        .filter(([name]) => !name.includes('.'))
        .map(([name, check]) => (
          <Part key={name} name={name} check={check} roles={ROLES.map((role) => ({ role, check: checks[`${name}.${role}`] }))} />
        ))}
    </ul>
  </Section>
);

interface Props {
  name: string;
  check: Check;
  roles: { role: (typeof ROLES)[number]; check?: Check }[];
}

function Part({ name, check: { status, ms }, roles }: Props) {
  const silent = status === 'up' ? roles.filter(({ check }) => check?.status === 'down') : [];
  return (
    <li className={roles.some(({ check }) => check) ? 'row-item' : 'row-item row-short'}>
      <div>
        <Text fw={600} size="sm">
          {TEXT.names[name as keyof typeof TEXT.names] ?? name}
        </Text>
        {status === 'down' && <Help>{TEXT.downHelp}</Help>}
        {silent.map(({ role }) => (
          <Help key={role}>{TEXT.silent[role]}</Help>
        ))}
      </div>
      <Group gap="xs">
        <Text size="xs" c="dimmed" className="numbers">
          {TEXT.milliseconds(ms)}
        </Text>
        {roles.map(
          ({ role, check }) =>
            check && (
              <Pill key={role} tone={check.status === 'up' ? 'plain' : 'late'}>
                {TEXT.roles[check.status][role]}
              </Pill>
            ),
        )}
        <Pill tone={status === 'up' ? 'good' : 'late'}>{TEXT[status]}</Pill>
      </Group>
    </li>
  );
}

const Help = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
);
