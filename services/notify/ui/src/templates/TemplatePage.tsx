import { api, data, Loaded, may, Page, Refusal, Section, toast, useSession } from '@trellis/kit';
import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useParams } from 'react-router';
import { PersonPicker } from '../PersonPicker';
import { texts } from '../texts';
import type { Template } from './TemplatesPage';

const { templates: say } = texts;

/** One template: its words, and how they read for a real person. */
export function TemplatePage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['templates', id],
    queryFn: () => data(api.GET('/v1/templates/{id}', { params: { path: { id } } })),
  });
  return (
    <Loaded query={query}>
      {(template) => (
        <Page title={template.key} parent={{ to: '/templates', label: say.title }} lead={`${texts.purposes[template.purpose]} · ${say.revision(template.revision)}`} narrow>
          <Stack>
            <Section title={say.words}>
              <Words key={template.etag} template={template} />
            </Section>
            <Section title={say.preview}>
              <Preview template={template} />
            </Section>
          </Stack>
        </Page>
      )}
    </Loaded>
  );
}

function Words({ template }: { template: Template }) {
  const { id, etag } = template;
  const writes = may(useSession(), 'templates.write');
  const client = useQueryClient();
  const [draft, setDraft] = useState({ subject: template.subject, body_text: template.body_text, body_html: template.body_html });
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => data(api.PATCH('/v1/templates/{id}', { params: { path: { id }, header: { 'If-Match': `"${etag}"` } }, body: draft })),
    onSuccess: () => {
      toast.good(say.saved);
      void client.invalidateQueries({ queryKey: ['templates'] });
    },
  });
  const wrong = save.error instanceof Refusal ? save.error.fields : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput label={say.subject} readOnly={!writes} value={draft.subject} error={wrong.subject} onChange={(event) => setDraft({ ...draft, subject: event.currentTarget.value })} />
        <Textarea label={say.text} readOnly={!writes} autosize minRows={6} value={draft.body_text} error={wrong.body_text} onChange={(event) => setDraft({ ...draft, body_text: event.currentTarget.value })} />
        <Textarea label={say.html} readOnly={!writes} autosize minRows={2} ff="monospace" value={draft.body_html} error={wrong.body_html} onChange={(event) => setDraft({ ...draft, body_html: event.currentTarget.value })} />
        {save.error && (
          <Text size="sm" c="red" role="alert">
            {save.error.message}
          </Text>
        )}
        {writes && (
          <Button type="submit" loading={save.isPending} style={{ alignSelf: 'start' }}>
            {say.save}
          </Button>
        )}
      </Stack>
    </form>
  );
}

function Preview({ template }: { template: Template }) {
  const [contact, setContact] = useState<string | null>(null);
  const shown = useQuery({
    queryKey: ['templates', template.id, 'preview', contact, template.etag],
    queryFn: () => data(api.POST('/v1/templates/{id}:preview', { params: { path: { id: template.id } }, body: contact ? { contact_id: contact } : {} })),
  });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {say.previewHelp}
      </Text>
      <PersonPicker label={say.person} value={contact} choose={setContact} />
      <Loaded query={shown}>
        {(preview) => (
          <>
            <Text fw={600} className="letter">
              {preview.subject}
            </Text>
            <pre className="letter">{preview.body_text}</pre>
            {preview.missing_variables.length > 0 && (
              <Text size="sm" c="dimmed">
                {say.missing(preview.missing_variables.join(', '))}
              </Text>
            )}
          </>
        )}
      </Loaded>
    </Stack>
  );
}
