import { api, data, FormDialog, toast, type FormField, type Values } from '@trellis/kit';
import { useQueryClient } from '@tanstack/react-query';
import type { Contact } from '../shared/choices';
import { texts } from '../texts';
import { contactKey } from './useContact';

const { convert: say } = texts;
const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'CAD', 'SEK'].map((value) => ({ value, label: value }));

const FIELDS: FormField[] = [
  { name: 'title', label: say.deal, required: true },
  { name: 'amount', label: say.amount, kind: 'number', half: true },
  { name: 'currency', label: say.currency, kind: 'choice', options: CURRENCIES, required: true, half: true },
  { name: 'expected_close_date', label: say.closes, kind: 'date', half: true },
  { name: 'next_step', label: say.next, half: true },
];

function bodyOf({ title, amount, currency, expected_close_date, next_step }: Values) {
  return {
    title: String(title ?? ''),
    ...(amount !== undefined && amount !== '' && { amount: { currency: String(currency), amount: Number(amount).toFixed(2) } }),
    ...(expected_close_date && { expected_close_date: String(expected_close_date) }),
    ...(next_step && { next_step: String(next_step) }),
  };
}

/** Makes a deal of a person: sales goes on from there. */
export function ConvertDialog({ contact, close }: { contact: Contact; close: () => void }) {
  const client = useQueryClient();
  return (
    <FormDialog
      title={say.title}
      opened
      close={close}
      draftKey={`convert:${contact.id}`}
      initial={{ title: contact.company_name || contact.full_name, currency: 'EUR' }}
      fields={FIELDS}
      submit={say.make}
      save={(values) => data(api.POST('/v1/contacts/{id}:convert', { params: { path: { id: contact.id } }, body: bodyOf(values) }))}
      onDone={({ contact: converted, deal_id }) => {
        if (converted) client.setQueryData(contactKey(contact.id), converted);
        void client.invalidateQueries({ queryKey: ['timeline', contact.id] });
        void client.invalidateQueries({ queryKey: ['deals'] });
        toast.made(say.done, say.toDeal, `/deals/deals/${deal_id}`);
      }}
    />
  );
}
