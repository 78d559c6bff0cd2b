import { Anchor, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { texts } from './texts';

interface PageProps {
  title: string;
  /** One line below the title that says what the page is for, or a few facts. */
  lead?: ReactNode;
  /** The page above this one. */
  parent?: { to: string; label: string };
  actions?: ReactNode;
  /** Narrow pages are for reading and forms; lists and boards take all there is. */
  narrow?: boolean;
  children: ReactNode;
}

/** A page inside the frame: its one heading, what can be done, the rest. */
export function Page({ title, lead, parent, actions, narrow, children }: PageProps) {
  useDocumentTitle(`${title} · ${texts.product}`);
  return (
    <div className="page" data-narrow={narrow || undefined}>
      {parent && (
        <Anchor component={Link} to={parent.to} size="sm" c="dimmed">
          {parent.label}
        </Anchor>
      )}
      <Group justify="space-between" align="flex-end" mb="md" gap="sm">
        <div>
          <Title order={1}>{title}</Title>
          {lead && (
            <Text component="div" size="sm" c="dimmed" mt={2}>
              {lead}
            </Text>
          )}
        </div>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </div>
  );
}

interface SectionProps {
  title?: string;
  aside?: ReactNode;
  /** Without padding: for a table or a list that reaches the edges. */
  flush?: boolean;
  children: ReactNode;
}

/** A card with a heading. */
export function Section({ title, aside, flush, children }: SectionProps) {
  return (
    <section className="card section" data-flush={flush || undefined} aria-label={title}>
      {title && (
        <header className="section-head">
          <Title order={2} size="h3">
            {title}
          </Title>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}
