import { NativeSelect, TagsInput } from '@mantine/core';
import { ContactPicker, date, Person, usePeople, words } from '@trellis/kit';
import { useQueryClient } from '@tanstack/react-query';
import { AmountField, lastCurrency } from '../shared/AmountField';
import { amount } from '../shared/amounts';
import { isPast } from '../shared/days';
import { saveDeal } from '../shared/queries';
import type { Deal, DealPatch, Money } from '../shared/types';
import { texts } from '../texts';
import { Fact, TextFact } from './Fact';

/** The facts of a deal, each edited where it stands. */
export function Details({ deal }: { deal: Deal }) {
  const client = useQueryClient();
  const { people: users, nameOf } = usePeople();
  const owner = nameOf(deal.owner_id);
  const key = ['sales', 'deal', deal.id];
  const reload = () => client.invalidateQueries({ queryKey: key });
  const save = async (patch: DealPatch) => {
    const current = client.getQueryData<Deal>(key) ?? deal;
    const saved = await saveDeal(current, patch);
    client.setQueryData(key, saved);
    void client.invalidateQueries({ queryKey: ['sales'] });
  };
  const closed = deal.state !== 'OPEN';
  const shared = { reload, fixed: closed };
  return (
    <dl className="facts">
      <dt>{texts.fields.owner}</dt>
      <Fact
        label={texts.fields.owner!}
        reload={reload}
        value={deal.owner_id}
        words={owner}
        show={
          owner && (
            <span className="with-person">
              <Person name={owner} /> {owner}
            </span>
          )
        }
        save={(owner_id) => save({ owner_id })}
        edit={(draft, _set, commit, error) => (
          <NativeSelect
            size="xs"
            aria-label={texts.fields.owner}
            autoFocus
            data={users.filter(({ state, id }) => state === 'ACTIVE' || id === draft).map(({ id, name }) => ({ value: id, label: name }))}
            value={draft}
            error={error}
            onChange={(event) => commit(event.currentTarget.value)}
          />
        )}
      />
      <dt>{texts.fields.amount}</dt>
      <Fact<Money>
        {...shared}
        label={texts.fields.amount!}
        value={deal.amount ?? { currency: lastCurrency(), amount: '' }}
        words={deal.amount ? amount(deal.amount) : ''}
        show={deal.amount && <span className="numbers">{amount(deal.amount)}</span>}
        save={(value) => save({ amount: value.amount ? value : null })}
        edit={(draft, set, _commit, error) => <AmountField value={draft} onChange={set} error={error} focused />}
      />
      <dt>{texts.fields.expected_close_date}</dt>
      <TextFact
        {...shared}
        type="date"
        label={texts.fields.expected_close_date!}
        value={deal.expected_close_date}
        show={
          deal.expected_close_date && (
            <span className="numbers" data-late={(!closed && isPast(deal.expected_close_date)) || undefined}>
              {date(deal.expected_close_date)}
              {!closed && isPast(deal.expected_close_date) && `, ${texts.board.late}`}
            </span>
          )
        }
        save={(expected_close_date) => save({ expected_close_date })}
      />
      <dt>{texts.fields.next_step}</dt>
      <TextFact {...shared} label={texts.fields.next_step!} value={deal.next_step} show={deal.next_step} save={(next_step) => save({ next_step })} />
      <dt>{texts.fields.next_step_date}</dt>
      <TextFact
        {...shared}
        type="date"
        label={texts.fields.next_step_date!}
        value={deal.next_step_date}
        show={deal.next_step_date && date(deal.next_step_date)}
        save={(next_step_date) => save({ next_step_date })}
      />
      <dt>{texts.fields.contact_id}</dt>
      <Fact
        {...shared}
        label={texts.fields.contact_id!}
        value={deal.contact_id}
        words={deal.contact_name}
        show={deal.contact_name}
        save={(contact_id) => save({ contact_id })}
        edit={(draft, _set, commit, error) => (
          <ContactPicker label="" ariaLabel={texts.fields.contact_id} value={draft} name={deal.contact_name} error={error} autoFocus onChange={(id) => id && commit(id)} />
        )}
      />
      <dt>{texts.fields.company_name}</dt>
      <TextFact {...shared} label={texts.fields.company_name!} value={deal.company_name} show={deal.company_name} save={(company_name) => save({ company_name })} />
      <dt>{texts.fields.tags}</dt>
      <Fact
        label={texts.fields.tags!}
        reload={reload}
        value={deal.tags}
        words={deal.tags.join(', ')}
        show={deal.tags.join(', ')}
        save={(tags) => save({ tags })}
        edit={(draft, set, _commit, error) => (
          <TagsInput size="xs" aria-label={texts.fields.tags} value={draft} onChange={set} error={error} autoFocus />
        )}
      />
      {deal.source && (
        <>
          <dt>{texts.fields.source}</dt>
          <dd className="fact-fixed">{texts.deal.sources[deal.source] ?? words(deal.source)}</dd>
        </>
      )}
    </dl>
  );
}
