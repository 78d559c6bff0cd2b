import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { byLabel, ContactPicker, Loaded, may, Refusal, RefusedFields, Section, useSession, Waiting } from '@trellis/kit';
import { useState } from 'react';
import { texts } from '../texts';
import { SCORING, tryScoringRule } from './api';
import { valuesOf, type ScoringDesign, type ScoringValues } from './design';
import { Tried } from './Tried';

const { scoringTry: say } = texts;
const BAD_REQUEST = 400;
/** As long as somebody types. Milliseconds. */
const PAUSE = 300;

interface Props {
  design: ScoringDesign;
  /** The rule that is changed; "" for a new one. */
  ruleId: string;
  /** Field name to its label, for what is refused. */
  labels: Record<string, string>;
}

/** What the rule as it stands on the screen would give one person; nothing is kept. */
export function TryOnPerson({ design, ruleId, labels }: Props) {
  const allowed = may(useSession(), 'contacts.try_rule');
  const [person, setPerson] = useState({ id: '', name: '' });
  const [asked] = useDebouncedValue(JSON.stringify(trialOf(design)), PAUSE);
  const query = useQuery({
    queryKey: [SCORING, 'try', ruleId, person.id, asked],
    queryFn: () => tryScoringRule(person.id, ruleId, JSON.parse(asked) as ScoringValues),
    enabled: person.id !== '' && design.filter !== '',
    retry: false,
    placeholderData: (before, earlier) => (earlier?.queryKey[3] === person.id ? before : undefined),
  });
  if (!allowed) return null;
  return (
    <Section title={say.title}>
      <Text size="sm" c="dimmed" mb="sm">
        {say.help}
      </Text>
      <ContactPicker label={say.person} value={person.id} name={person.name} onChange={(id, name) => setPerson({ id, name })} />
      <div className="tried" aria-live="polite" aria-busy={query.isFetching || undefined}>
        {!person.id || !design.filter ? (
          <Text size="sm" c="dimmed">
            {design.filter ? say.choose : say.filterFirst}
          </Text>
        ) : wrong(query.error) ? (
          <RefusedFields refused={query.error as Refusal} line={byLabel(labels)} />
        ) : (
          <Loaded query={query} waiting={<Waiting rows={3} />}>
            {(tried) => <Tried tried={tried} design={design} name={person.name} />}
          </Loaded>
        )}
      </div>
    </Section>
  );
}

/** It is tried as though it were in use, whatever it is called so far. */
const trialOf = (design: ScoringDesign): ScoringValues => ({ ...valuesOf(design), name: design.name.trim() || say.unnamed, disabled: false });

/** The rule makes no sense yet; what else goes wrong may go well another time. */
const wrong = (error: Error | null) => error instanceof Refusal && error.problem.status === BAD_REQUEST;
