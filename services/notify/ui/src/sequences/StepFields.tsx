import { FilterBar, useFilterState } from '@trellis/kit';
import { Chip, Group, Input, NativeSelect, NumberInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTemplates, type Step } from './api';
import { CONTACT } from './conditions';
import { texts as say } from './texts';
import { MINUTES, unitOf, type Unit } from './words';

interface Props {
  step: Step;
  errors: Record<string, string>;
  change: (patch: Partial<Step>) => void;
}

/** What one step needs, by its kind. */
export function StepFields(props: Props) {
  if (props.step.kind === 'WAIT') return <Wait {...props} />;
  return props.step.kind === 'CHECK' ? <Check {...props} /> : <Send {...props} />;
}

function Send({ step, errors, change }: Props) {
  const fit = useTemplates().data ?? [];
  const alike = (subject: string) => fit.filter((each) => each.subject === subject).length > 1;
  const known = fit.map(({ key, subject }) => ({ value: key, label: !subject ? key : alike(subject) ? `${subject} (${key})` : subject }));
  const kept = step.template_key && !known.some(({ value }) => value === step.template_key) ? [{ value: step.template_key, label: step.template_key }] : [];
  return (
    <div className="step-fields">
      <NativeSelect
        label={say.template}
        description={say.templateHelp}
        error={errors.template_key}
        value={step.template_key}
        data={[{ value: '', label: say.choose }, ...known, ...kept]}
        onChange={(event) => change({ template_key: event.currentTarget.value })}
      />
    </div>
  );
}

function Wait({ step, errors, change }: Props) {
  const time = (name: 'time_of_day' | 'window_from' | 'window_to', label: string) => (
    <TextInput type="time" label={label} value={step[name]} error={errors[name]} onChange={(event) => change({ [name]: event.currentTarget.value })} />
  );
  return (
    <div className="step-fields">
      <Length label={say.wait} minutes={step.wait_minutes} error={errors.wait_minutes} change={(wait_minutes) => change({ wait_minutes })} />
      {time('time_of_day', say.timeOfDay)}
      {time('window_from', say.windowFrom)}
      {time('window_to', say.windowTo)}
      <Input.Wrapper label={say.weekdays} error={errors.weekdays} className="step-wide" labelElement="div">
        <Chip.Group multiple value={step.weekdays} onChange={(chosen) => change({ weekdays: Object.keys(say.dayNames).filter((day) => chosen.includes(day)) })}>
          <Group gap={6} mt={4} role="group" aria-label={say.weekdays}>
            {Object.entries(say.dayNames).map(([day, label]) => (
              <Chip key={day} value={day} size="sm" variant="outline">
                {label}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
      <Text size="xs" c="dimmed" className="step-wide">
        {say.waitHelp}
      </Text>
    </div>
  );
}

function Length({ label, minutes, error, change }: { label: string; minutes: number; error?: string; change: (minutes: number) => void }) {
  const [unit, setUnit] = useState<Unit>(unitOf(minutes));
  const shown = minutes / MINUTES[unit];
  const most = Math.floor(525_600 / MINUTES[unit]);
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <NumberInput label={label} value={shown} min={0} max={most} allowDecimal={false} hideControls error={error} onChange={(value) => change((Number(value) || 0) * MINUTES[unit])} flex={1} />
      <NativeSelect
        label={say.unit}
        value={unit}
        data={Object.entries(say.units).map(([value, label]) => ({ value, label }))}
        onChange={(event) => {
          const next = event.currentTarget.value as Unit;
          setUnit(next);
          change(Math.min(Math.round(shown), Math.floor(525_600 / MINUTES[next])) * MINUTES[next]);
        }}
      />
    </Group>
  );
}

function Check({ step, errors, change }: Props) {
  const state = useFilterState(step.filter, CONTACT, (filter) => change({ filter }));
  return (
    <div className="step-fields">
      <Input.Wrapper label={say.filter} description={say.filterHelp} error={errors.filter} className="step-wide" labelElement="div">
        <div className="step-filter">
          <FilterBar state={state} fields={CONTACT} searchless />
        </div>
      </Input.Wrapper>
      <Length label={say.patience} minutes={step.wait_minutes} error={errors.wait_minutes} change={(wait_minutes) => change({ wait_minutes })} />
      <NativeSelect
        label={say.otherwise}
        value={step.otherwise}
        data={Object.entries(say.otherwises).map(([value, label]) => ({ value, label }))}
        onChange={(event) => change({ otherwise: event.currentTarget.value as Step['otherwise'] })}
      />
    </div>
  );
}
