import { type HotkeyItem, useHotkeys } from '@mantine/hooks';

const OVER = '[role="dialog"], [role="menu"]';

/** Keys of the desk; they mean nothing while a menu or a dialog lies over it, nor to the one being closed. */
export function useDeskKeys(keys: HotkeyItem[]) {
  useHotkeys(
    keys.map(([key, act]) => [
      key,
      (event) => {
        const over = (event.target instanceof Element && event.target.closest(OVER)) || document.querySelector(OVER);
        if (!over) act(event);
      },
      { preventDefault: false },
    ]),
  );
}
