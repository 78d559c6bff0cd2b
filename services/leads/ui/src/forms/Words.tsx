import { FieldInput, Section, type FieldValue, type FormField } from '@trellis/kit';
import { Checkbox, TagsInput, Textarea, TextInput } from '@mantine/core';
import { texts } from '../texts';
import type { Design } from './api';
import { Confirmation } from './Confirmation';

const { forms: say } = texts;

type Named = 'name' | 'title' | 'description' | 'submit_label' | 'thank_you_text' | 'redirect_url' | 'language' | 'phone_region';

const FIELDS: (FormField & { name: Named })[] = [
  { name: 'name', label: say.name, help: say.nameHelp, required: true },
  { name: 'title', label: say.heading },
  { name: 'description', label: say.description, kind: 'long' },
  { name: 'submit_label', label: say.button, placeholder: say.buttonDefault },
  { name: 'thank_you_text', label: say.thanks, kind: 'long' },
  { name: 'redirect_url', label: say.redirect, placeholder: 'https://' },
  {
    name: 'language',
    label: say.language,
    kind: 'choice',
    required: true,
    options: Object.entries(say.languages).map(([value, label]) => ({ value, label })),
  },
  { name: 'phone_region', label: say.region, help: say.regionHelp, placeholder: 'DE' },
];

/** A country is written in capitals. */
const written = (name: Named, value: FieldValue) => (name === 'phone_region' ? String(value).trim().toUpperCase() : value);

interface Props {
  design: Design;
  change: (design: Design) => void;
  errors: Record<string, string>;
}

/** What a form says, what it asks agreement to, where it may stand. */
export function Words({ design, change, errors }: Props) {
  return (
    <>
      <Section title={say.words}>
        <div className="stack-tight">
          {FIELDS.map((field) => (
            <FieldInput
              key={field.name}
              field={field}
              value={design[field.name]}
              error={errors[field.name]}
              onChange={(value) => change({ ...design, [field.name]: written(field.name, value) })}
            />
          ))}
          <Confirmation
            chosen={design.confirmation_template_key}
            error={errors.confirmation_template_key}
            choose={(confirmation_template_key) => change({ ...design, confirmation_template_key })}
          />
        </div>
      </Section>
      <ConsentWords design={design} change={change} />
      <Section title={say.safety}>
        <TagsInput
          label={say.origins}
          description={say.originsHelp}
          error={errors.allowed_origins}
          value={design.allowed_origins}
          onChange={(allowed_origins) => change({ ...design, allowed_origins })}
        />
      </Section>
    </>
  );
}

function ConsentWords({ design, change }: Omit<Props, 'errors'>) {
  const { consent } = design;
  const put = (next: Design['consent']) => change({ ...design, consent: next });
  return (
    <Section title={say.consent}>
      <div className="stack-tight">
        <Checkbox
          label={say.consentAsk}
          checked={consent !== undefined}
          onChange={(event) => put(event.currentTarget.checked ? { text: '', text_version: '', required: false, double_opt_in: false, ...consent } : undefined)}
        />
        {consent && (
          <>
            <Textarea
              label={say.consentText}
              autosize
              minRows={2}
              value={consent.text}
              onChange={(event) => put({ ...consent, text: event.currentTarget.value })}
            />
            <TextInput
              label={say.consentVersion}
              value={consent.text_version}
              onChange={(event) => put({ ...consent, text_version: event.currentTarget.value })}
            />
            <Checkbox
              label={say.consentRequired}
              checked={consent.required}
              onChange={(event) => put({ ...consent, required: event.currentTarget.checked })}
            />
            <Checkbox
              label={say.doubleOptIn}
              checked={consent.double_opt_in}
              onChange={(event) => put({ ...consent, double_opt_in: event.currentTarget.checked })}
            />
          </>
        )}
      </div>
    </Section>
  );
}
