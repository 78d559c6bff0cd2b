/** Below this the difference is the way of the answer, not a wrong clock. */
const TRIFLE = 60_000;
let ahead = 0;

/** Learns from the server what time it is; instant: the moment it answered, or nearly. */
export function hearTime(instant: string) {
  const difference = Date.parse(instant) - Date.now();
  ahead = Math.abs(difference) < TRIFLE ? 0 : difference;
}

/** What time it is for everybody, in ms since 1970: the server's, also where this computer's clock is wrong. */
export const now = () => Date.now() + ahead;
