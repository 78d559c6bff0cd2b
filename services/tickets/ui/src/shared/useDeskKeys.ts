import { useHotkeys } from '@mantine/hooks';
import { type DeskKey, KEYS } from './keys';

const OVER = '[role="dialog"], [role="menu"]';

type Acts = Partial<Record<DeskKey, (event: KeyboardEvent) => void>>;

/** Keys of the desk; they mean nothing while a menu or a dialog lies over it, nor to the one being closed. */
export function useDeskKeys(acts: Acts) {
  useHotkeys(
    (Object.keys(acts) as DeskKey[]).map((name) => [
      KEYS[name],
      (event) => {
        const over = (event.target instanceof Element && event.target.closest(OVER)) || document.querySelector(OVER);
        if (!over) acts[name]?.(event);
      },
      { preventDefault: false },
    ]),
  );
}
