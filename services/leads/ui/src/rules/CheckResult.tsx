import { Text, Title } from '@mantine/core';
import { count, Empty, percent, Stat, Stats } from '@trellis/kit';
import { Bars } from '../reports/Bars';
import { texts } from '../texts';
import { verdict, type Backtest } from './verdict';

const { scoringCheck: say } = texts;

/** Below so many deals, chance says more than the rules. */
const FEW = 10;

/** What looking back found: a sentence, the numbers behind it, and what they do not say. */
export function CheckResult({ found }: { found: Backtest }) {
  const { contact_count, deal_count } = found;
  if (contact_count === 0) return <Empty title={say.nobody}>{say.nobodyHelp}</Empty>;
  return (
    <div className="check">
      <Text fw={600} className="check-words">
        {verdict(found)}
      </Text>
      {deal_count > 0 && (
        <>
          {deal_count < FEW && (
            <Text size="sm" className="check-words">
              {say.few(deal_count)}
            </Text>
          )}
          <Numbers found={found} />
          <Shares found={found} />
          <Text size="sm" className="check-words">
            {say.missedHelp}
          </Text>
        </>
      )}
      <div>
        <Title order={3} size="h5">
          {say.means}
        </Title>
        <ul className="check-means">
          {say.meanings.map((meaning) => (
            <li key={meaning}>{meaning}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Numbers({ found: { contact_count, deal_count, bands } }: { found: Backtest }) {
  const cold = bands.find(({ rating }) => rating === 'COLD');
  const hot = bands.find(({ rating }) => rating === 'HOT');
  return (
    <Stats>
      <Stat label={say.looked} value={count(contact_count)} />
      <Stat label={say.deals} value={count(deal_count)} note={say.dealsNote(deal_count / contact_count)} />
      <Stat label={say.missed} value={count(cold?.deals_before ?? 0)} note={say.missedNote} />
      <Stat label={say.waiting} value={count((hot?.contacts_before ?? 0) - (hot?.deals_before ?? 0))} note={say.waitingNote} />
    </Stats>
  );
}

/** How many of each rating became a deal, hottest first, on a scale to all of them. */
function Shares({ found: { bands } }: { found: Backtest }) {
  const rows = bands.map(({ rating, contacts_before, deals_before }) => ({
    key: rating,
    label: texts.ratings[rating],
    note: say.of(deals_before, contacts_before),
    value: contacts_before > 0 ? deals_before / contacts_before : 0,
    said: contacts_before > 0 ? percent(deals_before / contacts_before) : say.none,
  }));
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        {say.shares}
      </Title>
      <Bars label={say.shares} rows={rows.reverse()} />
    </div>
  );
}
