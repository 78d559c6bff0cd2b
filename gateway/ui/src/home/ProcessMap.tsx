import { count, Failure, lasting, may, percent, Section, type Session } from '@trellis/kit';
import { Popover, Skeleton, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { words } from './texts';
import { arrowsOf, peopleIn, STAGES, standing, useJourney, type Arrow } from './journey';

const TEXT = words.home;

/** Whether a person sees only what is theirs and people are never given to them, as in support: the picture would be empty. */
const elsewhere = (session: Session) => session.permissions['reports.read'] === 'own' && !may(session, 'deals.read');

/** The way of people through the firm: a box per stage, the share that moves on, what is slow and what leaks. */
export function ProcessMap({ session }: { session?: Session }) {
  const allowed = session !== undefined && may(session, 'reports.read') && may(session, 'contacts.read') && !elsewhere(session);
  const query = useJourney(allowed);
  if (session && !allowed) return null;
  const arrows = query.data && arrowsOf(query.data);
  return (
    <Section title={TEXT.process}>
      <Text size="sm" c="dimmed" mt={-8} mb="md">
        {session?.permissions['reports.read'] === 'own' ? TEXT.processMine : TEXT.processLead}
      </Text>
      {query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : (
        <ol className="process" aria-busy={!query.data}>
          {STAGES.map((stage, at) => (
            <li key={stage}>
              {at > 0 && <Between arrow={arrows?.[at - 1]} session={session} />}
              <a className="process-box" href={session && peopleIn(stage, session)}>
                <span className="process-count numbers">{query.data ? standing(query.data, stage) : <Skeleton h={24} w={28} />}</span>
                <span>{TEXT.stages[stage]}</span>
              </a>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function Between({ arrow, session }: { arrow?: Arrow; session?: Session }) {
  const line = (
    <svg viewBox="0 0 40 10" width="40" height="10" aria-hidden>
      <path d="M0 5h36M31 1l5 4-5 4" fill="none" stroke="currentColor" />
    </svg>
  );
  if (!arrow || !session || arrow.steps.length === 0)
    return (
      <span className="process-arrow">
        <span className="numbers process-rate">{arrow?.rate === undefined ? '' : percent(arrow.rate)}</span>
        {line}
        <span />
      </span>
    );
  return (
    <Popover position="bottom" withArrow shadow="md" width={300} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className="process-arrow" data-mark={arrow.mark}>
          <VisuallyHidden>{TEXT.wentOn(TEXT.stages[arrow.from])}</VisuallyHidden>
          <span className="numbers process-rate">{percent(arrow.rate ?? 0)}</span>
          {line}
          <span className="process-time">
            <span className="numbers">{lasting(arrow.seconds ?? 0)}</span>
            {arrow.mark && <span>{TEXT[arrow.mark]}</span>}
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown fz="sm">
        <Steps arrow={arrow} session={session} />
      </Popover.Dropdown>
    </Popover>
  );
}

const Steps = ({ arrow, session }: { arrow: Arrow; session: Session }) => (
  <>
    <Text fw={600} size="sm" mb={6}>
      {TEXT.from(TEXT.stages[arrow.from])}
    </Text>
    <ul className="plain process-steps">
      {arrow.steps.map(({ to, count: people, rate, seconds }) => (
        <li key={to}>
          <a href={peopleIn(to, session)}>{TEXT.stages[to]}</a>
          <span className="numbers">{TEXT.step(count(people), percent(rate), lasting(seconds))}</span>
        </li>
      ))}
    </ul>
    <Text size="xs" c="dimmed" mt={8}>
      {TEXT.stepsHelp}
    </Text>
  </>
);
