import { api, ConflictDialog, data, may, Refusal, Section, toast, useDraft, useSession, type Conflict } from '@trellis/kit';
import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { texts } from '../texts';
import { designOf, formKey, FORMS, loadForm, type Design, type Form } from './api';
import { Preview } from './Preview';
import { Questions } from './Questions';
import { Words } from './Words';

const { forms: say } = texts;

/** What a form asks and says, beside what visitors will see; kept as a draft until it is saved. */
export function Builder({ form }: { form: Form }) {
  const client = useQueryClient();
  const readOnly = !may(useSession(), 'forms.write');
  const [kept, setKept, forget] = useDraft<Design | null>(`form:${form.id}`, null);
  const design = kept ?? designOf(form);
  const [conflict, setConflict] = useState<Conflict<Form, Partial<Design>>>();
  const changed = kept !== null && JSON.stringify(kept) !== JSON.stringify(designOf(form));

  const saving = useMutation({
    mutationFn: (etag: string) =>
      data(
        api.PATCH('/v1/forms/{id}', {
          params: { path: { id: form.id }, header: { 'If-Match': `"${etag}"` } },
          body: { ...design, language: design.language as 'en' | 'de', consent: design.consent ?? null },
        }),
      ),
    onSuccess: (saved) => {
      client.setQueryData(formKey(form.id), saved);
      void client.invalidateQueries({ queryKey: [FORMS] });
      forget();
      toast.good(say.saved);
    },
    onError: async (error) => {
      if (!(error instanceof Refusal) || error.problem.status !== 412) return;
      const theirs = await loadForm(form.id);
      const done = () => setConflict(undefined);
      const keep = () => (done(), saving.mutate(theirs.etag));
      const take = () => (done(), client.setQueryData(formKey(form.id), theirs), forget());
      setConflict({ mine: said(design), theirs: { ...theirs, ...said(designOf(theirs)) } as never, keep, take });
    },
    meta: { quiet: true },
  });
  const refused = saving.error instanceof Refusal && saving.error.problem.status !== 412 ? saving.error : undefined;

  return (
    <div className="builder">
      <form className="stack" onSubmit={(event) => (event.preventDefault(), saving.mutate(form.etag))}>
        {refused && (
          <Alert color="red" variant="light" role="alert" title={refused.message}>
            {Object.entries(refused.fields).map(([name, rule]) => (
              <div key={name}>
                {name} {rule}
              </div>
            ))}
          </Alert>
        )}
        <fieldset disabled={readOnly} className="bare stack">
          <Questions questions={design.fields} change={(fields) => setKept({ ...design, fields })} />
          <Words design={design} change={setKept} errors={refused?.fields ?? {}} />
        </fieldset>
        {changed && (
          <Group className="builder-save" justify="space-between">
            <Text size="sm">{say.unsaved}</Text>
            <Group gap="xs">
              <Button variant="default" onClick={forget}>
                {say.discard}
              </Button>
              <Button type="submit" loading={saving.isPending}>
                {say.save}
              </Button>
            </Group>
          </Group>
        )}
      </form>
      <Section title={say.preview}>
        <Preview design={design} />
      </Section>
      <ConflictDialog conflict={conflict} labels={texts.fields} />
    </div>
  );
}

/** A design in words short enough to lay side by side. */
const said = (design: Design): Partial<Design> =>
  ({ name: design.name, title: design.title, description: design.description, questions: design.fields.map(({ label }) => label).join(', ') }) as never;
