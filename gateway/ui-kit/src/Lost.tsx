import { Button, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { texts } from './texts';

const { errors: say } = texts;

/** In place of a page that is not there. */
export function Lost() {
  useDocumentTitle(`${say.lost} · ${texts.product}`);
  return (
    <div className="empty">
      <Title order={1} size="h2">
        {say.lost}
      </Title>
      <Text size="sm">{say.lostHelp}</Text>
      <Button variant="light" size="xs" component="a" href="/">
        {say.home}
      </Button>
    </div>
  );
}
