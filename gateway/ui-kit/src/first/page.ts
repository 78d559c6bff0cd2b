/** Runs before everything else of a page, built into a file of its own: the policy allows no inline script. */
import { addressOf, asked, firstScript, SESSION } from './asked';

const system = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

/** So that a dark page never flashes white. */
function paint() {
  let scheme = 'auto';
  try {
    scheme = localStorage.getItem('mantine-color-scheme-value') ?? scheme;
  } catch {
    // Storage may be forbidden; the system's scheme it is.
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme === 'auto' ? system() : scheme);
}

/** Asks for the session, and for what this page asked for the last time, while the page's code is still on its way. */
function ask(urls: string[]) {
  window.trellisAnswers = new Map([...new Set([SESSION, ...urls])].map((url) => [url, fetch(url)]));
  for (const answer of window.trellisAnswers.values()) answer.catch(() => undefined); // who takes it is told
}

/** Fetches the page's own files, which the app would only ask for once its code has run. */
function fetchAhead(files: string[], nonce = '') {
  for (const file of files) {
    const link = document.createElement('link');
    Object.assign(link, file.endsWith('.css') ? { rel: 'preload', as: 'style' } : { rel: 'modulepreload' });
    Object.assign(link, { crossOrigin: '', nonce, href: file });
    link.dataset.ahead = '';
    document.head.append(link);
  }
}

paint();
if (!location.pathname.startsWith('/sign-in')) {
  const script = firstScript();
  const needs = asked()[addressOf(location)];
  ask(needs?.urls ?? []);
  if (needs && script?.dataset.build === needs.build) fetchAhead(needs.files, script.nonce);
}
