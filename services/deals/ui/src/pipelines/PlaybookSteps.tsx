import { ActionIcon, Button, Group, NativeSelect, NumberInput, Text, TextInput } from '@mantine/core';
import { api, data } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { texts } from '../texts';
import { fresh, inHours, spoken, type Step } from './playbook';

const KINDS = ['TASK', 'CALL', 'MEETING', 'EMAIL'] as const;
const { playbook: say } = texts;

interface Props {
  stage: string;
  steps: Step[];
  writes: boolean;
  change: (steps: Step[]) => void;
}

/** What is to be done once a deal enters a stage, step by step; folded while there is nothing to read. */
export function PlaybookSteps({ stage, steps, writes, change }: Props) {
  if (!writes && steps.length === 0) return null;
  return (
    <details className="playbook">
      <summary>{say.summary(steps.length)}</summary>
      <ol className="plain" aria-label={say.of(stage)}>
        {steps.map((step, at) => (
          <StepRow
            key={step.id || `new-${at}`}
            step={step}
            writes={writes}
            change={(patch) => change(steps.map((each, index) => (index === at ? { ...each, ...patch } : each)))}
            remove={() => change(steps.filter((_, index) => index !== at))}
          />
        ))}
      </ol>
      {writes && (
        <Group gap="xs" mt={8}>
          <Button size="compact-xs" variant="light" leftSection={<IconPlus size={13} />} onClick={() => change([...steps, fresh()])} disabled={steps.length >= 20}>
            {say.add}
          </Button>
          <Text size="xs" c="dimmed">
            {say.help}
          </Text>
        </Group>
      )}
    </details>
  );
}

interface RowProps {
  step: Step;
  writes: boolean;
  change: (patch: Partial<Step>) => void;
  remove: () => void;
}

function StepRow({ step, writes, change, remove }: RowProps) {
  return (
    <li className="playbook-step">
      <NativeSelect
        label={say.kind}
        value={step.kind}
        disabled={!writes}
        data={KINDS.map((value) => ({ value, label: texts.activity.kinds[value]! }))}
        onChange={(event) => change({ kind: event.currentTarget.value as Step['kind'], template_key: '' })}
      />
      <TextInput label={say.subject} value={step.subject} placeholder={say.example} readOnly={!writes} maxLength={160} onChange={(event) => change({ subject: event.currentTarget.value })} />
      <Delay hours={step.delay_hours} writes={writes} change={(delay_hours) => change({ delay_hours })} />
      {step.kind === 'EMAIL' ? <TemplateChoice value={step.template_key} writes={writes} change={(template_key) => change({ template_key })} /> : <span />}
      {writes && (
        <ActionIcon variant="subtle" color="gray" aria-label={say.remove(step.subject)} onClick={remove}>
          <IconTrash size={15} />
        </ActionIcon>
      )}
    </li>
  );
}

function Delay({ hours, writes, change }: { hours: number; writes: boolean; change: (hours: number) => void }) {
  const [unit, setUnit] = useState<string>(spoken(hours).unit);
  const shown = unit === 'days' ? hours / 24 : hours;
  return (
    <div className="playbook-delay">
      <NumberInput label={say.after} value={shown} min={0} max={inHours(366, 'days')} allowDecimal={false} hideControls readOnly={!writes} onChange={(value) => change(inHours(Number(value) || 0, unit))} />
      <NativeSelect
        aria-label={say.unit}
        value={unit}
        disabled={!writes}
        data={[
          { value: 'hours', label: say.hours },
          { value: 'days', label: say.days },
        ]}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setUnit(next);
          change(inHours(Math.round(shown), next));
        }}
      />
    </div>
  );
}

function TemplateChoice({ value, writes, change }: { value: string; writes: boolean; change: (key: string) => void }) {
  const templates = useQuery({
    queryKey: ['templates', 'choice'],
    queryFn: () => data(api.GET('/v1/templates', { params: { query: { page_size: 200 } } })),
    retry: false,
  });
  const known = templates.data?.templates.map(({ key, subject }) => ({ value: key, label: subject || key })) ?? [];
  const kept = value && !known.some((each) => each.value === value) ? [{ value, label: value }] : [];
  return (
    <NativeSelect
      label={say.template}
      value={value}
      disabled={!writes}
      data={[{ value: '', label: say.byHand }, ...known, ...kept]}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
