import { Modal, type ModalProps } from '@mantine/core';
import { useLayoutEffect, useRef } from 'react';

interface Props extends Omit<ModalProps, 'opened' | 'returnFocus'> {
  /** Left out by what is only there while it is open. */
  opened?: boolean;
}

/** A dialog. The focus goes back to where it was, also when the dialog is taken away with what showed it. */
export function Dialog({ opened = true, ...props }: Props) {
  useFocusBack(opened);
  return <Modal opened={opened} returnFocus={false} {...props} />;
}

/** Long enough for what follows the dialog to take the focus; milliseconds. */
const AFTER = 10;

function useFocusBack(opened: boolean) {
  const before = useRef<HTMLElement | null>(null);
  const was = useRef(false);
  if (opened && !was.current) before.current = opener(); // not in an effect: the menu it came from is gone by then
  was.current = opened;
  useLayoutEffect(() => {
    if (!opened) return;
    return () => {
      const last = document.activeElement;
      setTimeout(() => {
        if ([null, document.body, last].includes(document.activeElement)) before.current?.focus({ preventScroll: true });
      }, AFTER);
    };
  }, [opened]);
}

/** What has the focus; of an entry of a menu, what opened the menu. */
function opener(): HTMLElement | null {
  const focused = document.activeElement as HTMLElement | null;
  const menu = focused?.closest('[role="menu"]');
  return menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : focused;
}
