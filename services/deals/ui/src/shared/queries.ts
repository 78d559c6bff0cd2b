import { api, data, fetchAgain, useLive } from '@trellis/kit';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Activity, Contract, Deal, DealPatch } from './types';

const LONG = 300_000;

/** Everything of sales is asked for again when sales tells a fact, or when some may have been missed. */
export function useSalesLive() {
  const client = useQueryClient();
  useLive((fact) => {
    if (fact === null || fact.type.startsWith('crm.deals.')) void fetchAgain(client, { queryKey: ['sales'] });
  });
}

export const usePipelines = () =>
  useQuery({
    queryKey: ['sales', 'pipelines'],
    queryFn: () => data(api.GET('/v1/pipelines')).then(({ pipelines }) => pipelines),
    staleTime: LONG,
  });

export const useBoard = (pipelineId: string, filter: string) =>
  useQuery({
    queryKey: boardKey(pipelineId, filter),
    queryFn: () =>
      data(api.GET('/v1/deals:board', { params: { query: { pipeline_id: pipelineId, filter, page_size: 50 } } })),
    placeholderData: keepPreviousData,
  });
export const boardKey = (pipelineId: string, filter: string) => ['sales', 'board', pipelineId, filter];

export const useDeal = (id: string) =>
  useQuery({
    queryKey: ['sales', 'deal', id],
    queryFn: () => data(api.GET('/v1/deals/{id}', { params: { path: { id } } })),
  });

export const useVisits = (dealId: string) =>
  useQuery({
    queryKey: ['sales', 'visits', dealId],
    queryFn: () =>
      data(api.GET('/v1/deals/{deal_id}/stages', { params: { path: { deal_id: dealId } } })).then(({ visits }) => visits),
  });

export const useActivities = (filter: string, orderBy: string, enabled = true) =>
  useQuery({
    queryKey: ['sales', 'activities', filter, orderBy],
    queryFn: () =>
      data(api.GET('/v1/activities', { params: { query: { filter, order_by: orderBy, page_size: 100 } } })).then(
        ({ activities }) => activities as Activity[],
      ),
    enabled,
  });

export const useContracts = (filter: string, enabled = true) =>
  useQuery({
    queryKey: ['sales', 'contracts', filter],
    queryFn: () =>
      data(api.GET('/v1/contracts', { params: { query: { filter, page_size: 50 } } })).then(
        ({ contracts }) => contracts as Contract[],
      ),
    enabled,
  });

/** Changes fields of a deal: only those named, and only if nobody else changed it since. */
export const saveDeal = (deal: Deal, patch: DealPatch) =>
  data(
    api.PATCH('/v1/deals/{id}', {
      params: { path: { id: deal.id }, header: { 'If-Match': `"${deal.etag}"` } },
      body: patch,
    }),
  );
