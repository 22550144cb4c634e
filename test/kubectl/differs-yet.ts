/** Commands of the recorded sessions that kubemint answers otherwise than a real server, and why, by session. */
const DIFFERS_YET: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

/** The commands of a session that are known to differ. */
export function differsYet(session: string): readonly string[] {
  return Object.keys(DIFFERS_YET[session] ?? {});
}
