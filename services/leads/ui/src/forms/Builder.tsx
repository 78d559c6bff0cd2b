import { api, ConflictDialog, data, may, Section, toast, useDesign, useSession } from '@trellis/kit';
import { Alert, Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { texts } from '../texts';
import { designOf, formKey, FORMS, loadForm, type Design, type Form } from './api';
import { Preview } from './Preview';
import { Questions } from './Questions';
import { Words } from './Words';

const { forms: say } = texts;

/** What the builder calls what the API refused: "Heading", or the question by its words. */
function named(pointer: string, { fields }: Design): string {
  const at = /^fields\.(\d+)/.exec(pointer)?.[1];
  if (at !== undefined) return fields[Number(at)]?.label || say.questionNumber(Number(at) + 1);
  return LABELS[pointer] ?? LABELS[pointer.split('.')[0]!] ?? pointer;
}

const LABELS: Record<string, string> = {
  name: say.name,
  title: say.heading,
  description: say.description,
  submit_label: say.button,
  thank_you_text: say.thanks,
  redirect_url: say.redirect,
  confirmation_template_key: say.confirmation,
  language: say.language,
  phone_region: say.region,
  consent: say.consent,
  allowed_origins: say.origins,
};

/** What a form asks and says, beside what visitors will see; kept as a draft until it is saved. */
export function Builder({ form }: { form: Form }) {
  const client = useQueryClient();
  const readOnly = !may(useSession(), 'forms.write');
  const { design, change, changed, discard, save, saving, refused, conflict } = useDesign<Form, Design>({
    draftKey: `form:${form.id}`,
    record: form,
    designOf: (record = form) => designOf(record),
    load: () => loadForm(form.id),
    save: (words, etag) =>
      data(
        api.PATCH('/v1/forms/{id}', {
          params: { path: { id: form.id }, header: { 'If-Match': `"${etag}"` } },
          body: { ...words, language: words.language as 'en' | 'de', consent: words.consent ?? null },
        }),
      ),
    show: (record) => client.setQueryData(formKey(form.id), record),
    saved: () => {
      void client.invalidateQueries({ queryKey: [FORMS] });
      toast.good(say.saved);
    },
    words: ({ name, title, description, fields }) => ({ name, title, description, questions: fields.map(({ label }) => label).join(', ') }),
  });

  return (
    <div className="builder">
      <form className="stack" onSubmit={(event) => (event.preventDefault(), save())}>
        {refused && (
          <Alert color="red" variant="light" role="alert" title={refused.message}>
            {Object.entries(refused.fields).map(([name, rule]) => (
              <div key={name}>
                {named(name, design)}: {rule}
              </div>
            ))}
          </Alert>
        )}
        <fieldset disabled={readOnly} className="bare stack">
          <Questions questions={design.fields} change={(fields) => change({ fields })} />
          <Words design={design} change={change} errors={refused?.fields ?? {}} />
        </fieldset>
        {changed && (
          <Group className="builder-save" justify="space-between">
            <Text size="sm">{say.unsaved}</Text>
            <Group gap="xs">
              <Button variant="default" onClick={discard}>
                {say.discard}
              </Button>
              <Button type="submit" loading={saving}>
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
