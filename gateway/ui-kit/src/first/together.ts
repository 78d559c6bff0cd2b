/** Shows the first answers of a page together: a list that is drawn anew for each of six answers is late. */
import { defaultScheduler, notifyManager, type QueryClient } from '@tanstack/react-query';

/** So long an answer waits for the others under way. */
const WAIT_MS = 100;

/** Until nothing is under way for the first time, what arrives is told to the page in one go. */
export function showTogether(client: QueryClient) {
  let waiting: (() => void)[] = [];
  let late: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    clearTimeout(late);
    late = undefined;
    const told = waiting;
    waiting = [];
    for (const tell of told) tell();
  };
  const showLast = () => {
    if (client.isFetching() > 0) return;
    notifyManager.setScheduler(defaultScheduler);
    show();
  };
  notifyManager.setScheduler((tell) => {
    waiting.push(tell);
    late ??= setTimeout(show, WAIT_MS);
    if (client.isFetching() === 0) setTimeout(showLast);
  });
}
