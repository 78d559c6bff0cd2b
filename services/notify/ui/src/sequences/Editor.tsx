import { api, ConflictDialog, data, may, RefusedFields, Section, toast, useDesign, useSession } from '@trellis/kit';
import { Button, Checkbox, Group, NativeSelect, Select, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { designOf, fresh, loadSequence, sequenceKey, SEQUENCES, useSubjects, type Design, type Sequence } from './api';
import { Steps } from './Steps';
import { texts as say } from './texts';
import { stepWords } from './words';

const EXITS = Object.entries(say.exitNames);
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** Who comes in, what happens, what takes them out; kept as a draft until it is saved. */
export function Editor({ sequence }: { sequence?: Sequence }) {
  const writes = may(useSession(), 'sequences.write');
  const { design, stored, change, changed, discard, save, saving, refused, conflict } = useEdited(sequence);
  const errors = refused?.fields ?? {};
  const others = JSON.stringify(design.steps) !== JSON.stringify(stored.steps);
  return (
    <fieldset disabled={!writes} className="bare stack">
      {refused && <RefusedFields refused={refused} line={line} />}
      <Section title={say.who}>
        <div className="sequence-fields">
          <TextInput label={say.name} description={say.nameHelp} required maxLength={100} value={design.name} error={errors.name} onChange={(event) => change({ name: event.currentTarget.value })} />
          <SegmentChoice value={design.segment_id} error={errors.segment_id} choose={(segment_id) => change({ segment_id })} />
          <Select label={say.zone} description={say.zoneHelp} searchable clearable limit={50} data={ZONES} value={design.time_zone || null} error={errors.time_zone} onChange={(zone) => change({ time_zone: zone ?? '' })} />
        </div>
      </Section>
      <Steps steps={design.steps} errors={errors} readOnly={!writes} change={(steps) => change({ steps })} />
      <Section title={say.exits}>
        <Checkbox.Group aria-label={say.exits} value={design.exits} onChange={(exits) => change({ exits })}>
          <div className="sequence-fields">
            {EXITS.map(([value, label]) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </div>
        </Checkbox.Group>
      </Section>
      {writes && (changed || !sequence) && (
        <Group className="sequence-save" justify="space-between">
          <Text size="sm" aria-live="polite">
            {sequence && others && sequence.running_count > 0 ? say.finishOnTheirs(sequence.running_count, sequence.revision) : say.unsaved}
          </Text>
          <Group gap="xs">
            {changed && (
              <Button variant="default" onClick={discard}>
                {say.discard}
              </Button>
            )}
            <Button loading={saving} onClick={save}>
              {say.save}
            </Button>
          </Group>
        </Group>
      )}
      <ConflictDialog conflict={conflict} labels={{ name: say.name, steps: say.steps }} />
    </fieldset>
  );
}

/** A sequence being written: a new one, or one that is there. */
function useEdited(sequence?: Sequence) {
  const client = useQueryClient();
  const subjects = useSubjects();
  const navigate = useNavigate();
  return useDesign<Sequence, Design>({
    draftKey: `sequence:${sequence?.id ?? 'new'}`,
    record: sequence,
    designOf: (record) => (record ? designOf(record) : fresh()),
    load: () => loadSequence(sequence!.id),
    save: (design, etag) => {
      const body = design as never;
      if (!sequence) return data(api.POST('/v1/sequences', { body }));
      return data(api.PATCH('/v1/sequences/{id}', { params: { path: { id: sequence.id }, header: { 'If-Match': `"${etag}"` } }, body }));
    },
    show: (record) => client.setQueryData(sequenceKey(record.id), record),
    saved: (record) => {
      void client.invalidateQueries({ queryKey: [SEQUENCES], exact: false, refetchType: 'none' });
      toast.good(say.saved(record.revision));
      if (!sequence) void navigate(`/sequences/${record.id}`);
    },
    words: ({ name, steps }) => ({ name, steps: steps.map((step) => stepWords(step, subjects)).join('; ') }),
  });
}

const STEP = /^steps\.(\d+)\./;

function line(field: string, rule: string) {
  const step = STEP.exec(field);
  return step ? say.inStep(Number(step[1]) + 1, rule) : `${field === 'steps' ? say.steps : field} ${rule}`;
}

function SegmentChoice({ value, error, choose }: { value: string; error?: string; choose: (id: string) => void }) {
  const segments = useQuery({
    queryKey: ['segments', 'choice'],
    queryFn: () => data(api.GET('/v1/segments', { params: { query: { page_size: 200 } } })),
    retry: false,
    meta: { quiet: true },
  });
  const known = segments.data?.segments.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const kept = value && !known.some((each) => each.value === value) ? [{ value, label: value }] : [];
  return (
    <NativeSelect label={say.segment} description={say.segmentHelp} error={error} value={value} data={[{ value: '', label: say.byHand }, ...known, ...kept]} onChange={(event) => choose(event.currentTarget.value)} />
  );
}
