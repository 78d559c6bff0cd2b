/** What pages asked the API for the last time they were opened, by their address; kept in this browser. */
export const SESSION = '/v1/session';

const KEY = 'trellis-asked';
const PAGES = 12;
const URLS = 16;

declare global {
  interface Window {
    /** Answers under way before the app runs, by what was asked for. */
    trellisAnswers?: Map<string, Promise<Response>>;
  }
}

type Asked = Record<string, string[]>;

export const addressOf = ({ pathname, search }: Location | URL) => pathname + search;

export function asked(): Asked {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Asked;
  } catch {
    return {};
  }
}

/** Keeps what a page asked for; of the pages, those opened last. */
export function keepAsked(page: string, urls: Iterable<string>) {
  const { [page]: _, ...others } = asked();
  const kept = [...Object.entries(others), [page, [...urls].slice(0, URLS)]].slice(-PAGES);
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // Storage may be full or forbidden; the next visit asks a little later.
  }
}

/** Another person may not ask for the same. */
export const forgetAsked = () => localStorage.removeItem(KEY);
