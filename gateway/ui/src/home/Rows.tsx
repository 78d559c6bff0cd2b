import { Pill, type Tone } from '@trellis/kit';

/** One thing of home and the way to it. */
export interface Row {
  id: string;
  group: string;
  label: string;
  note: string;
  href: string;
  tone: Tone;
}

/** What waits, or is out: what it is, its name, and what there is to say of it. */
export const Rows = ({ rows }: { rows: Row[] }) => (
  <ul className="plain day">
    {rows.map(({ id, group, tone, label, note, href }) => (
      <li key={id}>
        <a href={href}>
          <Pill tone={tone}>{group}</Pill>
          <span className="day-label">{label}</span>
          <span className="day-note numbers">{note}</span>
        </a>
      </li>
    ))}
  </ul>
);
