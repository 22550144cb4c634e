/** The kubeconfig that says where a webhook is. Source: k8s.io/client-go/tools/clientcmd. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type TransportOptions } from './http.js';

/** Where a webhook is, and how it is trusted and trusts us. */
export interface Connection extends Omit<TransportOptions, 'timeout'> {
  readonly url: string;
  /** With every request. */
  readonly headers: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

interface Named {
  readonly name?: string;
  readonly cluster?: Fields;
  readonly user?: Fields;
  readonly context?: Fields;
}

/** Of the current context. @throws Error in one line that names the file, where it cannot be read or lacks what is needed. */
export async function loadConnection(path: string): Promise<Connection> {
  try {
    return await read(path);
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

async function read(path: string): Promise<Connection> {
  const { parse } = await import('yaml');
  const config = (parse(await textOf(path)) ?? {}) as Fields;
  const find = (list: string, name: unknown): Named | undefined =>
    ((config[list] ?? []) as readonly Named[]).find((each) => each.name === name);
  const current = config['current-context'];
  const context = find('contexts', current)?.context;
  if (context === undefined) throw new Error(`context ${JSON.stringify(current ?? '')} does not exist`);
  const cluster = find('clusters', context.cluster)?.cluster;
  if (cluster === undefined) throw new Error(`cluster ${JSON.stringify(context.cluster ?? '')} does not exist`);
  const user = find('users', context.user)?.user ?? {};
  const material = (fields: Fields, name: string): Promise<string | undefined> => content(fields, name, dirname(path));
  const trust = {
    ca: await material(cluster, 'certificate-authority'),
    cert: await material(user, 'client-certificate'),
    key: await material(user, 'client-key'),
    serverName: cluster['tls-server-name'] as string | undefined,
    insecure: cluster['insecure-skip-tls-verify'] === true,
  };
  const url = addressOf(cluster.server, trust.insecure || trust.ca !== undefined || trust.cert !== undefined);
  // As client-go, which shows credentials to nobody who could be anyone.
  const headers = url.startsWith('https:') ? await credentials(user, dirname(path)) : {};
  return { url, ...trust, headers };
}

/** `secured`: whether an address without a scheme is one of HTTPS. */
function addressOf(server: unknown, secured: boolean): string {
  const text = typeof server === 'string' ? server : '';
  const url = /^https?:\/\//i.test(text) ? text : `${secured ? 'https' : 'http'}://${text}`;
  if (text === '' || !URL.canParse(url)) throw new Error(`the cluster's server ${JSON.stringify(text)} is no URL`);
  return new URL(url).href;
}

/** What `NAME-data` holds, else the file that NAME names. */
async function content(fields: Fields, name: string, directory: string): Promise<string | undefined> {
  const data = fields[`${name}-data`];
  if (typeof data === 'string' && data !== '') return Buffer.from(data, 'base64').toString();
  const file = fields[name];
  return typeof file === 'string' && file !== '' ? textOf(resolve(directory, file)) : undefined;
}

async function credentials(user: Fields, directory: string): Promise<Readonly<Record<string, string>>> {
  const { token, tokenFile, username, password = '' } = user;
  if (typeof tokenFile === 'string' && tokenFile !== '') {
    return { authorization: `Bearer ${(await textOf(resolve(directory, tokenFile))).trim()}` };
  }
  if (typeof token === 'string' && token !== '') return { authorization: `Bearer ${token}` };
  if (typeof username !== 'string' || username === '') return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${String(password)}`).toString('base64')}` };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(code === 'ENOENT' ? `no such file: ${path}` : (error as Error).message, { cause: error });
  }
}
