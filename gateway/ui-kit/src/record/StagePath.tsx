import { texts } from '../texts';
import './record.css';

export interface PathStep {
  key: string;
  label: string;
  /** How long it stood or stands there: "4 days". */
  note?: string;
  state: 'done' | 'now' | 'ahead';
}

/** The stages of a record as a path, with the time spent in each; choosing one asks for the move. */
export function StagePath({ steps, onChoose }: { steps: PathStep[]; onChoose?: (key: string) => void }) {
  return (
    <ol className="stage-path" aria-label={texts.record.path}>
      {steps.map(({ key, label, note, state }) => {
        const inside = (
          <>
            <b>{label}</b>
            <span>{note || ' '}</span>
          </>
        );
        return (
          <li key={key} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
            {onChoose && state !== 'now' ? (
              <button type="button" onClick={() => onChoose(key)}>
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
