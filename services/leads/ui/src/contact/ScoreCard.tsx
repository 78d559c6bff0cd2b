import { api, data, Pill, Score, Section, When } from '@trellis/kit';
import { Anchor, Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { nameOf } from '../people/columns';
import { ratingTone, type Contact } from '../shared/choices';
import { texts } from '../texts';

const { score: say } = texts;
const SHOWN = 5;

const signed = (points: number) => (points > 0 ? `+${points}` : String(points));

/** Why a person has this score: every reason with what it is worth now; together they are the score. */
export function ScoreCard({ contact }: { contact: Contact }) {
  const [all, setAll] = useState(false);
  const { data: score } = useQuery({
    queryKey: ['score', contact.id],
    queryFn: () => data(api.GET('/v1/contacts/{id}/score', { params: { path: { id: contact.id } } })),
    retry: false,
  });
  if (!score) return null;
  const counting = score.entries.filter(({ counted, worth }) => counted !== 0 || worth !== 0);
  const shown = all ? counting : counting.slice(0, SHOWN);
  return (
    <Section title={say.title} aside={<Pill tone={ratingTone(score.rating)}>{texts.ratings[score.rating]}</Pill>}>
      <Score value={score.score} of={nameOf(contact)} />
      <Text size="sm" c="dimmed" mt={4}>
        {score.rating_reason || say.steps(score.warm_score, score.hot_score)} · <span title={say.gradeHelp}>{say.grade(score.grade)}</span>
      </Text>
      {score.groups.map(({ group, counted, cap }) => (
        <div key={group} className="score-group">
          <Text size="xs" c="dimmed" component="div" className="numbers">
            {say.groups[group as keyof typeof say.groups]} <span>{say.of(counted, cap)}</span>
          </Text>
          <Progress size={5} value={cap > 0 ? (100 * Math.max(0, counted)) / cap : 0} aria-label={say.groups[group as keyof typeof say.groups]} />
        </div>
      ))}
      <ul className="plain reasons">
        {shown.map((entry) => (
          <li key={`${entry.rule_id}${entry.timeline_entry_id}`}>
            <b className="numbers">{signed(entry.counted)}</b>
            <span>
              {entry.rule_name}
              {entry.occur_time && (
                <Text span size="xs" c="dimmed">
                  {' '}
                  <When time={entry.occur_time} />
                </Text>
              )}
            </span>
          </li>
        ))}
      </ul>
      {counting.length === 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {say.nothing}
        </Text>
      )}
      {counting.length > SHOWN && (
        <Anchor component="button" type="button" size="sm" onClick={() => setAll(!all)}>
          {all ? say.fewer : say.all(counting.length)}
        </Anchor>
      )}
    </Section>
  );
}
