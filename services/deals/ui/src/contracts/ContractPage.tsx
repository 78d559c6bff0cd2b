import '../deal/deal.css';
import { Anchor, Button, Group, NumberInput, Skeleton, Stack, Switch, Text, Textarea, TextInput, Title } from '@mantine/core';
import { api, data, date, Dialog, Empty, Failure, Refusal, toast, usePeople, useDraft } from '@trellis/kit';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { IconRefresh } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Link, useParams } from 'react-router';
import { Fact, TextFact } from '../deal/Fact';
import { ToDo } from '../deal/ToDo';
import { Whose } from '../deals/DealList';
import { amount } from '../shared/amounts';
import { AmountField, lastCurrency } from '../shared/AmountField';
import { useActivities } from '../shared/queries';
import type { Contract, Money } from '../shared/types';
import { Buttons, Said } from '../shared/WinDialog';
import { texts } from '../texts';
import { Left } from './ContractList';
import { Usage } from './Usage';

const REMINDED_DAYS = 14;

/** One contract: how long it runs, what happens at its end, what is to do before. */
export function ContractPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['sales', 'contract', id],
    queryFn: () => data(api.GET('/v1/contracts/{id}', { params: { path: { id } } })),
  });
  const { data: contract, error } = query;
  if (error instanceof Refusal && error.problem.status === 404) {
    return (
      <>
        <Title order={1}>{texts.contracts.notFound}</Title>
        <Empty title={texts.contracts.notFound}>{texts.contracts.notFoundHelp}</Empty>
      </>
    );
  }
  if (error) return <Failure error={error} retry={() => void query.refetch()} />;
  if (!contract) return <Skeleton h={320} />;
  return <Record contract={contract} />;
}

function Record({ contract }: { contract: Contract }) {
  const [dialog, setDialog] = useState<'renew' | 'end'>();
  const active = contract.state === 'ACTIVE';
  const { data: activities = [] } = useActivities(
    contract.contact_id ? `contact_id = "${contract.contact_id}" AND state = OPEN` : `deal_id = "${contract.deal_id}" AND state = OPEN`,
    'due_time',
    Boolean(contract.contact_id || contract.deal_id),
  );
  return (
    <>
      <Group justify="space-between" align="flex-end" mb="md" gap="sm">
        <div>
          <Anchor component={Link} to="/contracts" size="sm" c="dimmed">
            {texts.contracts.back}
          </Anchor>
          <Title order={1} mt={2}>
            {contract.title}
          </Title>
          <Group gap={8} mt={4}>
            {contract.value && (
              <Text fw={650} size="lg" className="numbers">
                {amount(contract.value)}
              </Text>
            )}
            <Left contract={contract} />
          </Group>
        </div>
        {active && (
          <Group gap="xs" className="actions">
            <Button variant="default" onClick={() => setDialog('end')}>
              {texts.contracts.endIt}
            </Button>
            <Button leftSection={<IconRefresh size={16} />} onClick={() => setDialog('renew')}>
              {texts.contracts.renew}
            </Button>
          </Group>
        )}
      </Group>
      {contract.end_reason && (
        <div className="outcome">
          <b>{texts.contracts.why}</b> {contract.end_reason}
        </div>
      )}
      <div className="record">
        <section className="card panel" aria-label={texts.contracts.facts}>
          <h2>{texts.contracts.facts}</h2>
          <Facts contract={contract} />
        </section>
        <div className="record-side">
          <section className="card panel" aria-label={texts.contracts.renewals}>
            {active && (
              <Text size="sm" c="dimmed" mb="sm">
                {texts.contracts.reminder(date(dayjs(contract.end_date).subtract(REMINDED_DAYS, 'day').format('YYYY-MM-DD')))}
              </Text>
            )}
            {activities.length > 0 ? <ToDo title={texts.contracts.renewals} activities={activities} linked /> : <Text size="sm">{texts.brief.nothingOpen}</Text>}
          </section>
          <Usage contract={contract} />
        </div>
      </div>
      {dialog === 'renew' && <Renew contract={contract} close={() => setDialog(undefined)} />}
      {dialog === 'end' && <End contract={contract} close={() => setDialog(undefined)} />}
    </>
  );
}

function Facts({ contract }: { contract: Contract }) {
  const client = useQueryClient();
  const { nameOf } = usePeople();
  const key = ['sales', 'contract', contract.id];
  const reload = () => client.invalidateQueries({ queryKey: key });
  const save = async (body: object) => {
    const current = client.getQueryData<Contract>(key) ?? contract;
    const path = { path: { id: contract.id }, header: { 'If-Match': `"${current.etag}"` } };
    client.setQueryData(key, await data(api.PATCH('/v1/contracts/{id}', { params: path, body })));
    void client.invalidateQueries({ queryKey: ['contracts'] });
  };
  const shared = { reload, fixed: contract.state === 'ENDED' };
  return (
    <dl className="facts">
      <dt>{texts.contracts.customer}</dt>
      <TextFact {...shared} label={texts.contracts.customer} value={contract.company_name} show={contract.company_name} save={(company_name) => save({ company_name })} />
      {contract.contact_id && (
        <>
          <dt>{texts.fields.contact_id}</dt>
          <dd className="fact-fixed">
            <Anchor href={`/leads/people/${contract.contact_id}`} inherit>
              {contract.contact_name}
            </Anchor>
          </dd>
        </>
      )}
      <dt>{texts.contracts.value}</dt>
      <Fact<Money>
        {...shared}
        label={texts.contracts.value}
        value={contract.value ?? { currency: lastCurrency(), amount: '' }}
        words={contract.value ? amount(contract.value) : ''}
        show={contract.value && amount(contract.value)}
        save={(value) => save({ value: value.amount ? value : null })}
        edit={(draft, set, _commit, error) => <AmountField value={draft} onChange={set} error={error} focused />}
      />
      {contract.plan && (
        <>
          <dt>{texts.contracts.usage.plan}</dt>
          <dd className="fact-fixed">{texts.contracts.usage.since(contract.plan, date(contract.plan_start_date || contract.start_date))}</dd>
        </>
      )}
      <dt>{texts.contracts.start}</dt>
      <TextFact {...shared} type="date" label={texts.contracts.start} value={contract.start_date} show={date(contract.start_date)} save={(start_date) => save({ start_date })} />
      <dt>{texts.contracts.end}</dt>
      <TextFact {...shared} type="date" label={texts.contracts.end} value={contract.end_date} show={date(contract.end_date)} save={(end_date) => save({ end_date })} />
      <dt>{texts.contracts.renewal}</dt>
      <dd className="fact-fixed">
        <Switch
          size="sm"
          label={texts.contracts.autoRenew}
          description={texts.contracts.autoHelp}
          checked={contract.auto_renew}
          disabled={contract.state === 'ENDED'}
          onChange={(event) => void save({ auto_renew: event.currentTarget.checked }).catch((error: Error) => toast.bad(error.message))}
        />
      </dd>
      <dt>{texts.contracts.account}</dt>
      <dd className="fact-fixed">
        <Whose name={nameOf(contract.owner_id)} />
      </dd>
      {contract.deal_id && (
        <>
          <dt>{texts.contracts.deal}</dt>
          <dd className="fact-fixed">
            <Anchor component={Link} to={`/deals/${contract.deal_id}`} inherit>
              {contract.title}
            </Anchor>
          </dd>
        </>
      )}
    </dl>
  );
}

function Renew({ contract, close }: { contract: Contract; close: () => void }) {
  const client = useQueryClient();
  const [months, setMonths] = useState<number>(12);
  const renew = useMutation({
    meta: { quiet: true },
    mutationFn: () => data(api.POST('/v1/contracts/{id}:renew', { params: { path: { id: contract.id } }, body: { months } })),
    onSuccess: (renewed) => {
      close();
      toast.good(texts.contracts.renewed(renewed.title, date(renewed.end_date)));
      void client.invalidateQueries();
    },
  });
  const until = dayjs(contract.end_date).add(months, 'month').format('YYYY-MM-DD');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    renew.mutate();
  };
  return (
    <Dialog onClose={close} title={texts.contracts.renewTitle(contract.title)}>
      <Stack component="form" gap="sm" onSubmit={submit}>
        <NumberInput label={texts.contracts.months} min={1} max={120} value={months} data-autofocus onChange={(value) => setMonths(Number(value) || 1)} />
        <Text size="sm" c="dimmed">
          {texts.contracts.renewHelp(date(until))}
        </Text>
        <Said error={renew.error} />
        <Buttons close={close} waiting={renew.isPending} label={texts.contracts.renew} />
      </Stack>
    </Dialog>
  );
}

const FRESH = { reason: '', end_date: '' };

function End({ contract, close }: { contract: Contract; close: () => void }) {
  const client = useQueryClient();
  const [draft, setDraft, clear] = useDraft(`end-${contract.id}`, FRESH);
  const end = useMutation({
    meta: { quiet: true },
    mutationFn: () => data(api.POST('/v1/contracts/{id}:end', { params: { path: { id: contract.id } }, body: draft })),
    onSuccess: () => {
      clear();
      close();
      toast.good(texts.contracts.endedToast(contract.title));
      void client.invalidateQueries();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    end.mutate();
  };
  return (
    <Dialog onClose={close} title={texts.contracts.endTitle(contract.title)}>
      <Stack component="form" gap="sm" onSubmit={submit}>
        <Textarea label={texts.contracts.reason} data-autofocus autosize minRows={2} value={draft.reason} onChange={(event) => setDraft({ ...draft, reason: event.currentTarget.value })} />
        <TextInput label={`${texts.contracts.lastDay} (${texts.common.optional})`} type="date" value={draft.end_date} onChange={(event) => setDraft({ ...draft, end_date: event.currentTarget.value })} />
        <Said error={end.error} />
        <Buttons close={close} waiting={end.isPending} label={texts.contracts.endIt} />
      </Stack>
    </Dialog>
  );
}
