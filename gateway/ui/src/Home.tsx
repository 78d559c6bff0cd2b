import { texts, useSession } from '@trellis/kit';
import { Title } from '@mantine/core';

/** The first page after signing in. */
export function Home() {
  const session = useSession();
  return <Title order={1}>{texts.home.hello(session?.user.name ?? '')}</Title>;
}
