import type { Schemas } from '@trellis/kit';
import type { Step } from './playbook';

export type StageDraft = Schemas['deals.StageInput'] & Pick<Schemas['deals.Stage'], 'name' | 'kind' | 'probability' | 'rotting_days' | 'required_fields'> & { playbook: Step[] };

/** The stages with one of them a place up or down. */
export function moved(stages: StageDraft[], at: number, by: 1 | -1): StageDraft[] {
  const next = [...stages];
  const [stage] = next.splice(at, 1);
  if (stage) next.splice(at + by, 0, stage);
  return next;
}

export const removed = (stages: StageDraft[], at: number) => stages.filter((_, index) => index !== at);

/** The stages with a new one before those that end a deal. */
export function added(stages: StageDraft[]): StageDraft[] {
  const end = stages.findIndex(({ kind }) => kind !== 'OPEN');
  const fresh: StageDraft = { name: '', kind: 'OPEN', probability: 50, rotting_days: 14, required_fields: [], playbook: [] };
  return [...stages.slice(0, end), fresh, ...stages.slice(end)];
}
