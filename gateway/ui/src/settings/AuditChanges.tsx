import { moment, usePeople, useTeams, words as inWords, type Schemas } from '@trellis/kit';
import { words } from './audit-texts';
import { actionOf, resourceName, resourceOf, rightName, useRoles } from './roles';
import { words as settings } from './texts';

type Entry = Schemas['gateway.AuditEntry'];
type Named = (id: string) => string;

/** So many things are read at a glance and need not be folded away. */
const FEW = 6;
const FIELDS: Record<string, string> = words.fields;
const STATES: Record<string, string> = words.states;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;
const RIGHT = /^[a-z_]+\.([a-z_]+|\*)$/i;

/** What an entry of the audit says changed. */
export function Changes({ entry }: { entry: Entry }) {
  const { nameOf: person } = usePeople();
  const { nameOf: team } = useTeams();
  const roles = useRoles().data?.roles ?? [];
  const named = (id: string) => person(id) || team(id) || roles.find((role) => role.id === id)?.name || STATES[id] || id;
  return (
    <>
      {entry.changes.map(({ field, old_value, new_value }) => {
        const [before, after] = between(parsed(old_value), parsed(new_value));
        const name = field.replace(/_ids?$/, '');
        const say = field === 'scopes' || field === 'grants' ? right : named;
        return (
          <span key={field} className="change">
            {FIELDS[name] ?? inWords(name)}: {before !== '' && <del><Value value={before} named={say} /></del>} {before !== '' && after !== '' && '→ '}
            {after !== '' && <ins><Value value={after} named={say} /></ins>}
          </span>
        );
      })}
      {entry.detail && <span className="change">{entry.detail}</span>}
    </>
  );
}

/** A value is JSON as it was written; "" is none. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/** Of two lists only what is different. */
function between(before: unknown, after: unknown): [unknown, unknown] {
  if (!Array.isArray(before) || !Array.isArray(after)) return [before, after];
  const without = (some: unknown[], others: unknown[]) => {
    const there = new Set(others.map((one) => JSON.stringify(one)));
    return some.filter((one) => !there.has(JSON.stringify(one)));
  };
  const [gone, come] = [without(before, after), without(after, before)];
  return [gone.length > 0 ? gone : '', come.length > 0 ? come : ''];
}

/** "Contacts: See" of a right, "Contacts: everything" of all there are. */
function right(permission: string): string {
  if (!RIGHT.test(permission)) return STATES[permission] ?? permission;
  return actionOf(permission) === '*' ? `${resourceName(resourceOf(permission))}: ${words.states['*']}` : rightName(permission);
}

/** A grant is said with how far it reaches: "Contacts: See (team’s)". */
function one(value: unknown, named: Named): string {
  if (typeof value !== 'object' || value === null) return named(String(value));
  const { permission, reach } = value as { permission: string; reach: string };
  const far = (settings.roles.reach as Record<string, string>)[String(reach).toUpperCase()] ?? reach;
  return `${right(permission)} (${far.toLowerCase()})`;
}

function Value({ value, named }: { value: unknown; named: Named }) {
  if (!Array.isArray(value)) return said(value, named);
  const text = value.map((each) => one(each, named)).join(', ') || '–';
  if (value.length <= FEW) return text;
  return (
    <details>
      <summary>{words.all(value.length)}</summary>
      {text}
    </details>
  );
}

/** A value as people say it. */
function said(value: unknown, named: Named): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value !== 'string') return JSON.stringify(value);
  return TIME.test(value) ? moment(value) : named(value);
}
