import { Button, Text } from '@mantine/core';
import { Refusal } from './problem';
import { WhoMay } from './Refused';
import { texts } from './texts';

interface Props {
  error: Error;
  retry?: () => void;
  title?: string;
}

const split = (names = '') => names.split(', ').filter(Boolean);

/** Why something could not be shown or done, in the server's words, and a way on; who lacks a right learns who holds it. */
export function Failure({ error, retry, title }: Props) {
  const problem = error instanceof Refusal ? error.problem : undefined;
  if (problem?.reason !== 'PERMISSION_REQUIRED') return <Broken error={error} retry={retry} title={title} />;
  const { permission = '', roles, people } = problem.metadata;
  return (
    <div className="empty" role="alert">
      <Text fw={600}>{title ?? texts.errors.forbidden}</Text>
      <WhoMay permission={permission} roles={split(roles)} people={split(people)} />
    </div>
  );
}

/** Who mends what they gave has no use for a request's number. */
function Broken({ error, retry, title }: Props) {
  const problem = error instanceof Refusal ? error.problem : undefined;
  const refused = problem?.status === 403;
  return (
    <div className="empty" role="alert">
      <Text fw={600}>{title ?? (refused ? texts.errors.forbidden : texts.errors.title)}</Text>
      <Text size="sm">{error.message}</Text>
      {problem?.request_id && problem.status !== 400 && (
        <Text size="xs" c="dimmed" ff="monospace">
          {texts.errors.request(problem.request_id)}
        </Text>
      )}
      {refused && (
        <Button variant="light" size="xs" component="a" href="/">
          {texts.errors.home}
        </Button>
      )}
      {retry && !refused && (
        <Button variant="light" size="xs" onClick={retry}>
          {texts.errors.again}
        </Button>
      )}
    </div>
  );
}
