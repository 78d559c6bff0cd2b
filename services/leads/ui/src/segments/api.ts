import { api, data, type Schemas } from '@trellis/kit';

export type Segment = Schemas['leads.Segment'];

export const SEGMENTS = 'segments';
export const segmentKey = (id: string) => ['segment', id];

export const loadSegment = (id: string) => data(api.GET('/v1/segments/{id}', { params: { path: { id } } }));

export const countMembers = (id: string, filter = '') =>
  data(api.GET('/v1/segments/{segment_id}/members:count', { params: { path: { segment_id: id }, query: { filter } } }));
