import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { byLabel, ConflictDialog, FieldInput, FilterBar, Page, RefusedFields, Section, toast, useDesign, useFilterState } from '@trellis/kit';
import type { FilterField, FormField, Values } from '@trellis/kit';
import '@trellis/kit/form/form.css';
import './rules.css';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { texts } from '../texts';

const { rules: say } = texts;

interface Ruled {
  name: string;
  filter: string;
}

interface Props<R extends Ruled & { id: string; etag: string }, Design extends Ruled> {
  title: string;
  /** The list it belongs to; key: what that is kept under. */
  list: { to: string; label: string; key: string };
  record?: R;
  designOf: (record?: R) => Design;
  /** All but the filter, which stands below them. */
  fields: FormField[];
  /** What the fields come to, in a sentence; "" for nothing to say. */
  says?: (design: Design) => string;
  who: { title: string; help: string; fieldsOf: (design: Design) => FilterField[]; required?: boolean };
  load: () => Promise<R>;
  create: (design: Design) => Promise<R>;
  update: (design: Design, etag: string) => Promise<R>;
  remove: () => Promise<unknown>;
  /** Whom it is about, as far as one is. */
  children?: (design: Design) => ReactNode;
  /** What stands below it all; labels: field name to its label. */
  below?: (design: Design, labels: Record<string, string>) => ReactNode;
}

/** One rule of a list: its fields, and a filter that says when it applies. */
export function RuleEditor<R extends Ruled & { id: string; etag: string }, Design extends Ruled>(props: Props<R, Design>) {
  const { title, list, record, designOf, fields, who, says, load, create, update, children, below } = props;
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = () => {
    void client.invalidateQueries({ queryKey: [list.key] });
    void navigate(list.to);
  };
  const { design, change, changed, discard, save, saving, refused, conflict } = useDesign<R, Design>({
    draftKey: `${list.key}:${record?.id ?? 'new'}`,
    record,
    designOf,
    load,
    save: (now, etag) => (record ? update(now, etag) : create(now)),
    show: (now) => client.setQueryData([list.key, now.id], now),
    saved: () => (toast.good(say.saved), leave()),
    words: (now) => now,
  });
  const filterFields = who.fieldsOf(design);
  const state = useFilterState(design.filter, filterFields, (filter) => change({ filter } as Partial<Design>));
  const values = design as unknown as Values;
  const labels = { ...Object.fromEntries(fields.map(({ name, label }) => [name, label])), filter: who.title };
  const asked = fields.filter(({ only }) => !only || only(values));
  return (
    <Page title={title} parent={list} narrow>
      <form id="rule" className="stack rule-words" onSubmit={(event) => (event.preventDefault(), save())}>
        {refused && <RefusedFields refused={refused} line={byLabel(labels)} />}
        <Section>
          <div className="form">
            {asked.map((field) => (
              <div key={field.name} className={field.half ? undefined : 'form-wide'}>
                <FieldInput
                  field={field}
                  value={values[field.name]}
                  error={refused?.fields[field.name]}
                  onChange={(value) => change({ [field.name]: value } as unknown as Partial<Design>)}
                />
              </div>
            ))}
          </div>
          {says && (
            <Text size="sm" className="rule-says" aria-live="polite">
              {says(design)}
            </Text>
          )}
        </Section>
      </form>
      <Section title={who.title}>
        <Text size="sm" c="dimmed" mb="sm">
          {who.help}
        </Text>
        <FilterBar state={state} fields={filterFields} searchless />
        {children?.(design)}
      </Section>
      {below && <div className="rule-below">{below(design, labels)}</div>}
      <Group justify="space-between" mt="md">
        {record ? <Remove {...props} record={record} leave={leave} /> : <span />}
        <Group gap="xs">
          {changed && (
            <Button variant="default" onClick={discard}>
              {say.discard}
            </Button>
          )}
          <Button type="submit" form="rule" loading={saving} disabled={!design.name.trim() || (who.required && !design.filter)}>
            {say.save}
          </Button>
        </Group>
      </Group>
      <ConflictDialog conflict={conflict} labels={labels} />
    </Page>
  );
}

function Remove<R extends Ruled & { id: string; etag: string }, Design extends Ruled>({ record, designOf, list, create, remove, leave }: Props<R, Design> & { record: R; leave: () => void }) {
  const client = useQueryClient();
  const bringBack = () => void create(designOf(record)).then(() => client.invalidateQueries({ queryKey: [list.key] }));
  const removing = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      toast.undo(say.removed(record.name), bringBack);
      leave();
    },
  });
  return (
    <Button variant="subtle" color="red" loading={removing.isPending} onClick={() => removing.mutate()}>
      {say.remove}
    </Button>
  );
}
