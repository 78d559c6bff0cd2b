import { Anchor, Button, Checkbox, Group, NativeSelect, SegmentedControl, Skeleton, Text, TextInput, Title, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Empty, Failure, lazyOf, may, usePeople, useSession } from '@trellis/kit';
import { Board, type Lane } from '@trellis/kit/board/Board';
import { IconPlus, IconSearch, IconTrophy, IconX } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { added, amounts, weighted } from '../shared/amounts';
import { useBoard, usePipelines } from '../shared/queries';
import type { BoardData, BoardStage, Deal, Money, Pipeline, Stage } from '../shared/types';
import { useStages } from '../shared/useStages';
import { texts } from '../texts';
import { DealCard } from './DealCard';

const NewDeal = lazyOf(() => import('../deals/NewDeal'), 'NewDeal');

/** The pipeline as a board: every stage with its deals, its sums and what they are likely to bring. */
export function BoardPage() {
  const view = useBoardView();
  const pipelines = usePipelines();
  const board = useBoard(view.pipelineId, view.filter);
  const pipeline = pipelines.data?.find(({ id }) => id === board.data?.pipeline_id);
  const { go, dialogs } = useStages();
  const [creating, setCreating] = useState(false);
  const session = useSession();
  const { nameOf } = usePeople();
  const error = pipelines.error ?? board.error;
  const none = board.data?.stages.every(({ count }) => count === 0);
  return (
    <>
      <Group justify="space-between" align="flex-start" mb="sm" gap="sm" wrap="nowrap">
        <div>
          <Title order={1}>{texts.board.title}</Title>
          {board.data && pipeline && <Totals board={board.data} pipeline={pipeline} />}
        </div>
        {may(session, 'deals.write') && (
          <Button flex="none" leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
            {texts.nav.newDeal}
          </Button>
        )}
      </Group>
      <BoardBar view={view} pipelines={pipelines.data ?? []} shown={pipeline?.id} />
      {error && <Failure error={error} retry={() => void board.refetch()} />}
      {!board.data && !error && <WaitingBoard />}
      {board.data && pipeline && none && view.filter === '' && (
        <Empty
          title={texts.board.emptyTitle}
          action={
            <Button size="xs" variant="light" onClick={() => setCreating(true)}>
              {texts.nav.newDeal}
            </Button>
          }
        >
          {texts.board.empty}
        </Empty>
      )}
      {board.data && pipeline && none && view.filter !== '' && (
        <Empty
          title={texts.board.noMatchTitle}
          action={
            <Button size="xs" variant="light" onClick={view.clear}>
              {texts.board.showAll}
            </Button>
          }
        >
          {texts.board.noMatch}
        </Empty>
      )}
      {board.data && pipeline && !none && (
        <Board<Deal>
          label={texts.board.label}
          lanes={lanesOf(board.data, pipeline, view.filter)}
          id={(deal) => deal.id}
          name={(deal) => deal.title}
          move={(deal, lane) => go(deal, stageOf(pipeline, lane.id))}
          render={(deal, menu) => <DealCard deal={deal} owner={nameOf(deal.owner_id)} menu={menu} />}
        />
      )}
      {dialogs}
      {creating && (
        <Suspense>
          <NewDeal pipelineId={pipeline?.id ?? ''} close={() => setCreating(false)} />
        </Suspense>
      )}
    </>
  );
}

const stageOf = (pipeline: Pipeline, id: string): Stage => pipeline.stages.find((stage) => stage.id === id)!;

function lanesOf(board: BoardData, pipeline: Pipeline, filter: string): Lane<Deal>[] {
  const open = board.stages.map((stage) => ({
    id: stage.stage_id,
    title: stage.name,
    cards: stage.deals,
    head: <LaneHead stage={stage} percent={stageOf(pipeline, stage.stage_id)?.probability ?? 0} />,
    foot: stage.more && (
      <Anchor component={Link} to={listOf(stage, filter)} size="xs" className="lane-more">
        {texts.board.more(stage.count)}
      </Anchor>
    ),
  }));
  const closing = pipeline.stages
    .filter(({ kind }) => kind !== 'OPEN')
    .map((stage) => ({ id: stage.id, title: stage.name, cards: [], target: true, head: <ClosingHead stage={stage} /> }));
  return [...open, ...closing];
}

const listOf = (stage: BoardStage, filter: string) => {
  const parts = [`stage_id = "${stage.stage_id}"`, 'state = OPEN', ...(filter ? [`(${filter})`] : [])];
  return `/deals?${new URLSearchParams({ filter: parts.join(' AND ') })}`;
};

function LaneHead({ stage, percent }: { stage: BoardStage; percent: number }) {
  return (
    <>
      <span className="lane-count numbers">{stage.count}</span>
      <Tooltip label={texts.board.likelyLong(percent)}>
        <span className="lane-percent numbers">{texts.board.likely(percent)}</span>
      </Tooltip>
      <div className="lane-sums numbers">
        {amounts(stage.sums) || ' '}
        {stage.sums.length > 0 && percent > 0 && percent < 100 && (
          <span className="lane-weighted">{texts.board.weighted(weighted(stage.sums, percent))}</span>
        )}
      </div>
    </>
  );
}

const ClosingHead = ({ stage }: { stage: Stage }) => (
  <Text size="xs" c="dimmed" mt={2} className="lane-closing">
    {stage.kind === 'WON' ? <IconTrophy size={14} aria-hidden /> : <IconX size={14} aria-hidden />}
    {stage.kind === 'WON' ? texts.board.dropWon : texts.board.dropLost}
  </Text>
);

function Totals({ board, pipeline }: { board: BoardData; pipeline: Pipeline }) {
  const total = (share: (stage: BoardStage) => number) =>
    board.stages
      .flatMap((stage) => stage.sums.map((sum) => ({ ...sum, amount: String(Number(sum.amount) * share(stage)) })))
      .reduce<Money[]>((sums, sum) => added(sums, sum, 1), [])
      .map((sum) => ({ ...sum, amount: String(Math.round(Number(sum.amount))) }));
  const open = total(() => 1);
  if (open.length === 0) return null;
  const expected = total((stage) => (stageOf(pipeline, stage.stage_id)?.probability ?? 0) / 100);
  return (
    <Text size="sm" c="dimmed" className="numbers">
      {texts.board.open(amounts(open))}, {texts.board.expected(amounts(expected))}
    </Text>
  );
}

/** What the board shows lives in the URL, so that Back, reload and sharing work. */
function useBoardView() {
  const [parameters, setParameters] = useSearchParams();
  const put = (name: string, value: string) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const whose = parameters.get('whose') ?? '';
  const search = parameters.get('q') ?? '';
  const stuck = parameters.get('stuck') === '1';
  const word = search.replaceAll('\\', '').replaceAll('"', '');
  const filter = [
    whose === 'mine' && 'owner_id = me',
    stuck && 'stuck_time <= now',
    word && `(title:"${word}" OR company_name:"${word}" OR contact_name:"${word}")`,
  ]
    .filter(Boolean)
    .join(' AND ');
  const [typed, setTyped] = useState(search);
  const clear = () => {
    setParameters((before) => new URLSearchParams([...before].filter(([name]) => name === 'pipeline')), { replace: true });
    setTyped('');
  };
  return { pipelineId: parameters.get('pipeline') ?? '', whose, search, stuck, filter, put, clear, typed, setTyped };
}

interface BarProps {
  view: ReturnType<typeof useBoardView>;
  pipelines: Pipeline[];
  shown: string | undefined;
}

function BoardBar({ view, pipelines, shown }: BarProps) {
  const search = useDebouncedCallback((text: string) => view.put('q', text), 200);
  return (
    <Group gap="xs" mb="sm" role="search">
      {pipelines.length > 1 && (
        <NativeSelect
          aria-label={texts.board.pipeline}
          data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
          value={view.pipelineId || shown}
          onChange={(event) => view.put('pipeline', event.currentTarget.value)}
        />
      )}
      <SegmentedControl
        aria-label={texts.board.whose}
        data={[
          { value: '', label: texts.board.everyone },
          { value: 'mine', label: texts.board.mine },
        ]}
        value={view.whose}
        onChange={(value) => view.put('whose', value)}
      />
      <Checkbox
        label={texts.board.stuckOnly}
        checked={view.stuck}
        onChange={(event) => view.put('stuck', event.currentTarget.checked ? '1' : '')}
      />
      <TextInput
        aria-label={texts.board.search}
        placeholder={texts.board.search}
        leftSection={<IconSearch size={15} />}
        value={view.typed}
        onChange={(event) => {
          view.setTyped(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
        w={{ base: '100%', xs: 240 }}
      />
    </Group>
  );
}

const WaitingBoard = () => (
  <div className="board" aria-busy>
    {[5, 3, 4].map((cards, lane) => (
      <div key={lane} className="lane">
        {Array.from({ length: cards }, (_, card) => (
          <Skeleton key={card} h={72} m={8} w="auto" radius={9} />
        ))}
      </div>
    ))}
  </div>
);
