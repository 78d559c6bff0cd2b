import { Button, Group, Text, TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { Refusal } from '@trellis/kit';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { texts } from '../texts';

interface Props<Value> {
  label: string;
  value: Value;
  /** How it reads while nobody edits it; empty for "add". */
  show: ReactNode;
  /** In plain words, for "somebody changed this to". */
  words: string;
  edit: (draft: Value, set: (value: Value) => void, commit: (value?: Value) => void, error?: string) => ReactNode;
  save: (value: Value) => Promise<unknown>;
  /** Fetches what is there now, after somebody else was faster. */
  reload: () => Promise<unknown>;
  fixed?: boolean;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** One fact of a record: click or Enter edits, Enter saves, Escape leaves it; nothing typed is lost when refused. */
export function Fact<Value>({ label, value, show, words, edit, save, reload, fixed }: Props<Value>) {
  const [draft, setDraft] = useState<{ value: Value }>();
  const button = useRef<HTMLButtonElement>(null);
  const refocus = useRef(false);
  const saving = useMutation({
    meta: { quiet: true },
    mutationFn: save,
    onSuccess: () => stop(),
    onError: (error) => {
      if (error instanceof Refusal && error.problem.status === 412) void reload();
    },
  });
  const stop = () => {
    refocus.current = true;
    saving.reset();
    setDraft(undefined);
  };
  useEffect(() => {
    if (!draft && refocus.current && document.activeElement === document.body) button.current?.focus();
    refocus.current = false;
  }, [draft]);
  const commit = (changed?: Value) => {
    const next = changed ?? draft?.value;
    if (next === undefined || same(next, value)) stop();
    else saving.mutate(next);
  };
  if (fixed) return <dd className="fact-fixed">{show || '–'}</dd>;
  if (!draft) {
    return (
      <dd>
        <UnstyledButton ref={button} className="inline" onClick={() => setDraft({ value })}>
          {show || (
            <Text span c="dimmed" inherit>
              {texts.deal.add(label)}
            </Text>
          )}
          {show && <VisuallyHidden>, {texts.deal.edit(label)}</VisuallyHidden>}
        </UnstyledButton>
      </dd>
    );
  }
  const refusal = saving.error;
  const conflict = refusal instanceof Refusal && refusal.problem.status === 412;
  return (
    <dd
      onBlur={(event) => {
        if (!conflict && !saving.isPending && !event.currentTarget.contains(event.relatedTarget)) commit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') stop();
        if (event.key === 'Enter' && !event.defaultPrevented) commit();
      }}
    >
      {edit(draft.value, (next) => setDraft({ value: next }), commit, conflict ? undefined : messageOf(refusal))}
      {conflict && (
        <div role="alert" className="conflict">
          <Text size="xs">{texts.deal.theirs(words || texts.deal.nothing)}</Text>
          <Group gap={4} mt={4}>
            <Button size="compact-xs" onClick={() => commit()}>
              {texts.deal.keepMine}
            </Button>
            <Button size="compact-xs" variant="default" onClick={stop}>
              {texts.deal.takeTheirs}
            </Button>
          </Group>
        </div>
      )}
    </dd>
  );
}

const messageOf = (error: Error | null) =>
  error instanceof Refusal ? (Object.values(error.fields)[0] ?? error.message) : error?.message;

interface TextProps extends Omit<Props<string>, 'edit' | 'words'> {
  type?: 'text' | 'date';
}

/** A fact that is a line of text, or a date. */
export const TextFact = ({ type = 'text', ...props }: TextProps) => (
  <Fact
    {...props}
    words={props.value}
    edit={(draft, set, _commit, error) => (
      <TextInput
        size="xs"
        type={type}
        aria-label={props.label}
        value={draft}
        error={error}
        autoFocus
        onChange={(event) => set(event.currentTarget.value)}
      />
    )}
  />
);
