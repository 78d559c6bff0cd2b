import { lazyOf, may, Page, texts, useCalm, useSession } from '@trellis/kit';
import { Suspense } from 'react';
import { words } from './texts';
import './home.css';
import { LiveFeed } from './LiveFeed';
import { MyDay } from './MyDay';
import { Numbers } from './Numbers';
import { ProcessMap } from './ProcessMap';

const Outreach = lazyOf(() => import('./Outreach'), 'Outreach');

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
          <div className="stack">
            <MyDay session={session} />
            {calm && session && may(session, 'campaigns.write') && (
              <Suspense>
                <Outreach />
              </Suspense>
            )}
          </div>
          <LiveFeed session={calm ? session : undefined} />
        </div>
      </div>
    </Page>
  );
}
