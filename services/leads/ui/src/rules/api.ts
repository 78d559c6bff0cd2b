import { api, data, type Schemas } from '@trellis/kit';
import type { ScoringValues } from './design';

export type AssignmentRule = Schemas['leads.AssignmentRule'];
export type ScoringRule = Schemas['leads.ScoringRule'];

/** What the rules are kept under. */
export const ASSIGNMENT = 'assignment';
export const SCORING = 'scoring';

export type AssignmentDesign = Pick<AssignmentRule, 'name' | 'filter' | 'strategy' | 'member_ids' | 'member_team_id' | 'capacity' | 'disabled'>;

const ifMatch = (etag: string) => ({ 'If-Match': `"${etag}"` });

export const loadAssignmentRules = async () => (await data(api.GET('/v1/assignment_rules'))).assignment_rules;

export const loadAssignmentRule = (id: string) => data(api.GET('/v1/assignment_rules/{id}', { params: { path: { id } } }));

export const createAssignmentRule = (body: AssignmentDesign & { position?: number }) => data(api.POST('/v1/assignment_rules', { body }));

export const updateAssignmentRule = (id: string, etag: string, body: Partial<AssignmentRule>) =>
  data(api.PATCH('/v1/assignment_rules/{id}', { params: { path: { id }, header: ifMatch(etag) }, body }));

export const deleteAssignmentRule = (id: string) => api.DELETE('/v1/assignment_rules/{id}', { params: { path: { id } } });

export const loadScoringRules = async () => (await data(api.GET('/v1/scoring_rules'))).scoring_rules;

export const loadScoringRule = (id: string) => data(api.GET('/v1/scoring_rules/{id}', { params: { path: { id } } }));

export const createScoringRule = (body: ScoringValues) => data(api.POST('/v1/scoring_rules', { body }));

export const updateScoringRule = (id: string, etag: string, body: Partial<ScoringRule>) =>
  data(api.PATCH('/v1/scoring_rules/{id}', { params: { path: { id }, header: ifMatch(etag) }, body }));

/** replaced: the id of the rule it stands in for; "" for none. */
export const tryScoringRule = (contact_id: string, replaced: string, body: ScoringValues) =>
  data(api.POST('/v1/contacts/{contact_id}/score:try', { params: { path: { contact_id }, query: replaced ? { replaced_rule_id: replaced } : {} }, body }));

/** How the rules as they are would have done. */
export const backtestScoring = () => data(api.POST('/v1/contacts:backtestScoring', { body: {} }));

export const deleteScoringRule = (id: string) => api.DELETE('/v1/scoring_rules/{id}', { params: { path: { id } } });
