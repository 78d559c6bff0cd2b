import { Stack, Text, TextInput } from '@mantine/core';
import { api, ContactPicker, data, Dialog, Refusal, useDraft } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { AmountField, lastCurrency, rememberCurrency } from '../shared/AmountField';
import { Buttons, Said } from '../shared/WinDialog';
import { texts } from '../texts';

const FRESH = { title: '', company: '', contactId: '', contactName: '', currency: '', amount: '', close: '', next: '' };

/** A new deal: a title is enough. */
export function NewDeal({ pipelineId, close }: { pipelineId: string; close: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft, clear] = useDraft('new-deal', FRESH);
  const change = (patch: Partial<typeof FRESH>) => setDraft({ ...draft, ...patch });
  const currency = draft.currency || lastCurrency();
  const create = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      data(
        api.POST('/v1/deals', {
          body: {
            title: draft.title,
            pipeline_id: pipelineId,
            company_name: draft.company,
            contact_id: draft.contactId,
            amount: draft.amount ? { currency, amount: draft.amount } : null,
            expected_close_date: draft.close,
            next_step: draft.next,
          },
        }),
      ),
    onSuccess: (deal) => {
      rememberCurrency(currency);
      clear();
      close();
      void client.invalidateQueries({ queryKey: ['sales'] });
      void navigate(`/deals/${deal.id}`);
    },
  });
  const errors = create.error instanceof Refusal ? create.error.fields : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog onClose={close} title={texts.newDeal.title}>
      <Stack component="form" gap="sm" onSubmit={submit}>
        <Text size="sm" c="dimmed">
          {texts.newDeal.help}
        </Text>
        <TextInput
          label={texts.fields.title}
          placeholder={texts.newDeal.example}
          value={draft.title}
          error={errors.title}
          data-autofocus
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <ContactPicker
          label={texts.fields.contact_id!}
          value={draft.contactId}
          name={draft.contactName}
          error={errors.contact_id}
          onChange={(contactId, contactName, company) => change({ contactId, contactName, company: draft.company || company })}
        />
        <TextInput label={texts.fields.company_name} value={draft.company} error={errors.company_name} onChange={(event) => change({ company: event.currentTarget.value })} />
        <AmountField
          value={{ currency, amount: draft.amount }}
          error={errors.amount ?? errors['amount.amount']}
          onChange={(money) => change({ currency: money.currency, amount: money.amount })}
        />
        <TextInput label={texts.fields.expected_close_date} type="date" value={draft.close} error={errors.expected_close_date} onChange={(event) => change({ close: event.currentTarget.value })} />
        <TextInput label={texts.fields.next_step} value={draft.next} error={errors.next_step} onChange={(event) => change({ next: event.currentTarget.value })} />
        <Said error={create.error} />
        <Buttons close={close} waiting={create.isPending} label={texts.newDeal.action} />
      </Stack>
    </Dialog>
  );
}
