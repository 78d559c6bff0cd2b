import { locale } from '@trellis/kit';
import type { Money } from './types';

/** €18,000 and £79.50: cents only where there are some. */
export const amount = ({ currency, amount: value }: Money) =>
  new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  } as Intl.NumberFormatOptions).format(Number(value));

/** Sums of several currencies, side by side; never added up. */
export const amounts = (sums: Money[]) => sums.map(amount).join(' · ');

/** Sums at their probability, in whole units. */
export const weighted = (sums: Money[], percent: number) =>
  amounts(
    sums.map(({ currency, amount: value }) => ({
      currency,
      amount: String(Math.round((Number(value) * percent) / 100)),
    })),
  );

/** Adds an amount to the sum of its currency; sign -1 takes it away. */
export function added(sums: Money[], money: Money | undefined, sign: 1 | -1): Money[] {
  if (!money) return sums;
  const rest = sums.filter(({ currency }) => currency !== money.currency);
  const before = sums.find(({ currency }) => currency === money.currency);
  const total = Number(before?.amount ?? 0) + sign * Number(money.amount);
  const next = total > 0 ? [{ currency: money.currency, amount: total.toFixed(2) }] : [];
  return before ? sums.flatMap((sum) => (sum === before ? next : [sum])) : [...rest, ...next];
}
