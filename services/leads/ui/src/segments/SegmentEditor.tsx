import { api, byLabel, ConflictDialog, data, FilterBar, Page, RefusedFields, Section, useDesign, useFilterState } from '@trellis/kit';
import { Button, Group, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { Matching } from '../shared/Matching';
import { useContactFields } from '../shared/useFields';
import { texts } from '../texts';
import { designOf, loadSegment, segmentKey, SEGMENTS, type Design, type Segment } from './api';

const { segments: say } = texts;
const LABELS = { name: say.name, description: say.description, filter: say.filter };

/** Who belongs to a segment, told by filters, with the number of people while one is still choosing. */
export function SegmentEditor() {
  const { id } = useParams();
  const segment = useQuery({ queryKey: segmentKey(id ?? ''), queryFn: () => loadSegment(id!), enabled: id !== undefined }).data;
  if (id !== undefined && !segment) return null;
  return <Editor key={id} segment={segment} />;
}

/** A segment being written: a new one, perhaps begun with a filter, or one that is there. */
function useEdited(segment?: Segment) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const begun = useSearchParams()[0].get('filter') ?? '';
  return useDesign<Segment, Design>({
    draftKey: `segment:${segment?.id ?? `new:${begun}`}`,
    record: segment,
    designOf: (record) => (record ? designOf(record) : { name: '', description: '', filter: begun }),
    load: () => loadSegment(segment!.id),
    save: (design, etag) => {
      if (!segment) return data(api.POST('/v1/segments', { body: design as never }));
      return data(api.PATCH('/v1/segments/{id}', { params: { path: { id: segment.id }, header: { 'If-Match': `"${etag}"` } }, body: design }));
    },
    show: (record) => client.setQueryData(segmentKey(record.id), record),
    saved: (record) => {
      void client.invalidateQueries({ queryKey: [SEGMENTS] });
      void navigate(`/segments/${record.id}`);
    },
    words: (design) => design,
  });
}

function Editor({ segment }: { segment?: Segment }) {
  const fields = useContactFields();
  const { design, change, changed, discard, save, saving, refused, conflict } = useEdited(segment);
  const state = useFilterState(design.filter, fields, (filter) => change({ filter }));
  return (
    <Page title={segment ? say.edit : say.create} parent={segment ? { to: `/segments/${segment.id}`, label: segment.name } : { to: '/segments', label: say.title }} narrow>
      <form id="segment" className="stack segment-words" onSubmit={(event) => (event.preventDefault(), save())}>
        {refused && <RefusedFields refused={refused} line={byLabel(LABELS)} />}
        <Section>
          <div className="stack-tight">
            <TextInput label={say.name} required value={design.name} error={refused?.fields.name} onChange={(event) => change({ name: event.currentTarget.value })} />
            <Textarea label={say.description} autosize minRows={2} value={design.description} onChange={(event) => change({ description: event.currentTarget.value })} />
          </div>
        </Section>
      </form>
      <Section title={say.who}>
        <Text size="sm" c="dimmed" mb="sm">
          {say.whoHelp}
        </Text>
        <FilterBar state={state} fields={fields} searchless />
        <Matching filter={design.filter} />
      </Section>
      <Group justify="flex-end" gap="xs" mt="md">
        {changed && (
          <Button variant="default" onClick={discard}>
            {say.discard}
          </Button>
        )}
        <Button type="submit" form="segment" loading={saving} disabled={!design.filter || !design.name.trim()}>
          {say.save}
        </Button>
      </Group>
      <ConflictDialog conflict={conflict} labels={{ name: say.name, description: say.description, filter: say.who }} />
    </Page>
  );
}
