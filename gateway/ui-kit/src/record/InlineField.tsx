import { Text, TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { texts } from '../texts';

interface Props {
  label: string;
  value: string;
  /** What is read while nobody edits, when it is not the value: "Spain" for "ES". */
  shown?: string;
  onSave: (value: string) => void;
  error?: string;
}

/** A text whose address breaks before its "@" where the line is too short, not inside a word. */
function breakable(text: string): ReactNode {
  const [name, host] = text.split('@');
  return host ? (
    <>
      {name}
      <wbr />@{host}
    </>
  ) : (
    text
  );
}

/** Click or Enter to edit, Enter to save, Escape to leave it as it was; what was refused stays to be mended. */
export function InlineField({ label, value, shown = value, onSave, error }: Props) {
  const [draft, setDraft] = useState<string>();
  const [editing, setEditing] = useState(false);
  const refused = Boolean(error) && draft !== undefined && draft !== value;
  if (!editing && !refused) {
    const edit = () => {
      setDraft(value);
      setEditing(true);
    };
    return (
      <UnstyledButton className="inline" onClick={edit}>
        {breakable(shown) || (
          <Text span c="dimmed" size="sm">
            {texts.form.add(label)}
          </Text>
        )}
        <VisuallyHidden>, {texts.form.edit(label)}</VisuallyHidden>
      </UnstyledButton>
    );
  }
  const save = () => {
    if (!editing) return;
    setEditing(false);
    if (draft !== undefined && draft !== value) onSave(draft);
  };
  const leave = () => {
    setEditing(false);
    setDraft(undefined);
  };
  return (
    <TextInput
      size="xs"
      aria-label={label}
      value={draft ?? ''}
      error={refused ? error : undefined}
      autoFocus
      onFocus={(event) => {
        setEditing(true);
        event.currentTarget.select();
      }}
      onChange={(event) => {
        setEditing(true);
        setDraft(event.currentTarget.value);
      }}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') leave();
      }}
    />
  );
}
