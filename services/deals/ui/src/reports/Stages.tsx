import { Skeleton, Table } from '@mantine/core';
import { api, count, data, Empty, Failure, locale } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import type { Schemas } from '@trellis/kit';
import { useBoard } from '../shared/queries';
import { texts } from '../texts';
import { type Behind, DealsBehind, Opens } from './Numbers';

const Bars = lazy(() => import('./charts'));
const DAY = 86_400;

type StageReport = Schemas['deals.StageReport'];

const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const left = (stage: StageReport) => stage.advanced + stage.lost;

/** How many deals came into each stage, went on and were lost, and how long they stayed. */
export function Stages({ since }: { since: string }) {
  const [behind, setBehind] = useState<Behind>();
  const { data: stages, error, refetch } = useQuery({
    queryKey: ['sales', 'report', 'stages', since],
    queryFn: () => data(api.GET('/v1/reports/stages', { params: { query: { since_date: since } } })).then((report) => report.stages),
  });
  const { data: board } = useBoard('', '');
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!stages) return <Skeleton h={300} />;
  if (stages.every(({ entered }) => entered === 0)) return <Empty title={texts.reports.none}>{texts.board.empty}</Empty>;
  const slowest = most(stages, (stage) => Math.round(stage.median_seconds / DAY));
  const leakiest = most(stages, (stage) => (left(stage) ? stage.lost / left(stage) : 0));
  const there = (id: string) => board?.stages.find(({ stage_id }) => stage_id === id)?.count ?? 0;
  const open = (stage: StageReport, number: Behind['number'], words: string) => () =>
    setBehind({ stageId: stage.stage_id, number, title: `${stage.name}: ${words.toLowerCase()}` });
  const { reports: say } = texts;
  return (
    <>
      <figure className="card panel chart" aria-label={say.chartStages}>
        <figcaption>{say.chartStages}</figcaption>
        <Suspense fallback={<Skeleton h={240} />}>
          <Bars
            bars={stages.map(({ name, entered, advanced, lost }) => ({ label: name, entered, advanced, lost }))}
            series={[
              { name: 'entered', label: say.entered, color: 'gray.5' },
              { name: 'advanced', label: say.advanced, color: 'pine.7' },
              { name: 'lost', label: say.lost, color: 'ember.6' },
            ]}
          />
        </Suspense>
      </figure>
      <div className="card">
        <Table.ScrollContainer minWidth={640} type="native">
          <Table className="table" verticalSpacing={9} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say.stage}</Table.Th>
                {[say.now, say.entered, say.advanced, say.lost, say.rate, say.median].map((label) => (
                  <Table.Th key={label} ta="right">
                    {label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {stages.map((stage) => (
                <Table.Tr key={stage.stage_id}>
                  <Table.Td fw={550}>{stage.name}</Table.Td>
                  <Table.Td ta="right">
                    <Link className="opens numbers" to={`/deals?${new URLSearchParams({ filter: `state = OPEN AND stage_id = "${stage.stage_id}"` })}`}>
                      {count(there(stage.stage_id))}
                    </Link>
                  </Table.Td>
                  <Table.Td ta="right">
                    <Opens value={count(stage.entered)} label={say.entered} open={open(stage, 'ENTERED', say.entered)} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <Opens value={count(stage.advanced)} label={say.advanced} open={open(stage, 'ADVANCED', say.advanced)} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <Opens value={count(stage.lost)} label={say.lost} open={open(stage, 'LOST', say.lost)} />
                    {stage === leakiest && <span className="mark">{say.leakiest}</span>}
                  </Table.Td>
                  <Table.Td ta="right" className="numbers">
                    {left(stage) ? percent.format(stage.advanced / left(stage)) : '–'}
                  </Table.Td>
                  <Table.Td ta="right" className="numbers">
                    {left(stage) ? say.days(stage.median_seconds / DAY) : '–'}
                    {stage === slowest && <span className="mark">{say.slowest}</span>}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </div>
      {behind && <DealsBehind behind={behind} since={since} close={() => setBehind(undefined)} />}
    </>
  );
}

/** The stage that stands out, if one does. */
function most(stages: StageReport[], measure: (stage: StageReport) => number): StageReport | undefined {
  const [best, next] = stages.toSorted((one, other) => measure(other) - measure(one));
  return best && measure(best) > (next ? measure(next) : 0) ? best : undefined;
}
