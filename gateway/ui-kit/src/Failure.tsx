import { Button, Text } from '@mantine/core';
import { Refusal } from './problem';
import { texts } from './texts';

/** Why something could not be shown, in the server's words, and a way on. */
export function Failure({ error, retry }: { error: Error; retry?: () => void }) {
  const problem = error instanceof Refusal ? error.problem : undefined;
  const title = problem?.status === 403 ? texts.errors.forbidden : texts.errors.title;
  return (
    <div className="empty" role="alert">
      <Text fw={600}>{title}</Text>
      <Text size="sm">{error.message}</Text>
      {problem?.request_id && (
        <Text size="xs" c="dimmed" ff="monospace">
          {texts.errors.request(problem.request_id)}
        </Text>
      )}
      {retry && (
        <Button variant="light" size="xs" onClick={retry}>
          {texts.errors.again}
        </Button>
      )}
    </div>
  );
}
