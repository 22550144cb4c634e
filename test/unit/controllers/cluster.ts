/** A fake server with controllers on it, and shorthands for what tests do to it. */
import { type ConfigMap, type Namespace, type Secret, type ServiceAccount } from '../../../src/apis/core/v1.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { SeededRandom } from '../../../src/clock/random.js';
import {
  type ClusterAuthentication,
  type Controller,
  type RunningController,
  type Simulation,
} from '../../../src/controllers/controller.js';
import { Informers } from '../../../src/controllers/informer.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { type TokenIssuer } from '../../../src/serviceaccount/issuer.js';
import { createAuthority } from '../../../src/server/certificates/authority.js';
import { FakeServer } from './fake-client.js';

export const NAMESPACES = { group: '', resource: 'namespaces' };
export const SERVICE_ACCOUNTS = { group: '', resource: 'serviceaccounts' };
export const SECRETS = { group: '', resource: 'secrets' };
export const CONFIG_MAPS = { group: '', resource: 'configmaps' };
export const PODS = { group: '', resource: 'pods' };

const NO_HEADERS = { allowedNames: [], usernameHeaders: [], uidHeaders: [], groupHeaders: [], extraHeaderPrefixes: [] };

export interface ClusterOptions {
  readonly approvesCertificates?: boolean;
  readonly clusterAuthentication?: Partial<ClusterAuthentication>;
  readonly version?: string;
  readonly featureGates?: Record<string, boolean>;
  readonly rootCA?: string | undefined;
  readonly simulation?: Partial<Simulation>;
}

export class Cluster {
  readonly clock = new ManualClock('2026-01-31T12:00:00Z');
  readonly server = new FakeServer(this.clock);
  readonly errors: string[] = [];
  readonly client = this.server.client();
  readonly namespaces = this.client.resource<Namespace>(NAMESPACES);
  readonly accounts = this.client.resource<ServiceAccount>(SERVICE_ACCOUNTS);
  readonly secrets = this.client.resource<Secret>(SECRETS);
  readonly configMaps = this.client.resource<ConfigMap>(CONFIG_MAPS);
  readonly pods = this.client.resource(PODS);
  readonly #options: ClusterOptions;
  #running: readonly RunningController[] = [];

  constructor(options: ClusterOptions = {}) {
    this.#options = options;
  }

  get dependencies() {
    const { version, featureGates, rootCA = 'ROOT CA' } = this.#options;
    const features = resolveFeatures({ version, featureGates });
    return {
      client: this.client,
      objects: this.server.objects,
      informers: new Informers(this.client),
      clock: this.clock,
      random: new SeededRandom(1),
      features,
      tokenIssuer: tokenIssuer(),
      rootCA: 'rootCA' in this.#options ? this.#options.rootCA : rootCA,
      clusterAuthentication: {
        clientCA: () => undefined,
        requestHeaderCA: () => undefined,
        requestHeader: NO_HEADERS,
        onChanged: () => undefined,
        ...this.#options.clusterAuthentication,
      },
      certificateAuthority: createAuthority({ clock: this.clock, random: new SeededRandom(2) }),
      approvesCertificates: this.#options.approvesCertificates ?? false,
      simulation: { nodes: 0, startDelay: 20, runDuration: 100, stopDelay: 20, ...this.#options.simulation },
      namespacedResources: [CONFIG_MAPS, SECRETS, SERVICE_ACCOUNTS, PODS],
      onError: (error: unknown, message: string) =>
        this.errors.push(`${message}: ${error instanceof Error ? error.message : String(error)}`),
    };
  }

  async start(...controllers: readonly Controller[]): Promise<this> {
    const { dependencies } = this;
    for (const controller of controllers) {
      if (controller.runs(dependencies)) this.#running = [...this.#running, await controller.start(dependencies)];
    }
    return this;
  }

  /** Until no controller has anything to do. */
  async settle(): Promise<void> {
    while (this.#running.some(({ busy }) => busy)) await Promise.all(this.#running.map((each) => each.idle()));
  }

  stop(): void {
    for (const controller of this.#running) controller.stop();
  }

  addNamespace(name: string): Promise<Namespace> {
    return this.namespaces.create('', object('Namespace', name));
  }

  addAccount(name: string, namespace = 'team'): Promise<ServiceAccount> {
    return this.accounts.create(namespace, object('ServiceAccount', name));
  }

  addTokenSecret(name: string, account: string, uid?: string): Promise<Secret> {
    const annotations = {
      'kubernetes.io/service-account.name': account,
      ...(uid === undefined ? {} : { 'kubernetes.io/service-account.uid': uid }),
    };
    const type = 'kubernetes.io/service-account-token';
    return this.secrets.create('team', { ...object('Secret', name), type, metadata: { name, annotations } });
  }

  names(resource: { group: string; resource: string }, namespace: string): (string | undefined)[] {
    return this.server.list(resource, namespace).map(({ metadata }) => metadata.name);
  }
}

export function object(kind: string, name: string): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name } };
}

/** Signs nothing: a token is its claims. */
function tokenIssuer(): TokenIssuer {
  return {
    issue: (claims) => Promise.resolve(JSON.stringify(claims)),
    issueLegacy: (claims) => Promise.resolve(JSON.stringify(claims)),
    issuer: 'https://kubernetes.default.svc.cluster.local',
    apiAudiences: [],
    maxExpirationSeconds: 0,
    extendExpiration: true,
    features: resolveFeatures({ version: undefined, featureGates: undefined }),
  };
}

export function decode(base64: string | undefined): string {
  return Buffer.from(base64 ?? '', 'base64').toString();
}
