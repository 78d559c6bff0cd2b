import { VisuallyHidden } from '@mantine/core';

const heat = (value: number) => (value >= 60 ? 'hot' : value >= 30 ? 'warm' : 'cold');

/** A score as a number and five bars; the colour only repeats what the number says. */
export const Score = ({ value, of }: { value: number; of: string }) => (
  <span className="score" data-heat={heat(value)}>
    <span className="score-bars" aria-hidden>
      {[1, 2, 3, 4, 5].map((bar) => (
        <i key={bar} data-on={value >= bar * 18 || undefined} />
      ))}
    </span>
    {value}
    <VisuallyHidden>, score of {of}</VisuallyHidden>
  </span>
);
