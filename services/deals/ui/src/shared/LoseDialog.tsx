import { NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { api, data, Dialog, toast, useDraft } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { texts } from '../texts';
import { useReopen } from './useReopen';
import type { Deal, LossReason } from './types';
import { Buttons, options, Said } from './WinDialog';

const FRESH = { reason: '' as LossReason | '', note: '', competitor: '' };

/** A deal is lost: the reason is asked for, so that reports can rank it. */
export function LoseDialog({ deal, close }: { deal: Deal; close: () => void }) {
  const client = useQueryClient();
  const reopen = useReopen();
  const [draft, setDraft, clear] = useDraft(`lose-${deal.id}`, FRESH);
  const [asked, setAsked] = useState(false);
  const change = (patch: Partial<typeof FRESH>) => setDraft({ ...draft, ...patch });
  const lose = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      data(
        api.POST('/v1/deals/{id}:lose', {
          params: { path: { id: deal.id } },
          body: { ...draft, reason: draft.reason as LossReason },
        }),
      ),
    onSuccess: () => {
      clear();
      close();
      toast.undo(texts.lose.done(deal.title), () => reopen.mutate(deal));
      void client.invalidateQueries({ queryKey: ['sales'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (draft.reason) lose.mutate();
  };
  return (
    <Dialog onClose={close} title={texts.lose.title(deal.title)}>
      <Stack component="form" gap="sm" onSubmit={submit}>
        <NativeSelect
          label={texts.lose.reason}
          data={[{ value: '', label: texts.chooseReason }, ...options(texts.lose.reasons)]}
          value={draft.reason}
          error={asked && !draft.reason && texts.chooseReason}
          data-autofocus
          onChange={(event) => change({ reason: event.currentTarget.value as LossReason })}
        />
        {draft.reason === 'COMPETITOR' && (
          <TextInput label={texts.lose.competitor} value={draft.competitor} onChange={(event) => change({ competitor: event.currentTarget.value })} />
        )}
        <Textarea label={texts.lose.note} autosize minRows={2} value={draft.note} onChange={(event) => change({ note: event.currentTarget.value })} />
        <Said error={lose.error} />
        <Buttons close={close} waiting={lose.isPending} label={texts.lose.action} />
      </Stack>
    </Dialog>
  );
}
