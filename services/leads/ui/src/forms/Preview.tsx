import { Button, Checkbox, NativeSelect, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { texts } from '../texts';
import type { Design, Question } from './api';

const { forms: say } = texts;

/** Roughly what visitors see; nothing in it can be sent. */
export function Preview({ design }: { design: Design }) {
  return (
    <div className="preview" inert>
      <Title order={3}>{design.title || design.name}</Title>
      {design.description && (
        <Text size="sm" c="dimmed">
          {design.description}
        </Text>
      )}
      {design.fields
        .filter(({ hidden }) => !hidden)
        .map((question) => (
          <Asked key={question.key} question={question} />
        ))}
      {design.consent && <Checkbox label={design.consent.text || say.consentText} readOnly checked={false} />}
      <Button fullWidth>{design.submit_label || say.buttonDefault}</Button>
    </div>
  );
}

function Asked({ question }: { question: Question }) {
  const { label, help_text, required, type, options, default_value } = question;
  const shared = { label: label || say.untitled, description: help_text || undefined, withAsterisk: required };
  switch (type) {
    case 'LONG_TEXT':
      return <Textarea {...shared} rows={3} value={default_value} readOnly />;
    case 'CHECKBOX':
      return <Checkbox label={shared.label} description={shared.description} readOnly checked={default_value === 'true'} />;
    case 'CHOICE':
      return <NativeSelect {...shared} data={['', ...options]} defaultValue={default_value} />;
    case 'CHOICES':
      return (
        <Checkbox.Group {...shared} value={[]}>
          <Stack gap={6} mt={4}>
            {options.map((option) => (
              <Checkbox key={option} value={option} label={option} />
            ))}
          </Stack>
        </Checkbox.Group>
      );
    default:
      return <TextInput {...shared} value={default_value} readOnly />;
  }
}
