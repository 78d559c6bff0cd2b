import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface Props {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  /** The list behind the number: a path of this UI ("/people?…"), or of another ("/deals/?…") with `elsewhere`. */
  to?: string;
  elsewhere?: boolean;
  tone?: 'late' | 'soon' | 'good';
}

/** One number that matters, with the list behind it. */
export function Stat({ label, value, note, to, elsewhere, tone }: Props) {
  const inside = (
    <>
      <span className="stat-label">{label}</span>
      <span className="stat-value numbers" data-tone={tone}>
        {value}
      </span>
      {note && <span className="stat-note">{note}</span>}
    </>
  );
  if (!to) return <div className="card stat">{inside}</div>;
  if (elsewhere)
    return (
      <a className="card stat" href={to}>
        {inside}
      </a>
    );
  return (
    <Link className="card stat" to={to}>
      {inside}
    </Link>
  );
}

/** Numbers side by side. */
export const Stats = ({ children }: { children: ReactNode }) => <div className="stats">{children}</div>;
