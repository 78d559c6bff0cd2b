import { Button, Chip, Group, Text } from '@mantine/core';
import { useState, type ComponentType, type ReactNode } from 'react';
import { dayOf } from '../format';
import { texts } from '../texts';
import { When } from '../When';
import './record.css';

export interface TimelineItem {
  id: string;
  /** What it is filtered by: "call", "mail". */
  kind: string;
  icon: ComponentType<{ size?: number }>;
  who?: string;
  what: ReactNode;
  /** RFC 3339 */
  time: string;
  /** What was written or said. */
  text?: ReactNode;
  tone?: 'accent' | 'good' | 'late' | 'note';
}

interface Props {
  items: TimelineItem[];
  /** Kind to its word; shown as filters when there are several. */
  kinds?: Record<string, string>;
  more?: () => void;
  loadingMore?: boolean;
}

/** What happened, newest first, by day. */
export function Timeline({ items, kinds = {}, more, loadingMore }: Props) {
  const [kind, setKind] = useState('');
  const present = Object.entries(kinds).filter(([key]) => items.some((item) => item.kind === key));
  const shown = kind ? items.filter((item) => item.kind === kind) : items;
  return (
    <div>
      {present.length > 1 && (
        <Chip.Group value={kind} onChange={(value) => setKind(value as string)}>
          <Group gap={6} mb="md">
            <Chip size="xs" value="">
              {texts.record.everything}
            </Chip>
            {present.map(([key, label]) => (
              <Chip key={key} size="xs" value={key}>
                {label}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
      <ol className="story">
        {shown.map((item, at) => (
          <TimelineRow key={item.id} item={item} day={newDay(item, shown[at - 1])} />
        ))}
      </ol>
      {shown.length === 0 && (
        <Text size="sm" c="dimmed">
          {texts.record.nothingYet}
        </Text>
      )}
      {more && (
        <Button variant="default" size="xs" loading={loadingMore} onClick={more}>
          {texts.record.older}
        </Button>
      )}
    </div>
  );
}

const newDay = (item: TimelineItem, before?: TimelineItem) =>
  before && dayOf(before.time) === dayOf(item.time) ? undefined : dayOf(item.time);

function TimelineRow({ item, day }: { item: TimelineItem; day?: string }) {
  const { icon: Icon } = item;
  return (
    <>
      {day && <li className="story-day">{day}</li>}
      <li className="story-item" data-tone={item.tone}>
        <span className="story-dot">
          <Icon size={15} aria-hidden />
        </span>
        <div>
          <div>
            {item.who && <b>{item.who} </b>}
            {item.what}
          </div>
          {item.text && <div className="story-text">{item.text}</div>}
        </div>
        <Text size="xs" c="dimmed" component="span">
          <When time={item.time} />
        </Text>
      </li>
    </>
  );
}
