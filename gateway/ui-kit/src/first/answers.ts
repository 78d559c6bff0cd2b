/** Takes the answers that first/page.ts asked for, and tells the next visit what this one needs. */
import { addressOf, keepAsked } from './asked';

/** After this time an answer is no longer news. */
const FRESH_MS = 5_000;
/** So long waits what nobody waits for. */
const LATEST_MS = 3_000;

const page = addressOf(location);
const urls = new Set<string>();
let touched = false;

const forget = () => window.trellisAnswers?.clear();

let open = 0;
const waiting = new Set<() => void>();

/** Counts what is under way; who waits for calm goes on when it is the last. */
function counted(answer: Promise<Response>) {
  open += 1;
  const done = () => {
    open -= 1;
    if (open > 0) return;
    waiting.forEach((go) => go());
    waiting.clear();
  };
  answer.then(done, done);
  return answer;
}

/** Sends a request once nothing else is under way, or soon at the latest: for what nobody waits for. */
export async function afterwards(request: Request): Promise<Response> {
  await Promise.race([
    new Promise((resolve) => setTimeout(resolve, LATEST_MS)),
    // What is asked for in the same moment comes first.
    new Promise<void>((resolve) => setTimeout(() => (open > 0 ? waiting.add(resolve) : resolve()))),
  ]);
  return fetch(request);
}

/** Sends a request, or takes the answer that is under way already. Each answer is taken once; a change makes the others old. */
export function send(request: Request): Promise<Response> {
  if (request.method !== 'GET') {
    forget();
    return fetch(request);
  }
  const url = request.url.slice(location.origin.length);
  if (!touched) urls.add(url);
  const early = window.trellisAnswers?.get(url);
  window.trellisAnswers?.delete(url);
  return counted(early ?? fetch(request));
}

/** What a page asks for until somebody touches it is what it needs at first. */
export function watchFirstRequests() {
  const touch = () => {
    touched = true;
  };
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, touch, { once: true, capture: true });
  addEventListener('pagehide', () => urls.size > 0 && keepAsked(page, urls));
  setTimeout(forget, FRESH_MS);
}
