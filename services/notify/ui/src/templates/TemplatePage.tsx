import { api, ConflictDialog, ContactPicker, data, Loaded, may, Page, Section, toast, useDesign, useSession } from '@trellis/kit';
import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useParams } from 'react-router';
import { texts } from '../texts';
import { RemoveTemplate } from './RemoveTemplate';
import { Revisions } from './Revisions';
import type { Template } from './TemplatesPage';
import { texts as making } from './texts';

const { templates: say } = texts;

type Letter = Pick<Template, 'subject' | 'body_text' | 'body_html'>;

const keyOf = (id: string) => ['templates', id];
const load = (id: string) => data(api.GET('/v1/templates/{id}', { params: { path: { id } } }));

/** One template: its words, and how they read for a real person. */
export function TemplatePage() {
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: keyOf(id), queryFn: () => load(id) });
  const writes = may(useSession(), 'templates.write');
  return (
    <Loaded query={query}>
      {(template) => (
        <Page title={template.key} parent={{ to: '/templates', label: say.title }} lead={`${texts.purposes[template.purpose]} · ${say.revision(template.revision)}`} actions={writes && <RemoveTemplate template={template} />} narrow>
          <Stack>
            <Words key={template.id} template={template} />
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
  const { id } = template;
  const writes = may(useSession(), 'templates.write');
  const client = useQueryClient();
  const { design, change, changed, discard, save, saving, refused, conflict } = useDesign<Template, Letter>({
    draftKey: `template:${id}`,
    record: template,
    designOf: ({ subject, body_text, body_html } = template) => ({ subject, body_text, body_html }),
    load: () => load(id),
    save: (body, etag) => data(api.PATCH('/v1/templates/{id}', { params: { path: { id }, header: { 'If-Match': `"${etag}"` } }, body })),
    show: (record) => client.setQueryData(keyOf(id), record),
    saved: () => {
      toast.good(say.saved);
      void client.invalidateQueries({ queryKey: ['templates'] });
    },
    words: (letter) => letter,
  });
  const wrong = refused?.fields ?? {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  const take = ({ subject, body_text, body_html }: Letter) => {
    change({ subject, body_text, body_html });
    toast.undo(making.taken, () => change(design));
  };
  return (
    <>
      <Section title={say.words}>
        <form onSubmit={submit} noValidate>
          <Stack gap="sm">
            <TextInput label={say.subject} readOnly={!writes} value={design.subject} error={wrong.subject} onChange={(event) => change({ subject: event.currentTarget.value })} />
            <Textarea label={say.text} description={writes && making.placeholders} readOnly={!writes} autosize minRows={6} value={design.body_text} error={wrong.body_text} onChange={(event) => change({ body_text: event.currentTarget.value })} />
            <Textarea label={say.html} readOnly={!writes} autosize minRows={2} styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }} value={design.body_html} error={wrong.body_html} onChange={(event) => change({ body_html: event.currentTarget.value })} />
            {refused && (
              <Text size="sm" c="red" role="alert">
                {refused.message}
              </Text>
            )}
            {writes && (
              <Group gap="xs">
                <Button type="submit" loading={saving}>
                  {say.save}
                </Button>
                {changed && (
                  <Button variant="default" onClick={discard}>
                    {say.discard}
                  </Button>
                )}
              </Group>
            )}
          </Stack>
          <ConflictDialog conflict={conflict} labels={{ subject: say.subject, body_text: say.text, body_html: say.html }} />
        </form>
      </Section>
      <Revisions template={template} take={writes ? take : undefined} />
    </>
  );
}

function Preview({ template }: { template: Template }) {
  const [contact, setContact] = useState('');
  const shown = useQuery({
    queryKey: ['templates', template.id, 'preview', contact, template.etag],
    queryFn: () => data(api.POST('/v1/templates/{id}:preview', { params: { path: { id: template.id } }, body: contact ? { contact_id: contact } : {} })),
  });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {say.previewHelp}
      </Text>
      <ContactPicker label={say.person} value={contact} onChange={setContact} />
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
