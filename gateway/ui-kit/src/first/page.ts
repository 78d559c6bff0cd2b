/** Runs before everything else of a page, built into a file of its own: the policy allows no inline script. */
import { addressOf, asked, SESSION } from './asked';

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
function ask() {
  if (location.pathname === '/sign-in') return;
  const urls = new Set([SESSION, ...(asked()[addressOf(location)] ?? [])]);
  window.trellisAnswers = new Map([...urls].map((url) => [url, fetch(url)]));
  for (const answer of window.trellisAnswers.values()) answer.catch(() => undefined); // who takes it is told
}

paint();
ask();
