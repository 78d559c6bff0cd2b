import type { ReactNode } from 'react';
import { Page } from '../Page';
import { texts } from '../texts';
import './record.css';

interface Props {
  title: string;
  parent: { to: string; label: string };
  /** The few facts below the name. */
  lead?: ReactNode;
  /** The next action, and at most two others. */
  actions?: ReactNode;
  /** A stage path, a banner: what belongs above the columns. */
  above?: ReactNode;
  facts: ReactNode;
  story: ReactNode;
  related?: ReactNode;
}

/** A record: facts on the left, its story in the middle, what belongs to it on the right; one column on a phone. */
export function RecordPage({ title, parent, lead, actions, above, facts, story, related }: Props) {
  return (
    <Page title={title} parent={parent} lead={lead} actions={actions}>
      {above}
      <div className="record-grid" data-related={related ? true : undefined}>
        <aside className="record-column" aria-label={texts.record.facts}>
          {facts}
        </aside>
        <div className="record-middle">{story}</div>
        {related && (
          <aside className="record-column" aria-label={texts.record.related}>
            {related}
          </aside>
        )}
      </div>
    </Page>
  );
}

/** Labels and values, side by side. */
export const Facts = ({ rows }: { rows: { label: string; value: ReactNode }[] }) => (
  <dl className="fact-list">
    {rows.map(({ label, value }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{value || <span className="dimmed">–</span>}</dd>
      </div>
    ))}
  </dl>
);
