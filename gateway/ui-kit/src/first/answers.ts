/** Takes the answers that first/page.ts asked for, and tells the next visit what this one needs. */
import { addressOf, firstScript, keepAsked } from './asked';

/** After this time an answer is no longer news. */
const FRESH_MS = 5_000;
/** So long nothing may be under way before a page is calm, and so long that takes at the most. */
const CALM_MS = 100;
const LATEST_MS = 3_000;

const page = addressOf(location);
const urls = new Set<string>();
let touchedAt = Infinity;

const touch = () => {
  touchedAt = Math.min(touchedAt, performance.now());
};

const forget = () => window.trellisAnswers?.clear();

let open = 0;
let still: ReturnType<typeof setTimeout> | undefined;
const waiting = new Set<() => void>();

const rest = () => {
  if (open > 0 || waiting.size === 0) return;
  still = setTimeout(() => waiting.forEach((go) => go()), CALM_MS);
};

function counted(answer: Promise<Response>) {
  open += 1;
  clearTimeout(still);
  const done = () => {
    open -= 1;
    rest();
  };
  answer.then(done, done);
  return answer;
}

/** Waits until nothing is under way and no answer leads to another question. */
export const rested = () =>
  new Promise<void>((resolve) => {
    waiting.add(resolve);
    rest();
    setTimeout(resolve, LATEST_MS);
  });

/** As rested; and what is asked for from then on is not needed at first. */
export async function calm(): Promise<void> {
  await rested();
  touch();
}

/** Paths that no page waits for, on any visit. */
const asides = new Set<string>();

export const aside = (path: string) => asides.add(path);

/** Sends a request, or takes the answer that is under way already. Each answer is taken once; a change makes the others old. */
export function send(request: Request): Promise<Response> {
  if (request.method !== 'GET') {
    forget();
    return fetch(request);
  }
  const url = request.url.slice(location.origin.length);
  if (touchedAt === Infinity && !asides.has(url.split('?')[0]!)) urls.add(url);
  const early = window.trellisAnswers?.get(url);
  window.trellisAnswers?.delete(url);
  return counted(early ?? fetch(request));
}

const named = new Set([...document.querySelectorAll('link:not([data-ahead]), script')].map((each) => each.getAttribute('href') ?? each.getAttribute('src')));

/** The files that came until somebody touched the page and that its markup does not name. */
const ownFiles = () =>
  performance
    .getEntriesByType('resource')
    .filter(({ startTime }) => startTime < touchedAt)
    .map(({ name }) => new URL(name).pathname)
    .filter((path) => /\/assets\/.*\.(css|js)$/.test(path) && !named.has(path));

/** What a page asks for until somebody touches it is what it needs at first. */
export function watchFirstRequests() {
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, touch, { once: true, capture: true });
  addEventListener('pagehide', () => {
    const build = firstScript()?.dataset.build ?? '';
    if (urls.size > 0) keepAsked(page, { build, files: ownFiles(), urls: [...urls] });
  });
  setTimeout(forget, FRESH_MS);
}
