import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failure, may, Section, useSession, Waiting } from '@trellis/kit';
import { useState } from 'react';
import { texts } from '../texts';
import { backtestScoring, SCORING } from './api';
import { CheckResult } from './CheckResult';

const { scoringCheck: say } = texts;

/** Whether the rules tell who becomes a deal; looked up only when somebody asks, it takes the service a while. */
export function ScoringCheck() {
  const allowed = may(useSession(), 'contacts.backtest');
  const [asked, setAsked] = useState(false);
  const query = useQuery({
    queryKey: [SCORING, 'check'],
    queryFn: backtestScoring,
    enabled: asked,
    retry: false,
    refetchOnWindowFocus: false,
    meta: { still: true }, // what happens meanwhile is looked at with the next press
  });
  if (!allowed) return null;
  const look = () => (asked ? void query.refetch() : setAsked(true));
  return (
    <Section title={say.title}>
      <Text size="sm" c="dimmed" className="check-words">
        {say.help}
      </Text>
      <Button variant="default" mt="sm" loading={query.isFetching} onClick={look}>
        {query.data ? say.again : say.run}
      </Button>
      <div aria-live="polite" aria-busy={query.isFetching || undefined}>
        {query.data ? (
          <CheckResult found={query.data} />
        ) : query.isFetching ? (
          <Waiting rows={5} />
        ) : (
          query.error && <Failure error={query.error} retry={look} />
        )}
      </div>
    </Section>
  );
}
