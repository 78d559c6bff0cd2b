import { Avatar } from '@mantine/core';

const TONES = ['violet', 'pine', 'cobalt', 'ember', 'gray'] as const;

/** Initials in a tone picked by name. Decorative: the name is always in the text beside it. */
export function Person({ name, size = 22 }: { name: string; size?: number }) {
  const tone = TONES[[...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % TONES.length];
  const placeholder = {
    background: `var(--mantine-color-${tone}-1)`,
    color: `var(--mantine-color-${tone}-9)`,
    fontWeight: 650,
  };
  return <Avatar name={name} size={size} radius="xl" title={name} aria-hidden styles={{ placeholder }} />;
}
