import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** What a place is for while it is empty, and the first thing to do there. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <svg viewBox="0 0 64 40" width="96" aria-hidden>
        <rect x="1" y="9" width="46" height="30" rx="6" fill="none" stroke="currentColor" />
        <rect x="17" y="1" width="46" height="30" rx="6" fill="var(--surface)" stroke="var(--accent)" />
        <path d="M25 12h22M25 19h14" stroke="var(--accent)" />
      </svg>
      <Title order={2} size="h3">
        {title}
      </Title>
      <Text size="sm" c="dimmed" maw={420}>
        {children}
      </Text>
      {action}
    </div>
  );
}
