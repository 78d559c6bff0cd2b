import { Button, Checkbox, Collapse, Group, NativeSelect, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { api, data, Dialog, toast, useDraft } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { texts } from '../texts';
import { today } from './days';
import { FieldsOf, filled, pick } from './MissingFields';
import { saveDeal } from './queries';
import type { Deal, DealPatch, WinReason } from './types';
import { missingOf } from './useMove';

interface Draft {
  reason: WinReason | '';
  note: string;
  contract: boolean;
  months: number;
  start: string;
  renew: boolean;
}

const FRESH: Draft = { reason: '', note: '', contract: true, months: 12, start: '', renew: false };
const NOTHING: DealPatch = {};

/** A deal is won: why, what the stage still asks for, and the contract that begins. */
export function WinDialog({ deal, close }: { deal: Deal; close: () => void }) {
  const client = useQueryClient();
  const [draft, setDraft, clear] = useDraft<Draft>(`win-${deal.id}`, FRESH);
  const [lack, setLack] = useState<string[]>([]);
  const [values, setValues] = useState<DealPatch>(NOTHING);
  const [asked, setAsked] = useState(false);
  const change = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch });
  const win = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      if (lack.length > 0) await saveDeal(deal, pick(values, lack));
      return data(
        api.POST('/v1/deals/{id}:win', {
          params: { path: { id: deal.id } },
          body: {
            reason: draft.reason as WinReason,
            note: draft.note,
            contract: draft.contract
              ? { months: draft.months, start_date: draft.start || today(), auto_renew: draft.renew }
              : null,
          },
        }),
      );
    },
    onSuccess: () => {
      clear();
      close();
      toast.good(texts.win.done(deal.title));
      void client.invalidateQueries({ queryKey: ['sales'] });
    },
    onError: (error) => setLack(missingOf(error)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (draft.reason && lack.every((field) => filled(values, field))) win.mutate();
  };
  return (
    <Dialog onClose={close} title={texts.win.title(deal.title)}>
      <Stack component="form" gap="sm" onSubmit={submit}>
        <NativeSelect
          label={texts.win.reason}
          data={[{ value: '', label: texts.chooseReason }, ...options(texts.win.reasons)]}
          value={draft.reason}
          error={asked && !draft.reason && texts.chooseReason}
          data-autofocus
          onChange={(event) => change({ reason: event.currentTarget.value as WinReason })}
        />
        <Textarea label={texts.win.note} autosize minRows={2} value={draft.note} onChange={(event) => change({ note: event.currentTarget.value })} />
        <Checkbox label={texts.win.contract} checked={draft.contract} onChange={(event) => change({ contract: event.currentTarget.checked })} />
        <Collapse expanded={draft.contract}>
          <Group gap="sm" align="flex-end">
            <NumberInput label={texts.win.months} min={1} max={120} w={96} value={draft.months} onChange={(months) => change({ months: Number(months) || 1 })} />
            <TextInput label={texts.win.start} type="date" value={draft.start || today()} onChange={(event) => change({ start: event.currentTarget.value })} />
            <Checkbox label={texts.win.renew} pb={8} checked={draft.renew} onChange={(event) => change({ renew: event.currentTarget.checked })} />
          </Group>
        </Collapse>
        <FieldsOf fields={lack} deal={deal} values={values} change={(patch) => setValues({ ...values, ...patch })} error={win.error} />
        <Said error={win.error} />
        <Buttons close={close} waiting={win.isPending} label={texts.win.action} />
      </Stack>
    </Dialog>
  );
}

export const options = (names: Record<string, string>) => Object.entries(names).map(([value, label]) => ({ value, label }));

/** The server's sentence, when it refused. */
export const Said = ({ error }: { error: Error | null }) =>
  error && (
    <Text size="sm" className="said" role="alert">
      {error.message}
    </Text>
  );

export const Buttons = ({ close, waiting, label, color }: { close: () => void; waiting: boolean; label: string; color?: string }) => (
  <Group justify="flex-end" gap="xs">
    <Button variant="default" onClick={close}>
      {texts.common.cancel}
    </Button>
    <Button type="submit" loading={waiting} color={color}>
      {label}
    </Button>
  </Group>
);
