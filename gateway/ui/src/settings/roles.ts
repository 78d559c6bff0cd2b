import { api, data, may, useSession, words as inWords, type Place, type Schemas } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { actions, resources } from './rights-texts';
import { words } from './texts';

export type Role = Schemas['gateway.Role'];
export type Reach = 'NONE' | 'OWN' | 'TEAM' | 'ALL';
export type Permission = Schemas['gateway.Permission'];

/** Permission to how far it reaches. */
export type Matrix = Record<string, Reach>;

const ORDER: Reach[] = ['NONE', 'OWN', 'TEAM', 'ALL'];

const covers = (pattern: string, permission: string) =>
  pattern === '*' || pattern === permission || (pattern.endsWith('.*') && permission.startsWith(pattern.slice(0, -1)));

const wider = (one: Reach, other: Reach) => (ORDER.indexOf(other) > ORDER.indexOf(one) ? other : one);

/** How far each permission reaches by a role's grants; the widest counts. */
export function matrixOf(role: Role, permissions: Permission[]): Matrix {
  const reach = (permission: string) =>
    role.grants.filter((grant) => covers(grant.permission, permission)).reduce<Reach>((best, grant) => wider(best, grant.reach as Reach), 'NONE');
  return Object.fromEntries(permissions.map(({ permission }) => [permission, reach(permission)]));
}

/** What two roles allow together. */
export const widest = (one: Matrix, other: Matrix): Matrix =>
  Object.fromEntries(Object.entries(one).map(([name, reach]) => [name, wider(reach, other[name] ?? 'NONE')]));

export const resourceOf = (permission: string) => permission.slice(0, permission.indexOf('.'));
export const actionOf = (permission: string) => permission.slice(permission.indexOf('.') + 1);

/** Where people meet each kind of record; 'programs' for what only programs have a use for. */
const HOMES: Record<string, readonly string[]> = {
  marketing: [
    ...['contacts', 'companies', 'segments', 'campaigns', 'forms', 'submissions', 'imports', 'scoring_rules', 'assignment_rules'],
    ...['follow_up_policy', 'occasion_policy', 'cleanup_items', 'cleanup_policy', 'reports'],
  ],
  sales: ['deals', 'activities', 'contracts', 'usage_records', 'usage_policy', 'pipelines', 'playbooks'],
  support: ['tickets', 'macros', 'sla_policies', 'ticket_routing', 'nps_surveys', 'nps_policy'],
  messages: ['messages', 'templates', 'suppressions', 'sequences', 'enrolments'],
  programs: ['bounces', 'inbound_mail', 'clock'],
};

export type Group = Exclude<Place, 'home'> | 'programs';
export const GROUPS: readonly Group[] = ['marketing', 'sales', 'support', 'messages', 'settings', 'programs'];

/** What is not at home anywhere else is a setting. */
export const groupOf = (resource: string) => (Object.keys(HOMES).find((home) => HOMES[home]!.includes(resource)) ?? 'settings') as Group;

/** Of what a group holds, what its people work with all day first. */
export function resourcesOf(group: Group, permissions: Permission[]): string[] {
  const found = [...new Set(permissions.map(({ permission }) => resourceOf(permission)))].filter((one) => groupOf(one) === group);
  const rank = (resource: string) => HOMES[group]?.indexOf(resource) ?? 0;
  return found.sort((one, other) => rank(one) - rank(other));
}

export const resourceName = (resource: string) => resources[resource] ?? inWords(resource);
export const actionName = (action: string) => actions[action] ?? inWords(action);

const VERBS: Record<string, string> = { read: words.roles.read, write: words.roles.write, delete: words.roles.delete };

/** "Contacts: See" */
export const rightName = (permission: string) => `${resourceName(resourceOf(permission))}: ${VERBS[actionOf(permission)] ?? actionName(actionOf(permission))}`;

/** The shortest grants that say the same: one pattern where everything of a resource reaches equally far. */
export function grantsOf(matrix: Matrix): Schemas['gateway.GrantInput'][] {
  const resources = new Map<string, [string, Reach][]>();
  for (const entry of Object.entries(matrix)) {
    const name = resourceOf(entry[0]);
    resources.set(name, [...(resources.get(name) ?? []), entry]);
  }
  return [...resources].flatMap(([resource, entries]) => {
    const [, first] = entries[0]!;
    const alike = entries.length > 1 && entries.every(([, reach]) => reach === first);
    const grants: [string, Reach][] = alike ? [[`${resource}.*`, first]] : entries;
    return grants.filter(([, reach]) => reach !== 'NONE').map(([permission, reach]) => ({ permission, reach: reach as 'OWN' }));
  });
}

/** The roles there are; whoever may not read them does not ask. */
export const useRoles = () =>
  useQuery({
    enabled: may(useSession(), 'roles.read'),
    queryKey: ['roles'],
    queryFn: () => data(api.GET('/v1/roles', { params: { query: { page_size: 100 } } })),
  });

export const usePermissions = () =>
  useQuery({ queryKey: ['permissions'], queryFn: () => data(api.GET('/v1/permissions')), staleTime: Infinity });
