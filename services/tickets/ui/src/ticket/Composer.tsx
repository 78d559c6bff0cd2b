import { Button, Group, Menu, SegmentedControl, Text, Textarea } from '@mantine/core';
import { api, data, toast, unsent, useDraft } from '@trellis/kit';
import { useMutation } from '@tanstack/react-query';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef } from 'react';
import { useRefresh } from '../shared/queries';
import type { Macro, Ticket } from '../shared/types';
import { texts } from '../texts';
import { MacroMenu } from './MacroMenu';

type Mode = 'reply' | 'note';
type After = '' | 'await' | 'solve';

/** Puts the cursor where one writes. */
export interface Writer {
  write: (mode: Mode) => void;
}

interface Draft {
  mode: Mode;
  text: string;
  macro: Pick<Macro, 'id' | 'name' | 'state'> | null;
}

const FRESH: Draft = { mode: 'reply', text: '', macro: null };

/** Answers the customer or writes a note; what is typed is kept until it is sent. */
export function Composer({ ticket, ref, onWriting }: { ticket: Ticket; ref: Ref<Writer>; onWriting: (writing: boolean) => void }) {
  const [draft, setDraft] = useDraft(`ticket-${ticket.id}`, FRESH);
  const field = useRef<HTMLTextAreaElement>(null);
  const send = useSend(ticket, (sent) => {
    setDraft((now) => rest(now, sent));
    onWriting(false);
  });
  const go = (after: After) => ready && !send.isPending && send.mutate({ draft, after });
  const change = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch });
  useImperativeHandle(ref, () => ({
    write(mode) {
      change({ mode });
      field.current?.focus();
    },
  }));
  const use = async (macro: Macro) => {
    const path = { ticket_id: ticket.id, macro_id: macro.id };
    const { text } = await data(api.GET('/v1/tickets/{ticket_id}/macros/{macro_id}', { params: { path } }));
    change({ text: text || draft.text, macro: { id: macro.id, name: macro.name, state: macro.state }, mode: macro.note ? 'note' : 'reply' });
    field.current?.focus();
  };
  if (ticket.state === 'CLOSED') {
    return (
      <Text size="sm" c="dimmed" className="composer">
        {texts.composer.closed}
      </Text>
    );
  }
  const note = draft.mode === 'note';
  const ready = draft.text.trim() !== '' || draft.macro !== null;
  return (
    <form
      className="composer"
      data-note={note || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        go('');
      }}
    >
      <Group justify="space-between" mb={6}>
        <SegmentedControl
          size="xs"
          aria-label={texts.composer.mode}
          data={[
            { value: 'reply', label: texts.composer.reply },
            { value: 'note', label: texts.composer.note },
          ]}
          value={draft.mode}
          onChange={(mode) => change({ mode: mode as Mode, macro: null })}
        />
        <MacroMenu choose={(macro) => void use(macro)} />
      </Group>
      <Textarea
        ref={field}
        aria-label={note ? texts.composer.note : texts.composer.reply}
        placeholder={note ? texts.composer.notePlaceholder : texts.composer.replyPlaceholder(ticket.contact_name)}
        autosize
        minRows={2}
        maxRows={10}
        value={draft.text}
        onBlur={() => onWriting(false)}
        onChange={(event) => {
          change({ text: event.currentTarget.value });
          onWriting(event.currentTarget.value.trim() !== '');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) go('');
          if (event.key === 'Escape') leave(event);
        }}
      />
      <Group justify="space-between" mt={8} gap={8}>
        {draft.macro ? (
          <Button size="compact-xs" variant="light" rightSection={<IconX size={12} />} title={texts.composer.dropMacro} onClick={() => change({ macro: null })}>
            {texts.composer.macro(draft.macro.name)}
          </Button>
        ) : (
          <Text size="xs" c="dimmed">
            {!note && !ticket.contact_email ? texts.composer.noAddress : <span className="composer-keys">{texts.composer.keys}</span>}
          </Text>
        )}
        <Send label={sendLabel(note, draft.macro?.state)} ready={ready} waiting={send.isPending} simple={note || draft.macro !== null} go={go} />
      </Group>
    </form>
  );
}

/** Escape goes out of the box and no further, so that keys are shortcuts again. */
function leave(event: KeyboardEvent<HTMLTextAreaElement>) {
  event.stopPropagation();
  event.currentTarget.blur();
}

/** What pressing it does, also to how the ticket stands. */
function sendLabel(note: boolean, state?: Macro['state']): string {
  if (state === 'SOLVED') return note ? texts.composer.addSolve : texts.composer.sendSolve;
  if (note) return texts.composer.add;
  return state === 'PENDING' ? texts.composer.sendAwait : texts.composer.send;
}

interface SendProps {
  label: string;
  ready: boolean;
  waiting: boolean;
  simple: boolean;
  go: (after: After) => unknown;
}

function Send({ label, ready, waiting, simple, go }: SendProps) {
  return (
    <Button.Group>
      <Button type="submit" size="sm" disabled={!ready} loading={waiting}>
        {label}
      </Button>
      {!simple && (
        <Menu position="top-end">
          <Menu.Target>
            <Button size="sm" px={8} disabled={!ready} aria-label={texts.composer.how} className="send-how">
              <IconChevronDown size={15} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => go('await')}>{texts.composer.sendAwait}</Menu.Item>
            <Menu.Item onClick={() => go('solve')}>{texts.composer.sendSolve}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </Button.Group>
  );
}

/** What was written on while a draft was sent. */
function rest(now: Draft, sent: Draft): Draft {
  const text = unsent(now.text, sent.text);
  const others = now.macro?.id !== sent.macro?.id;
  return text || others ? { ...now, text, macro: others ? now.macro : null } : FRESH;
}

function useSend(ticket: Ticket, done: (sent: Draft) => void) {
  const refresh = useRefresh();
  const path = { path: { ticket_id: ticket.id } };
  const write = (draft: Draft) => {
    const body = { text: draft.text };
    if (draft.macro) return data(api.POST('/v1/tickets/{ticket_id}:applyMacro', { params: path, body: { ...body, macro_id: draft.macro.id } }));
    if (draft.mode === 'note') return data(api.POST('/v1/tickets/{ticket_id}/notes', { params: path, body }));
    return data(api.POST('/v1/tickets/{ticket_id}/messages', { params: path, body }));
  };
  return useMutation({
    mutationFn: async ({ draft, after }: { draft: Draft; after: After }) => {
      await write(draft);
      done(draft);
      const verb = { params: { path: { id: ticket.id } }, body: {} };
      if (after === 'await') await data(api.POST('/v1/tickets/{id}:await', verb));
      if (after === 'solve') await data(api.POST('/v1/tickets/{id}:solve', verb));
    },
    onSuccess: (_, { draft }) => toast.good(draft.mode === 'note' ? texts.composer.noted : texts.composer.sent),
    onSettled: () => void refresh(),
  });
}
