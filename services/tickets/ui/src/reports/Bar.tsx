import { count } from '@trellis/kit';

/** One number of several, drawn as its share of the largest. */
export const Bar = ({ label, value, most }: { label: string; value: number; most: number }) => (
  <div className="bar">
    <span>{label}</span>
    <meter min={0} max={most} value={value} aria-label={label} />
    <b className="numbers">{count(value)}</b>
  </div>
);
