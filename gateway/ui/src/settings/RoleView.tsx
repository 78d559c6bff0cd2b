import { api, count, data, Loaded, Page, Pill, placesOf, Section, texts, usePeople, useSession } from '@trellis/kit';
import type { Session, User } from '@trellis/kit';
import { NativeSelect, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router';
import { words } from './texts';
import { programs } from './rights-texts';
import { actionName, actionOf, GROUPS, matrixOf, resourceName, resourceOf, resourcesOf, usePermissions, useRoles, widest } from './roles';
import type { Group, Matrix, Permission, Reach, Role } from './roles';
import './settings.css';

const TEXT = words.view;

/** The product as a role sees it, or one person with all their roles; read out of the rights, nobody's session is entered. */
export function RoleView() {
  const { id = '' } = useParams();
  const roles = useRoles();
  const permissions = usePermissions();
  return (
    <Loaded query={permissions}>
      {({ permissions: every }) => (
        <Loaded query={roles}>
          {({ roles: all }) => {
            const role = all.find((one) => one.id === id);
            return role ? <Seen role={role} roles={all} permissions={every} /> : <Page title={TEXT.gone}>{TEXT.goneHelp}</Page>;
          }}
        </Loaded>
      )}
    </Loaded>
  );
}

function Seen({ role, roles, permissions }: { role: Role; roles: Role[]; permissions: Permission[] }) {
  const [parameters, setParameters] = useSearchParams();
  const { people } = usePeople();
  const holders = people.filter(({ role_ids }) => role_ids.includes(role.id));
  const person = holders.find(({ id }) => id === parameters.get('person'));
  const held = person ? roles.filter(({ id }) => person.role_ids.includes(id)) : [role];
  const matrix = held.map((one) => matrixOf(one, permissions)).reduce(widest);
  const rights = Object.fromEntries(Object.entries(matrix).flatMap(([name, reach]) => (reach === 'NONE' ? [] : [[name, reach.toLowerCase()]])));
  const rail = placesOf({ permissions: rights } as Session);
  const options = [{ value: '', label: TEXT.anybody }, ...holders.map(({ id, name }) => ({ value: id, label: name }))];
  const choice = (
    <NativeSelect
      aria-label={TEXT.who}
      data={options}
      value={person?.id ?? ''}
      onChange={({ currentTarget: { value } }) => setParameters(value ? { person: value } : {}, { replace: true })}
    />
  );
  return (
    <Page
      title={person ? TEXT.asPerson(person.name) : TEXT.as(role.name)}
      lead={person && held.length > 1 ? TEXT.withRoles(held.map(({ name }) => name).join(', ')) : TEXT.lead}
      parent={{ to: `/settings/roles/${role.id}`, label: role.name }}
      actions={holders.length > 0 && choice}
    >
      <div className="stack">
        <Section title={TEXT.rail}>
          <ul className="plain view-rail">
            {rail.map(({ place, icon: Icon }) => (
              <li key={place}>
                <Icon size={16} /> {texts.teams[place]}
              </li>
            ))}
          </ul>
        </Section>
        {person && <Records person={person} matrix={matrix} />}
        <div className="columns">
          {GROUPS.map((place) => (
            <Rights key={place} place={place} permissions={permissions} matrix={matrix} />
          ))}
        </div>
      </div>
    </Page>
  );
}

function Rights({ place, permissions, matrix }: { place: Group; permissions: Permission[]; matrix: Matrix }) {
  const resources = resourcesOf(place, permissions);
  return (
    <Section title={place === 'programs' ? programs.title : texts.teams[place]} flush>
      <ul className="plain rows">
        {resources.map((resource) => {
          const own = permissions.filter(({ permission }) => resourceOf(permission) === resource);
          own.sort((one, other) => rank(one) - rank(other));
          const said = own.flatMap((one) => sentence(one, matrix[one.permission] ?? 'NONE'));
          return (
            <li key={resource} className="view-row" data-none={said.length === 0 || undefined}>
              <span>{resourceName(resource)}</span>
              <span>{said.length > 0 ? said.join(' · ') : TEXT.nothing}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

const FIRST = ['read', 'write', 'delete'];
/** Seeing before changing before the rest. */
const rank = ({ permission }: Permission) => (FIRST.indexOf(actionOf(permission)) + FIRST.length + 1) % (FIRST.length + 1);

/** "See: team’s"; nothing for what is not held. */
function sentence({ permission, scoped }: Permission, reach: Reach): string[] {
  if (reach === 'NONE') return [];
  const action = actionOf(permission);
  const verb = action === 'read' || action === 'write' || action === 'delete' ? words.roles[action] : actionName(action);
  return [scoped ? `${verb}: ${words.roles.reach[reach].toLowerCase()}` : verb];
}

/** What can be counted: the permission that decides, and how. */
const COUNTED = [
  { resource: 'contacts', load: (filter: string) => data(api.GET('/v1/contacts:count', { params: { query: { filter } } })) },
  { resource: 'companies', load: (filter: string) => data(api.GET('/v1/companies:count', { params: { query: { filter } } })) },
  { resource: 'deals', load: (filter: string) => data(api.GET('/v1/deals:count', { params: { query: { filter } } })) },
  { resource: 'tickets', load: (filter: string) => data(api.GET('/v1/tickets:count', { params: { query: { filter } } })) },
];

/** How many records the person reaches. Only who reads all of them can tell. */
function Records({ person, matrix }: { person: User; matrix: Matrix }) {
  const session = useSession();
  const countable = COUNTED.filter(({ resource }) => session?.permissions[`${resource}.read`] === 'all');
  if (countable.length === 0) return null;
  return (
    <Section title={TEXT.records(person.name)} flush>
      <ul className="plain rows">
        {countable.map(({ resource, load }) => (
          <li key={resource} className="view-row">
            <span>{resourceName(resource)}</span>
            <Reached resource={resource} load={load} person={person} reach={matrix[`${resource}.read`] ?? 'NONE'} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const within = ({ id, team_ids }: User, reach: Reach) => {
  if (reach === 'ALL') return '';
  const teams = reach === 'TEAM' ? team_ids.map((team) => `team_id = "${team}"`) : [];
  return [`owner_id = "${id}"`, ...teams].join(' OR ');
};

function Reached({ resource, load, person, reach }: (typeof COUNTED)[number] & { person: User; reach: Reach }) {
  const { data: found, error } = useQuery({
    queryKey: [resource, 'reached', person.id, reach],
    queryFn: () => Promise.all([load(within(person, reach)), load('')]),
    enabled: reach !== 'NONE',
    retry: false,
  });
  if (reach === 'NONE') return <span>{TEXT.nothing}</span>;
  if (error) return <span>{error.message}</span>;
  if (!found) return <Skeleton h={16} w={90} />;
  const [reached, all] = found.map(({ count: number, capped }) => `${count(number)}${capped ? '+' : ''}`);
  return (
    <span className="numbers">
      {TEXT.of(reached!, all!)} <Pill>{words.roles.reach[reach]}</Pill>
    </span>
  );
}
