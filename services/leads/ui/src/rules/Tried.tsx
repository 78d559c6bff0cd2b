import { Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { date, filterWords, Pill, Score, When, type Schemas } from '@trellis/kit';
import { ratingTone, type Contact } from '../shared/choices';
import { useContactFields } from '../shared/useFields';
import { texts } from '../texts';
import type { ScoringDesign } from './design';

const { scoringTry: say, scoring } = texts;

type Answer = Schemas['leads.TryScoringRuleResponse'];
type Explained = Schemas['leads.Score'];
type Entry = Schemas['leads.ScoreEntry'];

interface Props {
  tried: Answer;
  design: ScoringDesign;
  name: string;
}

/** The score of a person today and with a rule, and everything the rule finds. */
export function Tried({ tried, design, name }: Props) {
  const { entries, score_before, rating_before } = tried;
  const score = tried.score as Explained;
  return (
    <>
      <Text fw={600}>{headline(name, tried, score)}</Text>
      <div className="tried-scores">
        <Standing label={say.today} points={score_before} rating={rating_before} name={name} />
        <IconArrowRight size={18} aria-hidden />
        <Standing label={say.withRule} points={score.score} rating={score.rating} name={name} />
      </div>
      {entries.length === 0 ? (
        <Text size="sm">{nothing(design, name)}</Text>
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {say.finds(entries.length)}
          </Text>
          <ul className="plain reasons" aria-label={say.why}>
            {entries.map((entry, place) => (
              <Found key={entry.timeline_entry_id || place} entry={entry} design={design} />
            ))}
          </ul>
        </>
      )}
      {design.disabled && (
        <Text size="sm" c="dimmed" mt="xs">
          {say.off}
        </Text>
      )}
    </>
  );
}

const rated = (rating: Contact['rating']) => texts.ratings[rating].toLowerCase();

function headline(name: string, { score_before, rating_before }: Answer, { score, rating }: Explained) {
  if (rating !== rating_before) return say.becomes(name, score_before, score, rated(rating_before), rated(rating));
  return score === score_before ? say.stays(name, score, rated(rating)) : say.changes(name, score_before, score, rated(rating));
}

function nothing({ basis, min_occurrences, within_days }: ScoringDesign, name: string) {
  if (basis === 'RECORD') return say.notSo(name);
  return min_occurrences > 1 ? say.tooSeldom(name, min_occurrences, within_days) : say.never(name);
}

const Standing = ({ label, points, rating, name }: { label: string; points: number; rating: Contact['rating']; name: string }) => (
  <div>
    <Text size="xs" c="dimmed">
      {label}
    </Text>
    <span className="tried-score">
      <Score value={points} of={name} />
      <Pill tone={ratingTone(rating)}>{texts.ratings[rating]}</Pill>
    </span>
  </div>
);

function Found({ entry, design }: { entry: Entry; design: ScoringDesign }) {
  const fields = useContactFields();
  const notes = notesOf(entry);
  return (
    <li>
      <b className="numbers">{scoring.worth(entry.counted)}</b>
      <span>
        {entry.occur_time ? entry.title : filterWords(design.filter, fields)}
        {entry.occur_time && (
          <Text span size="xs" c="dimmed">
            {' '}
            <When time={entry.occur_time} />
          </Text>
        )}
        {notes && (
          <Text size="xs" c="dimmed">
            {notes}
          </Text>
        )}
      </span>
    </li>
  );
}

/** Why it counts less than the rule says, and what else it does. */
const notesOf = ({ points, worth, counted, hot_until_time }: Entry) =>
  [
    worth !== points && say.aged(points, worth),
    counted !== worth && (worth > 0 ? say.capped(worth) : say.floored(worth)),
    hot_until_time && say.hotUntil(date(hot_until_time.slice(0, 10))),
  ]
    .filter(Boolean)
    .join(' ');
