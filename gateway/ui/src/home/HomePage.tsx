import { Page, texts, useCalm, useSession } from '@trellis/kit';
import { words } from './texts';
import './home.css';
import { LiveFeed } from './LiveFeed';
import { MyDay } from './MyDay';
import { Numbers } from './Numbers';
import { ProcessMap } from './ProcessMap';

/** The first page of the day: the process, what waits for me, what happens, the numbers. */
export function HomePage() {
  const session = useSession();
  const calm = useCalm(session !== undefined);
  return (
    <Page title={texts.home.hello(session?.user.name ?? '')} lead={words.home.lead}>
      <div className="stack">
        <ProcessMap session={session} />
        <Numbers session={session} />
        <div className="home-columns">
          <MyDay session={session} />
          <LiveFeed session={calm ? session : undefined} />
        </div>
      </div>
    </Page>
  );
}
