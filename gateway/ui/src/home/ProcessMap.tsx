import { count, may, Section, type Session } from '@trellis/kit';
import { Text } from '@mantine/core';
import { words } from '../texts';
import { STAGES, useJourney, type Step } from './journey';

/** The way of people through the firm: a box per stage, the share that moves on, what is slow and what leaks. */
export function ProcessMap({ session }: { session?: Session }) {
  const journey = useJourney(may(session, 'contacts.read') && session !== undefined);
  if (!may(session, 'contacts.read')) return null;
  return (
    <Section title={words.home.process}>
      <Text size="sm" c="dimmed" mt={-8} mb="md">
        {words.home.processLead}
      </Text>
      <ol className="process">
        {STAGES.map((stage, at) => (
          <li key={stage}>
            {at > 0 && <Arrow step={journey?.steps[at - 1]} />}
            <a className="process-box" href={`/leads/people?filter=${encodeURIComponent(`lifecycle_stage = ${stage}`)}`}>
              <span className="process-count numbers">{journey ? count(journey.counts[at]!) : '–'}</span>
              <span>{words.home.stages[stage]}</span>
            </a>
          </li>
        ))}
      </ol>
    </Section>
  );
}

const Arrow = ({ step }: { step?: Step }) => (
  <span className="process-arrow" data-mark={step?.mark}>
    <span className="numbers">{step?.rate}</span>
    <svg viewBox="0 0 40 10" width="40" height="10" aria-hidden>
      <path d="M0 5h36M31 1l5 4-5 4" fill="none" stroke="currentColor" />
    </svg>
    <span>{step?.time || (step?.mark ? words.home[step.mark] : '')}</span>
    {step?.mark && step.time && <span>{words.home[step.mark]}</span>}
  </span>
);
