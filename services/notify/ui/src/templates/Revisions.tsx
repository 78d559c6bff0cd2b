import { api, data, Loaded, Section, When, type Schemas } from '@trellis/kit';
import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { texts } from '../texts';
import type { Template } from './TemplatesPage';
import { texts as say } from './texts';

type Revision = Schemas['notify.TemplateRevision'];

interface Props {
  template: Template;
  /** Puts the words of a revision where one writes; nothing for who may not. */
  take?: (revision: Revision) => void;
}

/** What a template said before, the newest first; messages that were accepted then say it still. */
export function Revisions({ template: { id, revision: current }, take }: Props) {
  const query = useQuery({
    queryKey: ['templates', id, 'revisions', current],
    queryFn: () => data(api.GET('/v1/templates/{template_id}/revisions', { params: { path: { template_id: id }, query: { page_size: 50 } } })),
    enabled: current > 1,
  });
  if (current === 1) return null;
  return (
    <Section title={say.before}>
      <Loaded query={query}>
        {({ revisions }) => (
          <ul className="plain stack-tight">
            {revisions.filter(({ revision }) => revision !== current).map((one) => (
              <li key={one.id}>
                <Words revision={one} take={take} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

const Words = ({ revision, take }: { revision: Revision; take: Props['take'] }) => (
  <details>
    <summary>
      {texts.templates.revision(revision.revision)} · {revision.create_time && <When time={revision.create_time} />}
    </summary>
    <Text fw={600} className="letter" mt="xs">
      {revision.subject}
    </Text>
    <pre className="letter">{revision.body_text}</pre>
    {take && (
      <Button size="compact-sm" variant="default" mt="xs" onClick={() => take(revision)} aria-label={`${say.again}: ${texts.templates.revision(revision.revision)}`}>
        {say.again}
      </Button>
    )}
  </details>
);
