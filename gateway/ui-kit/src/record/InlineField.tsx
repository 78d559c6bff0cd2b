import { Text, TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { texts } from '../texts';

interface Props {
  label: string;
  value: string;
  onSave: (value: string) => void;
  error?: string;
}

/** Click or Enter to edit, Enter to save, Escape to leave it as it was. */
export function InlineField({ label, value, onSave, error }: Props) {
  const [draft, setDraft] = useState<string>();
  if (draft === undefined && !error) {
    return (
      <UnstyledButton className="inline" onClick={() => setDraft(value)}>
        {value || (
          <Text span c="dimmed" size="sm">
            {texts.form.add(label)}
          </Text>
        )}
        <VisuallyHidden>, {texts.form.edit(label)}</VisuallyHidden>
      </UnstyledButton>
    );
  }
  const save = () => {
    if (draft !== undefined && draft !== value) onSave(draft);
    setDraft(undefined);
  };
  return (
    <TextInput
      size="xs"
      aria-label={label}
      value={draft ?? value}
      error={error}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') setDraft(undefined);
      }}
    />
  );
}
