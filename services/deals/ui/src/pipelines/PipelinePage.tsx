import '../deal/deal.css';
import './pipelines.css';
import { Button, Checkbox, Group, SegmentedControl, Skeleton, Text, TextInput, Title } from '@mantine/core';
import { api, data, Failure, toast, useSession, useDraft } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { usePipelines } from '../shared/queries';
import type { Pipeline } from '../shared/types';
import { Said } from '../shared/WinDialog';
import { texts } from '../texts';
import { useSearchParams } from 'react-router';
import { added, moved, removed, type StageDraft } from './stages';
import { StageRow } from './StageRow';

/** The stages of each pipeline: what they ask for, how likely a deal there is won, when it counts as stuck. */
export function PipelinePage() {
  const { data: pipelines, error, refetch } = usePipelines();
  const [parameters, setParameters] = useSearchParams();
  const session = useSession();
  const writes = session !== undefined && 'pipelines.write' in session.permissions;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!pipelines) return <Skeleton h={320} />;
  const current = pipelines.find(({ id }) => id === parameters.get('pipeline')) ?? pipelines[0];
  return (
    <div className="stages-page">
      <Title order={1}>{texts.pipelines.title}</Title>
      <Text size="sm" c="dimmed" mb="md">
        {texts.pipelines.lead}
      </Text>
      <Group mb="md" gap="xs">
        {pipelines.length > 1 && (
          <SegmentedControl
            aria-label={texts.board.pipeline}
            data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
            value={current?.id}
            onChange={(pipeline) => setParameters({ pipeline }, { replace: true })}
          />
        )}
        {writes && <NewPipeline made={(pipeline) => setParameters({ pipeline })} />}
      </Group>
      {!writes && session && (
        <Text size="sm" mb="md">
          {texts.pipelines.readOnly}
        </Text>
      )}
      {current && <Editor key={current.id} pipeline={current} writes={writes} gone={() => setParameters({})} />}
    </div>
  );
}

function NewPipeline({ made }: { made: (id: string) => void }) {
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: () =>
      data(
        api.POST('/v1/pipelines', {
          body: {
            name: texts.pipelines.newName,
            stages: [
              { name: 'Talking', probability: 30, kind: 'OPEN' },
              { name: 'Won', probability: 100, kind: 'WON' },
              { name: 'Lost', probability: 0, kind: 'LOST' },
            ],
          },
        }),
      ),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['sales'] });
      made(id);
    },
  });
  return (
    <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} loading={create.isPending} onClick={() => create.mutate()}>
      {texts.pipelines.newPipeline}
    </Button>
  );
}

const draftOf = ({ name, default: isDefault, stages }: Pipeline) => ({ name, isDefault, stages: stages as StageDraft[] });

function Editor({ pipeline, writes, gone }: { pipeline: Pipeline; writes: boolean; gone: () => void }) {
  const client = useQueryClient();
  const [draft, setDraft, discard] = useDraft(`pipeline-${pipeline.id}-${pipeline.etag}`, draftOf(pipeline));
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(pipeline));
  const path = { path: { id: pipeline.id }, header: { 'If-Match': `"${pipeline.etag}"` } };
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      data(
        api.PATCH('/v1/pipelines/{id}', {
          params: path,
          body: { name: draft.name, stages: draft.stages, ...(draft.isDefault && { default: true }) },
        }),
      ),
    onSuccess: async () => {
      discard();
      toast.good(texts.pipelines.saved);
      await client.invalidateQueries({ queryKey: ['sales'] });
    },
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/v1/pipelines/{id}', { params: path }),
    onSuccess: async () => {
      toast.good(texts.pipelines.deleted(pipeline.name));
      gone();
      await client.invalidateQueries({ queryKey: ['sales'] });
    },
  });
  const setStages = (stages: StageDraft[]) => setDraft({ ...draft, stages });
  return (
    <section className="card panel" aria-label={pipeline.name}>
      <Group align="flex-end" mb="md" gap="md">
        <TextInput label={texts.pipelines.name} value={draft.name} readOnly={!writes} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })} />
        <Checkbox
          pb={8}
          label={texts.pipelines.makeDefault}
          checked={draft.isDefault}
          disabled={!writes || pipeline.default}
          onChange={(event) => setDraft({ ...draft, isDefault: event.currentTarget.checked })}
        />
      </Group>
      <ol className="stage-list">
        {draft.stages.map((stage, at) => (
          <StageRow
            key={stage.id || `new-${at}`}
            stage={stage}
            writes={writes}
            change={(patch) => setStages(draft.stages.map((each, index) => (index === at ? { ...each, ...patch } : each)))}
            up={at > 0 ? () => setStages(moved(draft.stages, at, -1)) : undefined}
            down={at < draft.stages.length - 1 ? () => setStages(moved(draft.stages, at, 1)) : undefined}
            remove={stage.kind === 'OPEN' ? () => setStages(removed(draft.stages, at)) : undefined}
          />
        ))}
      </ol>
      <Said error={save.error} />
      {writes && (
        <Group justify="space-between" mt="md">
          <Group gap="xs">
            <Button size="xs" variant="light" leftSection={<IconPlus size={14} />} onClick={() => setStages(added(draft.stages))}>
              {texts.pipelines.add}
            </Button>
            {!pipeline.default && (
              <Button size="xs" variant="default" onClick={() => remove.mutate()}>
                {texts.pipelines.delete}
              </Button>
            )}
          </Group>
          {changed && (
            <Group gap="xs">
              <Text size="xs" c="dimmed">
                {texts.pipelines.unsaved}
              </Text>
              <Button size="xs" variant="default" onClick={discard}>
                {texts.pipelines.discard}
              </Button>
              <Button size="xs" loading={save.isPending} onClick={() => save.mutate()}>
                {texts.pipelines.save}
              </Button>
            </Group>
          )}
        </Group>
      )}
    </section>
  );
}
