import { VisuallyHidden } from '@mantine/core';
import { texts } from '../texts';
import { useCurrentInView } from '../useCurrentInView';
import './record.css';

export interface PathStep {
  key: string;
  label: string;
  /** How long it stood or stands there: "4 days". */
  note?: string;
  state: 'done' | 'now' | 'ahead' | 'lost';
}

const isHere = (state: PathStep['state']) => state === 'now' || state === 'lost';

/** The stages of a record as a path, with the time spent in each; choosing one asks for the move. */
export function StagePath({ steps, onChoose }: { steps: PathStep[]; onChoose?: (key: string) => void }) {
  const row = useCurrentInView<HTMLOListElement>(steps.findIndex(({ state }) => isHere(state)));
  return (
    <ol ref={row} className="stage-path" aria-label={texts.record.path}>
      {steps.map(({ key, label, note, state }) => {
        const inside = (
          <>
            <b>{label}</b>
            <span className="numbers">{note || ' '}</span>
          </>
        );
        return (
          <li key={key} data-state={state} aria-current={isHere(state) ? 'step' : undefined}>
            {onChoose && !isHere(state) ? (
              <button type="button" onClick={() => onChoose(key)}>
                <VisuallyHidden>{texts.board.moveTo} </VisuallyHidden>
                {inside}
              </button>
            ) : (
              <div>{inside}</div>
            )}
          </li>
        );
      })}
    </ol>
  );
}
