/** What pages asked the API for the last time they were opened, and the files they came in, by their address; kept in this browser. */
export const SESSION = '/v1/session';

const KEY = 'trellis-needs';
const PAGES = 12;
const URLS = 16;
const FILES = 24;

declare global {
  interface Window {
    /** Answers under way before the app runs, by what was asked for. */
    trellisAnswers?: Map<string, Promise<Response>>;
  }
}

export interface Needs {
  /** Of the app the files belong to; another build has others. */
  build: string;
  /** Scripts and styles the page's own markup does not name. */
  files: string[];
  urls: string[];
}

type Asked = Record<string, Needs>;

/** The script that runs first; it names the build of the app. Absent while one develops. */
export const firstScript = () => document.querySelector<HTMLScriptElement>('script[data-build]');

export const addressOf = ({ pathname, search }: Location | URL) => pathname + search;

export function asked(): Asked {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Asked;
  } catch {
    return {};
  }
}

/** Keeps what a page needed; of the pages, those opened last. */
export function keepAsked(page: string, { build, files, urls }: Needs) {
  const { [page]: _, ...others } = asked();
  const needs = { build, files: files.slice(0, FILES), urls: urls.slice(0, URLS) };
  const kept = [...Object.entries(others), [page, needs]].slice(-PAGES);
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // Storage may be full or forbidden; the next visit asks a little later.
  }
}

/** Another person may not ask for the same. */
export const forgetAsked = () => localStorage.removeItem(KEY);
