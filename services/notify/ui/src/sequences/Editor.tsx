import { api, ConflictDialog, data, may, Refusal, Section, toast, useDraft, useSession, type Conflict } from '@trellis/kit';
import { Alert, Button, Checkbox, Group, NativeSelect, Select, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { designOf, fresh, loadSequence, sequenceKey, SEQUENCES, type Design, type Sequence } from './api';
import { Steps } from './Steps';
import { texts as say } from './texts';
import { stepWords } from './words';

const EXITS = Object.entries(say.exitNames);
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** Who comes in, what happens, what takes them out; kept as a draft until it is saved. */
export function Editor({ sequence }: { sequence?: Sequence }) {
  const writes = may(useSession(), 'sequences.write');
  const [kept, setKept, forget] = useDraft<Design | null>(`sequence:${sequence?.id ?? 'new'}`, null);
  const [began] = useState(fresh);
  const stored = sequence ? designOf(sequence) : began;
  const design = kept ?? stored;
  const change = (patch: Partial<Design>) => setKept({ ...design, ...patch });
  const { saving, refused, conflict } = useSaving(sequence, design, forget);
  const errors = refused?.fields ?? {};
  const changed = !sequence || (kept !== null && JSON.stringify(kept) !== JSON.stringify(stored));
  const others = JSON.stringify(design.steps) !== JSON.stringify(stored.steps);
  return (
    <fieldset disabled={!writes} className="bare stack">
      {refused && <Refused refused={refused} />}
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
      {writes && changed && (
        <Group className="sequence-save" justify="space-between">
          <Text size="sm" aria-live="polite">
            {sequence && others && sequence.running_count > 0 ? say.finishOnTheirs(sequence.running_count, sequence.revision) : say.unsaved}
          </Text>
          <Group gap="xs">
            {kept !== null && (
              <Button variant="default" onClick={() => (forget(), saving.reset())}>
                {say.discard}
              </Button>
            )}
            <Button loading={saving.isPending} onClick={() => saving.mutate(sequence?.etag ?? '')}>
              {say.save}
            </Button>
          </Group>
        </Group>
      )}
      <ConflictDialog conflict={conflict} labels={{ name: say.name, steps: say.steps }} />
    </fieldset>
  );
}

/** Saving a design, with both versions when somebody was faster. */
function useSaving(sequence: Sequence | undefined, design: Design, forget: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [conflict, setConflict] = useState<Conflict<Sequence, Partial<Design>>>();
  const show = (saved: Sequence) => {
    client.setQueryData(sequenceKey(saved.id), saved);
    void client.invalidateQueries({ queryKey: [SEQUENCES], exact: false, refetchType: 'none' });
    forget();
  };
  const saving = useMutation({
    mutationFn: (etag: string) => {
      const body = { ...design, segment_id: design.segment_id } as never;
      if (!sequence) return data(api.POST('/v1/sequences', { body }));
      return data(api.PATCH('/v1/sequences/{id}', { params: { path: { id: sequence.id }, header: { 'If-Match': `"${etag}"` } }, body }));
    },
    onSuccess: (saved) => {
      show(saved);
      toast.good(say.saved(saved.revision));
      if (!sequence) void navigate(`/sequences/${saved.id}`);
    },
    onError: async (error) => {
      if (!sequence || !(error instanceof Refusal) || error.problem.status !== 412) return;
      const theirs = await loadSequence(sequence.id);
      const done = () => setConflict(undefined);
      const keep = () => (done(), saving.mutate(theirs.etag));
      const take = () => (done(), show(theirs));
      setConflict({ mine: said(design), theirs: { ...theirs, ...said(designOf(theirs)) } as never, keep, take });
    },
    meta: { quiet: true },
  });
  const refused = saving.error instanceof Refusal && saving.error.problem.status !== 412 ? saving.error : undefined;
  return { saving, refused, conflict };
}

const STEP = /^steps\.(\d+)\./;

function Refused({ refused }: { refused: Refusal }) {
  return (
    <Alert color="red" variant="light" role="alert" title={say.missing}>
      {Object.entries(refused.fields).map(([name, rule]) => {
        const step = STEP.exec(name);
        return <div key={name}>{step ? say.inStep(Number(step[1]) + 1, rule) : `${name === 'steps' ? say.steps : name} ${rule}`}</div>;
      })}
      {Object.keys(refused.fields).length === 0 && refused.message}
    </Alert>
  );
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

/** A design in words short enough to lay side by side. */
const said = (design: Design): Partial<Design> => ({ name: design.name, steps: design.steps.map(stepWords).join('; ') }) as never;
