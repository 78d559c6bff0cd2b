import { covered } from '@trellis/kit';
import { useHotkeys } from '@mantine/hooks';
import { type DeskKey, KEYS } from './keys';

type Acts = Partial<Record<DeskKey, (event: KeyboardEvent) => void>>;

/** Keys of the desk; they mean nothing while a menu or a dialog lies over it, nor to the one being closed. */
export function useDeskKeys(acts: Acts) {
  useHotkeys(
    (Object.keys(acts) as DeskKey[]).map((name) => [
      KEYS[name],
      (event) => {
        if (!covered(event)) acts[name]?.(event);
      },
      { preventDefault: false },
    ]),
  );
}
