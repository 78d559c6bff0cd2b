import { api, data, type Schemas } from '@trellis/kit';

export type Import = Schemas['leads.Import'];
export type ImportPatch = Schemas['leads.ImportPatch'];
export type Progress = Schemas['leads.ImportProgress'];

export const importKey = (id: string) => ['import', id];

/** Sends a file as it is; the answer says what its columns seem to be. */
export const upload = (file: File): Promise<Import> =>
  data(
    api.POST('/v1/imports', {
      params: { query: { file_name: file.name } },
      body: file as never,
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'Content-Type': 'text/csv' },
    }),
  );

export const isBusy = ({ state }: Import) => state === 'TRYING' || state === 'RUNNING';

export const isOver = ({ state }: Import) => state === 'SUCCEEDED' || state === 'CANCELLED' || state === 'FAILED';
