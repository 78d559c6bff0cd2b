import { ActionIcon, MultiSelect, NumberInput, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { texts } from '../texts';
import { PlaybookSteps } from './PlaybookSteps';
import type { StageDraft } from './stages';

const REQUIRABLE = ['amount', 'expected_close_date', 'contact_id', 'company_name', 'next_step'];

interface Props {
  stage: StageDraft;
  writes: boolean;
  change: (patch: Partial<StageDraft>) => void;
  up?: () => void;
  down?: () => void;
  remove?: () => void;
}

/** One stage: its rules in a line, its playbook below. */
export function StageRow({ stage, writes, change, up, down, remove }: Props) {
  const open = stage.kind === 'OPEN';
  const { pipelines: say } = texts;
  return (
    <li className="stage-row" data-kind={stage.kind}>
      <TextInput
        label={say.stage}
        value={stage.name}
        readOnly={!writes}
        description={say.kinds[stage.kind]}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <NumberInput
        label={say.probability}
        value={stage.probability}
        min={0}
        max={100}
        suffix=" %"
        readOnly={!writes}
        disabled={!open}
        hideControls
        onChange={(value) => change({ probability: Number(value) || 0 })}
      />
      <MultiSelect
        label={say.required}
        placeholder={stage.required_fields.length === 0 ? say.nothing : undefined}
        data={REQUIRABLE.map((value) => ({ value, label: texts.fields[value]! }))}
        value={stage.required_fields}
        readOnly={!writes}
        onChange={(required_fields) => change({ required_fields })}
      />
      <NumberInput
        label={say.rotting}
        value={stage.rotting_days || ''}
        placeholder={say.never}
        min={0}
        max={3650}
        suffix={` ${say.rottingDays}`}
        readOnly={!writes}
        disabled={!open}
        hideControls
        onChange={(value) => change({ rotting_days: Number(value) || 0 })}
      />
      {writes && (
        <div className="stage-tools">
          <ActionIcon variant="subtle" color="gray" disabled={!up} aria-label={say.up(stage.name)} onClick={up}>
            <IconArrowUp size={15} />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" disabled={!down} aria-label={say.down(stage.name)} onClick={down}>
            <IconArrowDown size={15} />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" disabled={!remove} aria-label={say.remove(stage.name)} onClick={remove}>
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      )}
      <PlaybookSteps stage={stage.name} steps={stage.playbook} writes={writes} change={(playbook) => change({ playbook })} />
    </li>
  );
}
