import { Link } from 'react-router';
import './reports.css';

interface Bar {
  key: string;
  label: string;
  value: number;
  /** The value as it is read: "1,204+". */
  said: string;
  to: string;
}

/** Bars that are a table at once: name, bar, number, and the list behind each. */
export function Bars({ rows, label }: { rows: Bar[]; label: string }) {
  const most = Math.max(1, ...rows.map(({ value }) => value));
  return (
    <ul className="plain bars" aria-label={label}>
      {rows.map(({ key, label: name, value, said, to }) => (
        <li key={key}>
          <Link to={to} className="bar-row">
            <span>{name}</span>
            <span className="bar" aria-hidden>
              <i style={{ width: `${(100 * value) / most}%` }} />
            </span>
            <b className="numbers">{said}</b>
          </Link>
        </li>
      ))}
    </ul>
  );
}
