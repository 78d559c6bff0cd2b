const OVER = '[role="dialog"], [role="menu"]';

/** Whether a key is meant for a menu or a dialog that lies over the page, or for one that is being closed by it. */
export const covered = ({ target }: KeyboardEvent) =>
  Boolean((target instanceof Element && target.closest(OVER)) || document.querySelector(OVER));
