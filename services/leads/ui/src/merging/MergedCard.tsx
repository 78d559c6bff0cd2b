import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Section, When } from '@trellis/kit';
import type { Contact } from '../shared/choices';
import { texts } from '../texts';
import { loadMerges, mergesKey, usePart } from './api';

const { merging: say } = texts;

/** What was merged into a person, and the way back. */
export function MergedCard({ contact, readOnly }: { contact: Contact; readOnly: boolean }) {
  const part = usePart();
  const { data: merges = [] } = useQuery({ queryKey: mergesKey(contact.id), queryFn: () => loadMerges(contact.id) });
  if (merges.length === 0) return null;
  return (
    <Section title={say.merged}>
      <ul className="plain stack-tight">
        {merges.map((merge) => (
          <li key={merge.id}>
            <Group justify="space-between" wrap="nowrap">
              <div className="merge-record">
                <Text size="sm">{merge.contact_name}</Text>
                <span className="cell-note">{merge.contact_email}</span>
                <span className="cell-note">
                  {say.on} {merge.create_time && <When time={merge.create_time} />} {merge.actor_name && say.by(merge.actor_name)}
                </span>
              </div>
              {!readOnly && (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={say.partOf(merge.contact_name)}
                  loading={part.isPending && part.variables === merge.contact_id}
                  onClick={() => part.mutate(merge.contact_id)}
                >
                  {say.part}
                </Button>
              )}
            </Group>
          </li>
        ))}
      </ul>
    </Section>
  );
}
