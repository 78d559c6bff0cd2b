import type { ReactNode } from 'react';
import { Link } from 'react-router';
import './reports.css';

interface Bar {
  key: string;
  label: string;
  value: number;
  /** The value as it is read: "1,204+". */
  said: string;
  /** Left out where no list lies behind it. */
  to?: string;
  /** What the number is made of, below the name. */
  note?: string;
}

/** Bars that are a table at once: name, bar, number, and the list behind each. */
export function Bars({ rows, label }: { rows: Bar[]; label: string }) {
  const most = Math.max(1, ...rows.map(({ value }) => value));
  return (
    <ul className="plain bars" aria-label={label}>
      {rows.map(({ key, label: name, value, said, to, note }) => (
        <li key={key}>
          <Row to={to}>
            <span>
              {name}
              {note && <span className="bar-note numbers">{note}</span>}
            </span>
            <span className="bar" aria-hidden>
              <i style={{ width: `${(100 * value) / most}%` }} />
            </span>
            <b className="numbers">{said}</b>
          </Row>
        </li>
      ))}
    </ul>
  );
}

const Row = ({ to, children }: { to?: string; children: ReactNode }) =>
  to ? (
    <Link to={to} className="bar-row">
      {children}
    </Link>
  ) : (
    <div className="bar-row">{children}</div>
  );
