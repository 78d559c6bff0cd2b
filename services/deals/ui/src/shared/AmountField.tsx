import { Group, NativeSelect, NumberInput } from '@mantine/core';
import { locale } from '@trellis/kit';
import { texts } from '../texts';
import type { Money } from './types';

const CURRENCIES = ['EUR', 'GBP', 'USD', 'CHF', 'CAD', 'SEK', 'NOK', 'DKK', 'PLN', 'AUD', 'JPY'];

interface Props {
  value: Money;
  onChange: (value: Money) => void;
  error?: string;
  autoFocus?: boolean;
  /** In a line of facts: small, without labels, with the focus at once. */
  focused?: boolean;
}

/** A number and its currency. */
export function AmountField({ value, onChange, error, autoFocus, focused }: Props) {
  const known = CURRENCIES.includes(value.currency) ? CURRENCIES : [value.currency, ...CURRENCIES];
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <NumberInput
        {...(focused ? { 'aria-label': texts.fields.amount, size: 'xs', autoFocus: true } : { label: texts.fields.amount })}
        value={value.amount}
        onChange={(amount) => onChange({ ...value, amount: String(amount) })}
        min={0}
        decimalScale={2}
        thousandSeparator={separator}
        decimalSeparator={decimal}
        hideControls
        error={error}
        flex={1}
        data-autofocus={autoFocus || undefined}
      />
      <NativeSelect
        {...(focused ? { 'aria-label': texts.fields.currency, size: 'xs' } : { label: texts.fields.currency })}
        data={known}
        value={value.currency}
        onChange={(event) => onChange({ ...value, currency: event.currentTarget.value })}
        w={focused ? 78 : 96}
      />
    </Group>
  );
}

const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
const separator = parts.find(({ type }) => type === 'group')?.value ?? ' ';
const decimal = parts.find(({ type }) => type === 'decimal')?.value ?? '.';

/** The currency a person used last. */
export const lastCurrency = () => localStorage.getItem('trellis-currency') ?? 'EUR';
export const rememberCurrency = (currency: string) => localStorage.setItem('trellis-currency', currency);
