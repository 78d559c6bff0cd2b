import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { ContactPicker, Dialog, Refusal, useDraft } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { texts } from '../texts';
import { AmountField, lastCurrency, rememberCurrency } from './AmountField';
import { saveDeal } from './queries';
import type { Deal, DealPatch } from './types';
import type { Lack } from './useMove';

interface Props {
  lack: Lack;
  /** Repeats the move with what was filled in. */
  again: (deal: Deal) => void;
  close: () => void;
}

/** Says what a stage asks for, takes it, and repeats the move. */
export function MissingFields({ lack, again, close }: Props) {
  const { deal, stage, fields } = lack;
  const client = useQueryClient();
  const [values, setValues, clear] = useDraft<DealPatch>(`lack-${deal.id}`, NOTHING);
  const save = useMutation({
    mutationFn: () => saveDeal(deal, pick(values, fields)),
    meta: { quiet: true },
    onSuccess: (saved) => {
      if (values.amount) rememberCurrency(values.amount.currency);
      clear();
      void client.invalidateQueries({ queryKey: ['sales', 'deal', deal.id] });
      again(saved);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fields.every((field) => filled(values, field))) save.mutate();
  };
  const what = fields.map((field) => texts.missing.names[field] ?? field).join(texts.missing.and);
  return (
    <Dialog onClose={close} title={texts.missing.title(stage.name, what)}>
      <Stack component="form" gap="sm" onSubmit={submit}>
        <Text size="sm" c="dimmed">
          {texts.missing.help(deal.title)}
        </Text>
        <FieldsOf fields={fields} deal={deal} values={values} change={(patch) => setValues({ ...values, ...patch })} error={save.error} />
        {save.error && Object.keys(errorsOf(save.error)).length === 0 && (
          <Text size="sm" c="red" role="alert">
            {save.error.message}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!fields.every((field) => filled(values, field))}>
            {texts.missing.submit}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

interface FieldsProps {
  fields: string[];
  deal: Deal;
  values: DealPatch;
  change: (patch: DealPatch) => void;
  error: Error | null;
}

/** One control for each field a stage may ask for. */
export function FieldsOf({ fields, deal, values, change, error }: FieldsProps) {
  const errors = errorsOf(error);
  return fields.map((field, at) => {
    const shared = { key: field, error: errors[field], autoFocus: at === 0 };
    if (field === 'amount') {
      const value = values.amount ?? { currency: deal.amount?.currency ?? lastCurrency(), amount: '' };
      const wrong = errors.amount ?? errors['amount.amount'];
      return <AmountField {...shared} key={field} error={wrong} value={value} onChange={(amount) => change({ amount })} />;
    }
    if (field === 'contact_id') {
      return (
        <ContactPicker
          {...shared}
          key={field}
          label={texts.fields.contact_id!}
          value={values.contact_id ?? ''}
          onChange={(contact_id) => change({ contact_id })}
        />
      );
    }
    const name = field as 'expected_close_date' | 'company_name' | 'next_step';
    return (
      <TextInput
        key={field}
        label={texts.fields[field] ?? field}
        type={field.endsWith('_date') ? 'date' : 'text'}
        value={values[name] ?? ''}
        error={errors[field]}
        data-autofocus={at === 0 || undefined}
        onChange={(event) => change({ [name]: event.currentTarget.value })}
      />
    );
  });
}

const NOTHING: DealPatch = {};

const errorsOf = (error: Error | null) => (error instanceof Refusal ? error.fields : {});

export const filled = (values: DealPatch, field: string) =>
  field === 'amount' ? Boolean(values.amount?.amount) : Boolean(values[field as keyof DealPatch]);

export const pick = (values: DealPatch, fields: string[]): DealPatch =>
  Object.fromEntries(fields.map((field) => [field, values[field as keyof DealPatch]]));
