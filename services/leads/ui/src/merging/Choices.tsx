import { Radio, Text } from '@mantine/core';
import { texts } from '../texts';
import type { Difference } from './differences';

const { merging: say } = texts;

interface Props {
  found: Difference[];
  choice: Record<string, 'stays' | 'goes'>;
  choose: (name: string, side: 'stays' | 'goes') => void;
}

/** Where the two differ: one value each stays. */
export function Choices({ found, choice, choose }: Props) {
  if (found.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {say.same}
      </Text>
    );
  return (
    <section aria-label={say.choose}>
      <Text size="sm" fw={600}>
        {say.choose}
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        {say.chooseHelp}
      </Text>
      <div className="merge-choices">
        {found.map(({ name, label, stays, goes }) => (
          <Radio.Group key={name} label={label} value={choice[name]} onChange={(side) => choose(name, side as 'stays' | 'goes')}>
            <div className="merge-values">
              <Radio value="stays" label={stays} />
              <Radio value="goes" label={goes} />
            </div>
          </Radio.Group>
        ))}
      </div>
    </section>
  );
}
