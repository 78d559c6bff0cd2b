import { count } from '@trellis/kit';
import { Link } from 'react-router';
import { texts } from '../texts';

interface Props {
  label: string;
  value: number;
  most: number;
  /** Where what is counted is listed; left out where no list has it. */
  to?: string;
}

/** One number of several, drawn as its share of the largest. */
export const Bar = ({ label, value, most, to }: Props) => (
  <div className="bar">
    <span>{label}</span>
    <meter min={0} max={most} value={value} aria-label={label} />
    <b className="numbers">
      <Opens what={label} value={value} to={to} />
    </b>
  </div>
);

/** A number that opens the tickets it counts. */
export const Opens = ({ what, value, to }: { what: string; value: number; to?: string }) =>
  to && value > 0 ? (
    <Link to={to} className="opens" aria-label={texts.reports.opens(what, count(value))}>
      {count(value)}
    </Link>
  ) : (
    count(value)
  );
