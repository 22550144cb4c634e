/** Commands of the recorded sessions that kubemint answers otherwise than a real server, and why. */
const EVERYDAY_COMMANDS: readonly (readonly [command: RegExp, reason: string])[] = [
  [/^apply --server-side /, 'no server-side apply'],
  [/^diff /, 'kubectl diff needs server-side apply or a merged dry run'],
  [/^explain /, 'no OpenAPI descriptions of fields'],
  [/^create -n s-\{\{run\}\} -f -$/, 'no strict validation of fields'],
  [/^(delete|get) namespace s-\{\{run\}\}/, 'a namespace is not emptied when it is deleted'],
];

/** Why a command of a session may differ; undefined where it may not. */
export function differsYet(session: string, command: string): string | undefined {
  if (session !== 'everyday commands') return undefined;
  return EVERYDAY_COMMANDS.find(([pattern]) => pattern.test(command))?.[1];
}
