/** Reads a kubeconfig as far as a small client needs it. Source: k8s.io/client-go/tools/clientcmd. */
import { isAbsolute, join } from 'node:path';

/** Where a server is, and how to show who one is. */
export interface RestConfig {
  /** `https://127.0.0.1:6443`. */
  readonly server: string;
  /** PEM; undefined: the machine's own authorities. */
  readonly ca: string | undefined;
  readonly insecure: boolean;
  /** The name that the server's certificate has to be for, in place of the one in the address. */
  readonly serverName: string | undefined;
  /** PEM. */
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly token: string | undefined;
  /** Read anew for each request: whoever wrote it may renew it. */
  readonly tokenFile: string | undefined;
  readonly impersonate: { readonly user: string; readonly groups: readonly string[] } | undefined;
  /** The context's. */
  readonly namespace: string;
}

export interface KubeconfigSource {
  readonly text: string;
  /** Against which relative paths count. */
  readonly directory: string;
  /** Default: the current one. */
  readonly context?: string | undefined;
  /** Parses YAML. */
  readonly parse: (text: string) => unknown;
  /** Reads a file that the kubeconfig names. */
  readonly readFile: (path: string) => string;
}

type Entry = Readonly<Record<string, unknown>>;

/** What cannot be had without running other programs, or speaking to other servers, on the user's behalf. */
const REFUSED: Readonly<Record<string, string>> = {
  exec: 'a credential plugin (exec), which is not run here',
  'auth-provider': 'an auth-provider, which is not spoken to here',
  username: 'a user name and password, which Kubernetes no longer takes',
};

const MEND = 'use a kubeconfig with a token, a token file or a client certificate (kubectl create token makes one)';

/** @throws Error with one line for the user. */
export function readKubeconfig(source: KubeconfigSource): RestConfig {
  const config = entry(source.parse(source.text));
  const name = source.context ?? text(config, 'current-context') ?? '';
  if (name === '') throw new Error('it has no current-context; name one with --context');
  const context = named(config, 'contexts', 'context', name);
  const cluster = named(config, 'clusters', 'cluster', text(context, 'cluster') ?? '');
  const user = named(config, 'users', 'user', text(context, 'user') ?? '');
  for (const [field, reason] of Object.entries(REFUSED)) {
    if (user[field] !== undefined) throw new Error(`its user ${String(text(context, 'user'))} has ${reason}; ${MEND}`);
  }
  if (text(cluster, 'proxy-url') !== undefined)
    throw new Error('its cluster has a proxy-url, which is not gone through here');
  const server = text(cluster, 'server') ?? '';
  if (!/^https?:$/.test(URL.canParse(server) ? new URL(server).protocol : '')) {
    throw new Error(`its server ${JSON.stringify(server)} is no http or https address`);
  }
  const path = (file: string): string => (isAbsolute(file) ? file : join(source.directory, file));
  const pem = (from: Entry, field: string): string | undefined => {
    const data = text(from, `${field}-data`);
    if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
    const file = text(from, field);
    return file === undefined ? undefined : source.readFile(path(file));
  };
  const tokenFile = text(user, 'tokenFile');
  const as = text(user, 'as');
  return {
    server: server.replace(/\/+$/, ''),
    ca: pem(cluster, 'certificate-authority'),
    insecure: cluster['insecure-skip-tls-verify'] === true,
    serverName: text(cluster, 'tls-server-name'),
    cert: pem(user, 'client-certificate'),
    key: pem(user, 'client-key'),
    // Upstream's order: the file counts where both are there.
    token: tokenFile === undefined ? text(user, 'token') : undefined,
    tokenFile: tokenFile === undefined ? undefined : path(tokenFile),
    impersonate: as === undefined ? undefined : { user: as, groups: texts(user, 'as-groups') },
    namespace: text(context, 'namespace') ?? 'default',
  };
}

function named(config: Entry, list: string, field: string, name: string): Entry {
  const entries = Array.isArray(config[list]) ? config[list] : [];
  const found = entries.map(entry).find((candidate) => candidate['name'] === name);
  if (found === undefined) throw new Error(`it has no ${field} ${JSON.stringify(name)}`);
  return entry(found[field]);
}

function entry(value: unknown): Entry {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error('it is no kubeconfig');
  return value as Entry;
}

function text(from: Entry, field: string): string | undefined {
  const value = from[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(from: Entry, field: string): string[] {
  const value = from[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
