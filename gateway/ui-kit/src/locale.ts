const KEY = 'trellis-locale';

/** Somebody may have chosen by the API what this browser does not know. */
function known(tag: string) {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

const chosen = localStorage.getItem(KEY) ?? '';

/** How dates and numbers are written: as the person chose, else as the browser does. It holds while a page is open. */
export const locale = known(chosen) ? chosen : navigator.language;

/** Learns from the session what the person chose; returns whether the page was opened with something else. */
export function hearLocale(tag: string): boolean {
  if (tag) localStorage.setItem(KEY, tag);
  else localStorage.removeItem(KEY);
  return tag !== chosen;
}
