import { Section } from '@trellis/kit';
import { ActionIcon, Button, Group, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconClock, IconFilter, IconMail, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { freshStep, useSubjects, type Kind, type Step } from './api';
import { StepFields } from './StepFields';
import { texts as say } from './texts';
import { stepWords } from './words';

const ICONS = { SEND: IconMail, WAIT: IconClock, CHECK: IconFilter, KIND_UNSPECIFIED: IconMail };
const KINDS: Kind[] = ['SEND', 'WAIT', 'CHECK'];

interface Props {
  steps: Step[];
  /** Field path to rule, of the last try to save: "steps.0.wait_minutes". */
  errors: Record<string, string>;
  readOnly: boolean;
  change: (steps: Step[]) => void;
}

/** The steps in their order; one is open at a time, and so is every one that was refused. */
export function Steps({ steps, errors, readOnly, change }: Props) {
  const subjects = useSubjects();
  const [opened, setOpened] = useState<number>();
  const put = (at: number, patch: Partial<Step>) => change(steps.map((each, index) => (index === at ? { ...each, ...patch } : each)));
  const move = (at: number, to: number) => {
    const next = [...steps];
    const [moved] = next.splice(at, 1);
    next.splice(to, 0, moved!);
    change(next);
    setOpened(opened === at ? to : undefined);
  };
  const add = (kind: Kind) => {
    change([...steps, freshStep(kind)]);
    setOpened(steps.length);
  };
  const remove = (at: number) => {
    change(steps.filter((_, index) => index !== at));
    setOpened(undefined);
  };
  return (
    <Section title={say.steps} flush aside={!readOnly && <Add add={add} full={steps.length >= 50} />}>
      {steps.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {say.noSteps}
        </Text>
      )}
      <ol className="steps">
        {steps.map((step, at) => {
          const wrong = wrongAt(errors, at);
          const open = opened === at || Object.keys(wrong).length > 0;
          const Icon = ICONS[step.kind];
          const words = stepWords(step, subjects);
          const name = `${at + 1}. ${words}`;
          return (
            // eslint-disable-next-line react/no-array-index-key -- a step is its place
            <li key={at}>
              <Group gap={4} wrap="nowrap">
                <UnstyledButton className="step" aria-expanded={open} onClick={() => setOpened(opened === at ? undefined : at)}>
                  <span className="step-number numbers">{at + 1}</span>
                  <Icon size={16} aria-hidden />
                  <span className="cell-name">{words}</span>
                </UnstyledButton>
                {!readOnly && (
                  <>
                    <ActionIcon variant="subtle" color="gray" aria-label={say.up(name)} disabled={at === 0} onClick={() => move(at, at - 1)}>
                      <IconArrowUp size={15} />
                    </ActionIcon>
                    <ActionIcon variant="subtle" color="gray" aria-label={say.down(name)} disabled={at === steps.length - 1} onClick={() => move(at, at + 1)}>
                      <IconArrowDown size={15} />
                    </ActionIcon>
                    <ActionIcon variant="subtle" color="gray" aria-label={say.drop(name)} onClick={() => remove(at)}>
                      <IconTrash size={15} />
                    </ActionIcon>
                  </>
                )}
              </Group>
              {open && <StepFields step={step} errors={wrong} change={(patch) => put(at, patch)} />}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

function wrongAt(errors: Record<string, string>, at: number): Record<string, string> {
  const theirs = `steps.${at}.`;
  return Object.fromEntries(Object.entries(errors).flatMap(([path, rule]) => (path.startsWith(theirs) ? [[path.slice(theirs.length), rule]] : [])));
}

function Add({ add, full }: { add: (kind: Kind) => void; full: boolean }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="light" disabled={full} leftSection={<IconPlus size={14} />}>
          {say.addStep}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {KINDS.map((kind) => {
          const Icon = ICONS[kind];
          return (
            <Menu.Item key={kind} leftSection={<Icon size={15} />} onClick={() => add(kind)}>
              {say.add[kind]}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
