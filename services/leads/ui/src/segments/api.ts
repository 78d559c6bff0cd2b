import { api, data, type Schemas } from '@trellis/kit';

export type Segment = Schemas['leads.Segment'];

export const SEGMENTS = 'segments';
export const segmentKey = (id: string) => ['segment', id];

/** What the editor changes; the rest of a segment is counted or decided elsewhere. */
export type Design = Pick<Segment, 'name' | 'description' | 'filter'>;

export const designOf = ({ name, description, filter }: Segment): Design => ({ name, description, filter });

export const loadSegment = (id: string) => data(api.GET('/v1/segments/{id}', { params: { path: { id } } }));

export const countMembers = (id: string, filter = '') =>
  data(api.GET('/v1/segments/{segment_id}/members:count', { params: { path: { segment_id: id }, query: { filter } } }));
