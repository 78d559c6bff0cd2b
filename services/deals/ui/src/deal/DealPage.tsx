import './deal.css';
import { Anchor, Badge, Button, Group, Menu, Skeleton, Tabs, Text, Title } from '@mantine/core';
import { api, date, Empty, Failure, moment, MoreMenu, Refusal, toast } from '@trellis/kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconFileText, IconRotate, IconTrash, IconTrophy } from '@tabler/icons-react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { amount } from '../shared/amounts';
import { isPast } from '../shared/days';
import { useContracts, useDeal, usePipelines, useVisits } from '../shared/queries';
import type { Contract, Deal, Pipeline } from '../shared/types';
import { useReopen } from '../shared/useReopen';
import { useStages } from '../shared/useStages';
import { texts } from '../texts';
import { Composer } from './Composer';
import { ContactStory } from './ContactStory';
import { DealPath } from './DealPath';
import { Details } from './Details';
import { People } from './People';
import { Playbook } from './Playbook';
import { Timeline } from './Timeline';

/** One deal: where it stands, what is known, what happened, what comes next. */
export function DealPage() {
  const { id = '' } = useParams();
  const { data: deal, error, refetch } = useDeal(id);
  const { data: pipelines } = usePipelines();
  const pipeline = pipelines?.find((each) => each.id === deal?.pipeline_id);
  if (error instanceof Refusal && error.problem.status === 404) {
    return (
      <>
        <Title order={1}>{texts.deal.notFound}</Title>
        <Empty title={texts.deal.notFound}>{texts.deal.notFoundHelp}</Empty>
      </>
    );
  }
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!deal || !pipeline) return <Waiting />;
  return <Record deal={deal} pipeline={pipeline} />;
}

function Record({ deal, pipeline }: { deal: Deal; pipeline: Pipeline }) {
  const { go, dialogs } = useStages();
  const { data: visits = [] } = useVisits(deal.id);
  const stage = (kind: string) => pipeline.stages.find((each) => each.kind === kind)!;
  return (
    <>
      <Group justify="space-between" align="flex-end" mb="md" gap="sm">
        <Headline deal={deal} />
        <Actions deal={deal} win={() => go(deal, stage('WON'))} lose={() => go(deal, stage('LOST'))} />
      </Group>
      <DealPath deal={deal} pipeline={pipeline} visits={visits} go={(to) => go(deal, to)} />
      {deal.state !== 'OPEN' && <Outcome deal={deal} />}
      <div className="record">
        <div className="record-side">
          <section className="card panel" aria-label={texts.deal.details}>
            <h2>{texts.deal.details}</h2>
            <Details deal={deal} />
          </section>
          <section className="card panel" aria-label={texts.deal.people}>
            <Group justify="space-between" align="baseline">
              <h2>{texts.deal.people}</h2>
              <Anchor component={Link} to={`/deals/${deal.id}/brief`} size="xs">
                {texts.deal.brief}
              </Anchor>
            </Group>
            <People deal={deal} />
          </section>
          <Playbook deal={deal} visits={visits} />
          {deal.state === 'WON' && <ContractOf deal={deal} />}
        </div>
        <Story deal={deal} />
      </div>
      {dialogs}
    </>
  );
}

function Headline({ deal }: { deal: Deal }) {
  const late = deal.state === 'OPEN' && isPast(deal.expected_close_date);
  return (
    <div>
      <Anchor component={Link} to="/" size="sm" c="dimmed">
        {texts.deal.back}
      </Anchor>
      <Title order={1} mt={2}>
        {deal.title}
      </Title>
      <Group gap={8} mt={4}>
        <Text fw={650} size="lg" className="numbers">
          {deal.amount ? amount(deal.amount) : texts.board.noAmount}
        </Text>
        {deal.state === 'OPEN' && (
          <Badge variant="default" tt="none" fw={500} className="numbers">
            {texts.deal.likely(deal.probability)}
          </Badge>
        )}
        {deal.state === 'OPEN' && deal.expected_close_date && (
          <Text size="sm" c={late ? undefined : 'dimmed'} className={late ? 'late' : undefined}>
            {(late ? texts.deal.wasDue : texts.deal.closes)(date(deal.expected_close_date))}
          </Text>
        )}
        {deal.state !== 'OPEN' && deal.close_time && (
          <Text size="sm" c="dimmed">
            {(deal.state === 'WON' ? texts.deal.wonOn : texts.deal.lostOn)(moment(deal.close_time))}
          </Text>
        )}
      </Group>
    </div>
  );
}

function Actions({ deal, win, lose }: { deal: Deal; win: () => void; lose: () => void }) {
  const reopen = useReopen();
  const remove = useDelete(deal);
  return (
    <Group gap="xs" className="actions">
      {deal.state === 'OPEN' ? (
        <>
          <Button variant="default" onClick={lose}>
            {texts.lose.action}
          </Button>
          <Button leftSection={<IconTrophy size={16} />} onClick={win}>
            {texts.win.action}
          </Button>
        </>
      ) : (
        <Button variant="default" leftSection={<IconRotate size={16} />} loading={reopen.isPending} onClick={() => reopen.mutate(deal)}>
          {texts.reopen}
        </Button>
      )}
      <MoreMenu label={texts.deal.more}>
        <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => remove.mutate()}>
          {texts.deal.delete}
        </Menu.Item>
      </MoreMenu>
    </Group>
  );
}

function useDelete(deal: Deal) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const path = { path: { id: deal.id } };
  return useMutation({
    mutationFn: () => api.DELETE('/v1/deals/{id}', { params: path }),
    onSuccess: () => {
      toast.undo(texts.deal.deleted(deal.title), () => {
        void api.POST('/v1/deals/{id}:undelete', { params: path, body: {} }).then(() => client.invalidateQueries({ queryKey: ['sales'] }));
      });
      void client.invalidateQueries({ queryKey: ['sales'] });
      void navigate('/');
    },
  });
}

function Outcome({ deal }: { deal: Deal }) {
  const won = deal.state === 'WON';
  const reason = won ? texts.win.reasons[deal.win_reason] : texts.lose.reasons[deal.loss_reason];
  return (
    <div className="outcome" data-won={won || undefined}>
      <b>{reason}</b>
      {deal.competitor && ` (${deal.competitor})`}
      {deal.close_note && <span>“{deal.close_note}”</span>}
    </div>
  );
}

function ContractOf({ deal }: { deal: Deal }) {
  const { data: contracts } = useContracts(`deal_id = "${deal.id}"`);
  if (!contracts?.length) return null;
  return (
    <section className="card panel" aria-label={texts.deal.contract}>
      <h2>{texts.deal.contract}</h2>
      {contracts.map((contract) => (
        <ContractLine key={contract.id} contract={contract} />
      ))}
    </section>
  );
}

const ContractLine = ({ contract }: { contract: Contract }) => (
  <div className="contract-line">
    <IconFileText size={16} aria-hidden />
    <div>
      <Anchor component={Link} to={`/contracts/${contract.id}`} size="sm" fw={550} c="inherit">
        {contract.title}
      </Anchor>
      <Text size="xs" c="dimmed">
        {(contract.state === 'ACTIVE' ? texts.deal.contractUntil : texts.deal.contractEnded)(date(contract.end_date))}
        {contract.auto_renew && `, ${texts.deal.renews}`}
      </Text>
    </div>
    {contract.value && <b className="numbers">{amount(contract.value)}</b>}
  </div>
);

function Story({ deal }: { deal: Deal }) {
  const [parameters, setParameters] = useSearchParams();
  const tab = parameters.get('tab') ?? 'deal';
  return (
    <section className="card panel" aria-label={texts.deal.story}>
      <Composer about={{ dealId: deal.id, contactId: deal.contact_id, contactName: deal.contact_name }} />
      <Tabs value={tab} onChange={(next) => setParameters(next && next !== 'deal' ? { tab: next } : {}, { replace: true })} mt="md" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="deal">{texts.deal.story}</Tabs.Tab>
          {deal.contact_id && <Tabs.Tab value="contact">{texts.deal.contactStory}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="deal">
          <Timeline deal={deal} />
        </Tabs.Panel>
        <Tabs.Panel value="contact">
          <ContactStory contactId={deal.contact_id} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

const Waiting = () => (
  <div aria-busy>
    <Skeleton h={28} w={320} mb="sm" />
    <Skeleton h={50} mb="md" />
    <div className="record">
      <Skeleton h={320} radius={12} />
      <Skeleton h={420} radius={12} />
    </div>
  </div>
);
