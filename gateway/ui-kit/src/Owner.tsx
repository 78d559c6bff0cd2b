import { usePeople } from './people';
import { Person } from './Person';
import { texts } from './texts';

/** Who a record belongs to: initials and name. */
export function Owner({ id, size = 20 }: { id?: string; size?: number }) {
  const { nameOf } = usePeople();
  if (!id) return <span className="dimmed">{texts.nobody}</span>;
  const name = nameOf(id) || texts.somebody;
  return (
    <span className="owner">
      <Person name={name} size={size} />
      <span>{name}</span>
    </span>
  );
}
