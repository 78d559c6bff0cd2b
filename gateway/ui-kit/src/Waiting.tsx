import { Skeleton } from '@mantine/core';
import { texts } from './texts';

/** Where something will be, in its rough shape; never a wheel over content. */
export const Waiting = ({ rows = 6, height = 20 }: { rows?: number; height?: number }) => (
  <div className="waiting" aria-busy role="status" aria-label={texts.waiting}>
    {Array.from({ length: rows }, (_, row) => (
      <Skeleton key={row} h={height} />
    ))}
  </div>
);
