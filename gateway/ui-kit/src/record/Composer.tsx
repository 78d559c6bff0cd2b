import { Button, Group, SegmentedControl, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { unsent, useDraft } from '../form/useDraft';
import { texts } from '../texts';

export interface ComposerKind {
  key: string;
  label: string;
  placeholder: string;
  submit: string;
  /** Fields besides the text, such as a call's outcome; they belong to the page. */
  fields?: ReactNode;
  /** There is something to save even where nothing was written. */
  wordless?: boolean;
  /** An internal note: the whole box changes its colour, so that nobody sends it to a customer. */
  internal?: boolean;
}

interface Props {
  /** Whose draft it is: "contact:42". It outlives a reload and the end of the session. */
  draftKey: string;
  kinds: ComposerKind[];
  /** Resolves when it is saved; a refusal keeps the text. */
  save: (kind: string, text: string) => Promise<unknown>;
  /** Shown left of the button: macros, attachments, who is typing. */
  tools?: ReactNode;
  minRows?: number;
}

/** A box to write in: note, call, reply. Ctrl Enter sends; what is typed is never lost. */
export function Composer({ draftKey, kinds, save, tools, minRows = 2 }: Props) {
  const [kind, setKind] = useState(kinds[0]!.key);
  const chosen = kinds.find(({ key }) => key === kind) ?? kinds[0]!;
  const [text, setText] = useDraft(`composer:${draftKey}:${chosen.key}`, '');
  const sending = useMutation({
    mutationFn: (written: string) => save(chosen.key, written),
    onSuccess: (_, written) => setText((now) => unsent(now, written)),
  });
  const ready = Boolean(text.trim() || chosen.wordless);
  const send = () => ready && !sending.isPending && sending.mutate(text);
  return (
    <form className="compose" data-internal={chosen.internal} onSubmit={(event) => (event.preventDefault(), send())}>
      {kinds.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={texts.record.kind}
          data={kinds.map(({ key, label }) => ({ value: key, label }))}
          value={chosen.key}
          disabled={sending.isPending}
          onChange={setKind}
        />
      )}
      {chosen.fields}
      <Textarea
        autosize
        minRows={minRows}
        maxRows={14}
        aria-label={chosen.label}
        placeholder={chosen.placeholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      <Group justify="space-between" gap="xs">
        <div>{tools}</div>
        <Button type="submit" size="xs" loading={sending.isPending} disabled={!ready}>
          {chosen.submit}
        </Button>
      </Group>
    </form>
  );
}
