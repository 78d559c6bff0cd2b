import { Button, Checkbox, Group, NativeSelect, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { api, data, Dialog, Refusal, toast } from '@trellis/kit';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useRefresh } from '../shared/queries';
import type { Macro, State } from '../shared/types';
import { texts } from '../texts';

const STATES = ['PENDING', 'ON_HOLD', 'SOLVED'] as const;
const stateWords = Object.fromEntries(STATES.map((state) => [state, texts.state[state]]));

/** What can be set, and first that it stays. */
const orUnchanged = (unset: string, words: Record<string, string>) => [
  { value: unset, label: texts.macros.unchanged },
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];

/** One macro to write, or to change. */
export function MacroDialog({ macro, close }: { macro?: Macro; close: () => void }) {
  const refresh = useRefresh();
  const [draft, setDraft] = useState({
    name: macro?.name ?? '',
    text: macro?.text ?? '',
    note: macro?.note ?? false,
    state: macro?.state ?? ('STATE_UNSPECIFIED' as State),
    priority: macro?.priority ?? ('PRIORITY_UNSPECIFIED' as Macro['priority']),
    type: macro?.type ?? ('TYPE_UNSPECIFIED' as Macro['type']),
    add_tags: [...(macro?.add_tags ?? [])],
  });
  const change = (patch: Partial<typeof draft>) => setDraft({ ...draft, ...patch });
  const done = () => {
    void refresh();
    close();
  };
  const path = { id: macro?.id ?? '' };
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      macro
        ? data(api.PATCH('/v1/macros/{id}', { params: { path, header: { 'If-Match': `"${macro.etag}"` } }, body: draft }))
        : data(api.POST('/v1/macros', { body: draft })),
    onSuccess: () => {
      toast.good(texts.macros.saved);
      done();
    },
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/v1/macros/{id}', { params: { path } }),
    onSuccess: () => {
      const { name, text, note, state, add_tags, priority, type } = macro!;
      toast.undo(texts.macros.deleted(name), () => void api.POST('/v1/macros', { body: { name, text, note, state, add_tags: [...add_tags], priority, type } }).then(refresh));
      done();
    },
  });
  const wrong = save.error instanceof Refusal ? save.error.fields : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog onClose={close} title={macro ? texts.macros.edit(macro.name) : texts.macros.add} size="lg">
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput label={texts.macros.name} required value={draft.name} error={wrong.name} data-autofocus onChange={(event) => change({ name: event.currentTarget.value })} />
          <Textarea label={texts.macros.text} description={texts.macros.textHelp} autosize minRows={5} value={draft.text} error={wrong.text} onChange={(event) => change({ text: event.currentTarget.value })} />
          <Checkbox label={texts.macros.note} checked={draft.note} onChange={(event) => change({ note: event.currentTarget.checked })} />
          <NativeSelect
            label={texts.macros.then}
            data={orUnchanged('STATE_UNSPECIFIED', stateWords)}
            value={draft.state}
            onChange={(event) => change({ state: event.currentTarget.value as State })}
          />
          <Group grow align="flex-start">
            <NativeSelect
              label={texts.macros.priority}
              data={orUnchanged('PRIORITY_UNSPECIFIED', texts.priority)}
              value={draft.priority}
              onChange={(event) => change({ priority: event.currentTarget.value as Macro['priority'] })}
            />
            <NativeSelect
              label={texts.macros.type}
              data={orUnchanged('TYPE_UNSPECIFIED', texts.type)}
              value={draft.type}
              onChange={(event) => change({ type: event.currentTarget.value as Macro['type'] })}
            />
          </Group>
          <TagsInput label={texts.macros.tags} value={draft.add_tags} onChange={(add_tags) => change({ add_tags })} />
          {save.error && (
            <Text size="sm" c="red" role="alert">
              {save.error.message}
            </Text>
          )}
          <Group justify="space-between">
            {macro ? (
              <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
                {texts.common.delete}
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" loading={save.isPending}>
              {texts.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
