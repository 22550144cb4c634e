/** Commands of the recorded sessions that kubemint answers otherwise than a real server, and why, by session. */
const DIFFERS_YET: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'everyday commands': {
    'apply --server-side -n s-{{run}} -f -': 'no server-side apply',
    'apply --server-side --field-manager=other -n s-{{run}} -f -': 'no server-side apply',
    'apply --server-side --force-conflicts --field-manager=other -n s-{{run}} -f -': 'no server-side apply',
  },
};

/** The commands of a session that are known to differ. */
export function differsYet(session: string): readonly string[] {
  return Object.keys(DIFFERS_YET[session] ?? {});
}
