import { lazyOf, mount, pageAhead, Pages, type PageTable } from '@trellis/kit';
import { SignIn } from './SignIn';

/** Everything but the first door, with the page of the settings that is meant. */
async function loadApp() {
  const file = await import('./App');
  await pageAhead(file.settings, '/settings');
  return file;
}

const pages: PageTable = {
  'sign-in': SignIn,
  'sign-in/link': lazyOf(() => import('./SetPassword'), 'SetPassword'),
  '*': lazyOf(loadApp, 'App'),
};

void mount('settings', '', pages, <Pages table={pages} />);
