import { ActionIcon, Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { options } from '../shared/WinDialog';
import { texts } from '../texts';

export interface Point {
  kind: 'CONCERN' | 'PREFERENCE' | 'PROMISE';
  text: string;
  due: string;
}

/** What to remember of a talk, line by line; a promise has a day. */
export function KeyPoints({ value, onChange }: { value: Point[]; onChange: (value: Point[]) => void }) {
  const change = (at: number, patch: Partial<Point>) =>
    onChange(value.map((point, index) => (index === at ? { ...point, ...patch } : point)));
  return (
    <div>
      {value.map((point, at) => (
        <Group key={at} gap={6} mb={6} wrap="nowrap" className="point">
          <NativeSelect
            size="xs"
            aria-label={texts.activity.pointKind}
            data={options(texts.activity.points)}
            value={point.kind}
            onChange={(event) => change(at, { kind: event.currentTarget.value as Point['kind'] })}
          />
          <TextInput
            size="xs"
            flex={1}
            aria-label={texts.activity.pointText}
            value={point.text}
            autoFocus={point.text === ''}
            onChange={(event) => change(at, { text: event.currentTarget.value })}
          />
          {point.kind === 'PROMISE' && (
            <TextInput
              size="xs"
              type="date"
              aria-label={texts.activity.promiseDue}
              value={point.due}
              onChange={(event) => change(at, { due: event.currentTarget.value })}
            />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={texts.activity.removePoint(point.text)}
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      {value.some(({ kind }) => kind === 'PROMISE') && (
        <Text size="xs" c="dimmed" mb={4}>
          {texts.activity.promiseHelp}
        </Text>
      )}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={13} />}
        onClick={() => onChange([...value, { kind: 'CONCERN', text: '', due: '' }])}
      >
        {texts.activity.addPoint}
      </Button>
    </div>
  );
}

/** The lines as the API takes them; a promise is due at five in the afternoon of its day. */
export const toApi = (points: Point[]) =>
  points
    .filter(({ text }) => text.trim())
    .map(({ kind, text, due }) => ({
      kind,
      text: text.trim(),
      due_time: kind === 'PROMISE' && due ? new Date(`${due}T17:00`).toISOString() : null,
    }));
