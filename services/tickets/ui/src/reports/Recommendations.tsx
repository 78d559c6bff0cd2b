import { Skeleton, Text } from '@mantine/core';
import { api, count, data, Failure, locale, When } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { texts } from '../texts';
import { Bar } from './Bar';

const signed = (score: number) => new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' }).format(score);

/** Whether customers would recommend us: promoters less detractors, and what they said last. */
export function Recommendations({ since }: { since: string }) {
  const { data: found, error } = useQuery({
    queryKey: ['support', 'nps', since],
    queryFn: () => data(api.GET('/v1/reports/nps', { params: { query: { since_date: since } } })),
  });
  if (error) return <Failure error={error} />;
  if (!found) return <Skeleton h={200} />;
  const parts = [
    [texts.nps.promoters, found.promoters],
    [texts.nps.passives, found.passives],
    [texts.nps.detractors, found.detractors],
  ] as const;
  const most = Math.max(1, ...parts.map(([, value]) => value));
  return (
    <section className="card report" aria-label={texts.nps.title}>
      <h2>{texts.nps.title}</h2>
      <Text size="sm" c="dimmed">
        {texts.reports.answered(found.answered, found.sent)}
      </Text>
      {found.answered === 0 ? (
        <Text size="sm">{texts.nps.nobody}</Text>
      ) : (
        <p className="nps">
          <b className="numbers">{signed(found.nps ?? 0)}</b> {texts.nps.of}
        </p>
      )}
      {parts.map(([label, value]) => (
        <Bar key={label} label={label} value={value} most={most} />
      ))}
      <ul className="plain">
        {found.comments.map((said) => (
          <li key={said.id} className="side-line">
            <span>“{said.comment}”</span>
            <span className="quiet">
              {texts.nps.scoreOf(count(said.score ?? 0))}, <a href={`/leads/people/${said.contact_id}`}>{said.contact_name || said.contact_email}</a>{' '}
              {said.answer_time && <When time={said.answer_time} />}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
