import { api, ConflictDialog, data, Loaded, Page, StagePath, useRecord, type PathStep } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { texts } from '../texts';
import { importKey, isBusy, isOver, type Import, type ImportPatch } from './api';
import './imports.css';
import { Mapping } from './Mapping';
import { Options } from './Options';
import { Run } from './Run';

const { imports: say } = texts;
const EVERY = 700;

/** One file on its way to become people: match, try, import, see what came of it. */
export function ImportPage() {
  const { id = '' } = useParams();
  const path = { id };
  const load = () => data(api.GET('/v1/imports/{id}', { params: { path } }));
  const record = useRecord<Import, ImportPatch>({
    queryKey: importKey(id),
    load,
    save: (body, etag) => data(api.PATCH('/v1/imports/{id}', { params: { path, header: { 'If-Match': `"${etag}"` } }, body })),
  });
  const busy = record.record !== undefined && isBusy(record.record);
  useQuery({ queryKey: importKey(id), queryFn: load, refetchInterval: EVERY, enabled: busy });
  return (
    <>
      <Loaded query={record.query}>
        {(each) => (
          <Page title={each.file_name || say.title} parent={{ to: '/imports', label: say.title }} narrow>
            <StagePath steps={steps(each)} />
            <div className="stack">
              <Run file={each} />
              {each.state === 'DRAFT' && (
                <>
                  <Mapping file={each} save={record.save} />
                  <Options file={each} save={record.save} errors={record.errors} />
                </>
              )}
            </div>
          </Page>
        )}
      </Loaded>
      <ConflictDialog conflict={record.conflict} />
    </>
  );
}

function steps(file: Import): PathStep[] {
  const at = isOver(file) ? 3 : file.state === 'RUNNING' ? 2 : file.state === 'TRYING' || file.trial ? 1 : 0;
  return Object.entries(say.steps).map(([key, label], index) => ({
    key,
    label,
    state: index < at ? 'done' : index === at ? 'now' : 'ahead',
  }));
}
