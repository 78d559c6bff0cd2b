import { api, Loaded, may, Page, Pill, useRecent, useSession } from '@trellis/kit';
import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { texts } from '../texts';
import { formKey, loadForm, type Form } from './api';
import { Builder } from './Builder';
import './forms.css';
import { Results } from './Results';
import { Share } from './Share';

const { forms: say } = texts;

/** One form: what it asks, where it stands, what came in. */
export function FormPage() {
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: formKey(id), queryFn: () => loadForm(id) });
  useRecent(say.title, query.data?.name);
  return <Loaded query={query}>{(form) => <Shown key={form.id} form={form} />}</Loaded>;
}

function Shown({ form }: { form: Form }) {
  const client = useQueryClient();
  const session = useSession();
  const [parameters] = useSearchParams();
  const tab = parameters.get('tab') ?? 'build';
  const open = form.state === 'ACTIVE';
  const turn = useMutation({
    mutationFn: () => {
      const options = { params: { path: { id: form.id } }, body: {} };
      return open ? api.POST('/v1/forms/{id}:archive', options) : api.POST('/v1/forms/{id}:activate', options);
    },
    onSuccess: ({ data }) => client.setQueryData(formKey(form.id), data),
  });
  return (
    <Page
      title={form.name}
      parent={{ to: '/forms', label: say.title }}
      lead={<Pill tone={open ? 'good' : 'plain'}>{say.states[form.state]}</Pill>}
      actions={
        <>
          {may(session, 'forms.write') && (
            <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
              {open ? say.close : say.reopen}
            </Button>
          )}
          {open && (
            <Button variant="default" component="a" href={form.hosted_url} target="_blank" rel="noopener" leftSection={<IconExternalLink size={15} />}>
              {say.openPage}
            </Button>
          )}
        </>
      }
    >
      <nav className="views" aria-label={say.title}>
        {Object.entries(say.tabs).map(([key, label]) => (
          <Link key={key} to={`?tab=${key}`} replace className="view" aria-current={tab === key ? 'true' : undefined}>
            {label}
          </Link>
        ))}
      </nav>
      {tab === 'build' && <Builder form={form} />}
      {tab === 'share' && <Share form={form} />}
      {tab === 'results' && <Results form={form} />}
    </Page>
  );
}
