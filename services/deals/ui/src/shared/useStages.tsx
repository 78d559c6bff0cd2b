import { lazyOf } from '@trellis/kit';
import { focusCard } from '@trellis/kit/board/focus';
import { type ReactNode, Suspense, useState } from 'react';
import type { Deal, Stage } from './types';
import { type Lack, useMove } from './useMove';

const LoseDialog = lazyOf(() => import('./LoseDialog'), 'LoseDialog');
const MissingFields = lazyOf(() => import('./MissingFields'), 'MissingFields');
const WinDialog = lazyOf(() => import('./WinDialog'), 'WinDialog');

/**
 * One way to bring a deal to any stage: open stages at once, Won and Lost after their questions; what a
 * stage lacks is asked for on the spot. `dialogs` belongs somewhere on the page.
 */
export function useStages(): { go: (deal: Deal, stage: Stage) => void; dialogs: ReactNode } {
  const [lack, setLack] = useState<Lack>();
  const [closing, setClosing] = useState<{ deal: Deal; kind: 'WON' | 'LOST' }>();
  const move = useMove(setLack);
  const go = (deal: Deal, stage: Stage) => {
    if (stage.kind === 'WON' || stage.kind === 'LOST') setClosing({ deal, kind: stage.kind });
    else move.mutate({ deal, stage });
  };
  const closed = (deal: Deal) => {
    setLack(undefined);
    setClosing(undefined);
    focusCard(deal.id);
  };
  const dialogs = (
    <Suspense>
      {lack && (
        <MissingFields
          lack={lack}
          close={() => closed(lack.deal)}
          again={(deal) => {
            closed(deal);
            move.mutate({ deal, stage: lack.stage });
          }}
        />
      )}
      {closing?.kind === 'WON' && <WinDialog deal={closing.deal} close={() => closed(closing.deal)} />}
      {closing?.kind === 'LOST' && <LoseDialog deal={closing.deal} close={() => closed(closing.deal)} />}
    </Suspense>
  );
  return { go, dialogs };
}
