/** What is printed once the server is ready: where it is and what to type next. */
import type { Features } from '../features/index.js';
import type { Server } from '../server/server.js';

export interface WelcomeFacts {
  readonly server: Pick<Server, 'url' | 'httpUrl'>;
  readonly features: Features;
  /** '' where none was written. */
  readonly kubeconfig: string;
  /** The file with the control token; '' where there is none. */
  readonly controlToken: string;
  /** Milliseconds. */
  readonly startedIn: number;
}

export function welcomeText({ server, features, kubeconfig, controlToken, startedIn }: WelcomeFacts): string {
  const { major, minor, patch } = features.version;
  const lines = [
    `kubemint is ready: Kubernetes v${major}.${minor}.${patch} at ${server.url} (${Math.round(startedIn)} ms)`,
    ...(server.httpUrl === undefined ? [] : [`plain HTTP at ${server.httpUrl}`]),
    ...(kubeconfig === '' ? [] : ['', 'Next:', ...nextCommands(shellWord(kubeconfig), features)]),
    ...(controlToken === '' ? [] : ['', 'Time is moved by hand:', clockCommand(shellWord(controlToken), server.url)]),
    '',
    'Ctrl-C ends it.',
    '',
  ];
  return lines.join('\n');
}

function nextCommands(kubeconfig: string, features: Features): string[] {
  const kubectl = `  kubectl --kubeconfig ${kubeconfig}`;
  const token = features.enabled('LegacyServiceAccountTokenNoAutoGeneration')
    ? `${kubectl} create token demo`
    : `${kubectl} describe secret demo-token`;
  return [`${kubectl} create serviceaccount demo`, token, `${kubectl} get --raw /openid/v1/jwks`];
}

function clockCommand(tokenFile: string, url: string): string {
  const token = `"Authorization: Bearer $(cat ${tokenFile})"`;
  return `  curl -k -H ${token} ${url}/_kubemint/clock -d '{"advance": "1h"}'`;
}

/** The word as a shell takes it unchanged. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
