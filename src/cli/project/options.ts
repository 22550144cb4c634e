/** From the flags of `kubemint project` to what is projected. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BOUND_KINDS, type ProjectedToken, type Projection } from '../../kubelet/projector.js';
import { readKubeconfig, type RestConfig } from '../../rest/kubeconfig.js';
import { readNamedFile, systemReason } from '../files.js';
import { reasonOf, UsageError } from '../usage-error.js';
import { VALUE_TYPES } from '../values.js';
import type { ProjectSettings } from './flags.js';

export interface ProjectOptions {
  readonly config: RestConfig;
  readonly projection: Projection;
  /** Milliseconds. */
  readonly syncPeriod: number;
}

/** Milliseconds; more often would be a load rather than a look. */
const SHORTEST_PERIOD = 10;

/** @throws UsageError naming the flag. */
export async function projectOptions(settings: ProjectSettings): Promise<ProjectOptions> {
  for (const required of ['service-account', 'dir'] as const) {
    if (settings[required] === '')
      throw new UsageError(`--${required} is required; kubemint project --help tells what for`);
  }
  const syncPeriod = settings['sync-period'] * 1000;
  if (syncPeriod < SHORTEST_PERIOD) throw new UsageError(`--sync-period must be ${SHORTEST_PERIOD}ms or more`);
  const bound = boundTo(settings.bound);
  const tokens = [ownToken(settings), ...settings.token.map(furtherToken)];
  const twice = tokens.find(({ path }, index) => tokens.findIndex((token) => token.path === path) < index);
  if (twice !== undefined) throw new UsageError(`--token: there is more than one token for ${twice.path}`);
  const mode = fileMode(settings.mode);
  const config = await restConfig(settings);
  const [namespace, account] = accountOf(settings['service-account'], config.namespace);
  const directory = resolve(settings.dir);
  return {
    config,
    syncPeriod,
    projection: { directory, namespace, account, tokens, bound, mode, ca: config.ca ?? '' },
  };
}

async function restConfig({ kubeconfig, context }: ProjectSettings): Promise<RestConfig> {
  const [text, { parse }] = await Promise.all([readNamedFile('kubeconfig', kubeconfig), import('yaml')]);
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw new Error(`it names ${path}, which cannot be read: ${systemReason(error)}`, { cause: error });
    }
  };
  try {
    return readKubeconfig({
      text,
      directory: dirname(resolve(kubeconfig)),
      ...(context === '' ? {} : { context }),
      parse: (yaml) => parse(yaml) as unknown,
      readFile: read,
    });
  } catch (error) {
    throw new UsageError(`--kubeconfig: ${kubeconfig}: ${reasonOf(error).split('\n', 1).join('')}`);
  }
}

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

function accountOf(text: string, ownNamespace: string): [namespace: string, name: string] {
  const [first = '', second, ...more] = text.split('/');
  const [namespace, name] = second === undefined ? [ownNamespace, first] : [first, second];
  if (more.length > 0 || !NAME.test(namespace) || !NAME.test(name)) {
    throw new UsageError(`--service-account: write NAMESPACE/NAME, not ${JSON.stringify(text)}`);
  }
  return [namespace, name];
}

function boundTo(text: string): Projection['bound'] {
  if (text === '') return undefined;
  const [kind = '', name = '', ...more] = text.split('/');
  if (!isBoundKind(kind) || more.length > 0 || !NAME.test(name)) {
    const kinds = Object.keys(BOUND_KINDS).map((known) => `${known}/NAME`);
    throw new UsageError(`--bound: write ${kinds.join(', ')}, not ${JSON.stringify(text)}`);
  }
  return { kind, name };
}

function isBoundKind(kind: string): kind is keyof typeof BOUND_KINDS {
  return Object.hasOwn(BOUND_KINDS, kind);
}

function ownToken(settings: ProjectSettings): ProjectedToken {
  const path = settings['token-path'];
  return { path, audiences: settings.audience, expirationSeconds: Math.round(settings.expiration) };
}

const FURTHER: Readonly<Record<string, (value: string) => Partial<ProjectedToken>>> = {
  audience: (value) => ({ audiences: [value] }),
  expiration: (value) => ({ expirationSeconds: Math.round(VALUE_TYPES.duration.parse(value)) }),
};

function furtherToken(text: string): ProjectedToken {
  const [path = '', ...settings] = text.split(',');
  let token: ProjectedToken = { path, audiences: [], expirationSeconds: 3600 };
  for (const setting of settings) {
    const [, name = '', value = ''] = /^([a-z]+)=(.+)$/.exec(setting) ?? [];
    try {
      const read = FURTHER[name];
      if (read === undefined) throw new Error('write PATH,audience=AUDIENCE,expiration=1h');
      token = { ...token, ...read(value) };
    } catch (error) {
      throw new UsageError(`invalid value ${JSON.stringify(text)} for --token: ${reasonOf(error)}`);
    }
  }
  return token;
}

function fileMode(text: string): number {
  if (!/^0?[0-7]{3}$/.test(text))
    throw new UsageError(`--mode: write three octal digits, 0644, not ${JSON.stringify(text)}`);
  return parseInt(text, 8);
}
