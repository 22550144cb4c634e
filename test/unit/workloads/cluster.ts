/** The whole API in this process, with controllers on it and a clock that stands still; pods do what a test says. */
import { type Event } from '../../../src/apis/core/event.js';
import { type Pod } from '../../../src/apis/core/pod.js';
import { type PodStatus } from '../../../src/apis/core/pod-status.js';
import { type GroupResource, type KubeObject } from '../../../src/apis/meta/v1.js';
import { type Client, type ResourceClient } from '../../../src/client/client.js';
import { ManualClock, rfc3339 } from '../../../src/clock/clock.js';
import { SeededRandom } from '../../../src/clock/random.js';
import { type RunningController } from '../../../src/controllers/controller.js';
import { CONTROLLERS, startControllers } from '../../../src/controllers/index.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { authorizationConfiguration } from '../../../src/server/authorization-configuration.js';
import { Expressions } from '../../../src/server/expressions.js';
import { type Api, createApi, storedKinds } from '../../../src/server/api.js';
import { createAuthority } from '../../../src/server/certificates/authority.js';
import { silentLogger } from '../../../src/server/silent-logger.js';
import { tlsMaterial } from '../../../src/server/tls.js';
import { signingKey } from '../../server.js';

const NO_HEADERS = { allowedNames: [], usernameHeaders: [], uidHeaders: [], groupHeaders: [], extraHeaderPrefixes: [] };
export const NAMESPACE = 'default';
const PODS = { group: '', resource: 'pods' };
/** What tests do in place of these. */
const PLAYED = ['default-scheduler', 'kubelet'];
const EVENTS = { group: '', resource: 'events' };

export interface WorkloadOptions {
  readonly version?: string;
  readonly featureGates?: Record<string, boolean>;
}

export class Workloads {
  readonly clock = new ManualClock('2026-01-31T12:00:00Z');
  readonly errors: string[] = [];
  readonly client: Client;
  readonly pods: ResourceClient<Pod>;
  readonly #api: Api;
  readonly #options: WorkloadOptions;
  #running: RunningController | undefined;

  constructor(options: WorkloadOptions = {}) {
    this.#options = options;
    const { clock } = this;
    const issuers = ['https://kubernetes.default.svc.cluster.local'];
    const expressions = new Expressions(this.#features);
    this.#api = createApi({
      options: {},
      features: this.#features,
      clock,
      random: new SeededRandom(1),
      logger: silentLogger,
      signingKey: signingKey(),
      issuers,
      apiAudiences: issuers,
      tls: tlsMaterial({}, clock, new SeededRandom(3)),
      requestHeader: NO_HEADERS,
      expressions,
      authorization: {
        configuration: authorizationConfiguration({}, expressions.compileCondition),
        connections: new Map(),
      },
    });
    this.client = this.#api.client;
    this.pods = this.client.resource<Pod>(PODS);
  }

  async start(): Promise<this> {
    const features = this.#features;
    const { client, objects, tokenIssuer } = this.#api;
    const dependencies: Parameters<typeof startControllers>[0] = {
      client,
      objects,
      tokenIssuer,
      features,
      clock: this.clock,
      random: new SeededRandom(2),
      rootCA: undefined,
      certificateAuthority: createAuthority({ clock: this.clock, random: new SeededRandom(4) }),
      approvesCertificates: false,
      clusterAuthentication: {
        clientCA: () => undefined,
        requestHeaderCA: () => undefined,
        requestHeader: NO_HEADERS,
        onChanged: () => undefined,
      },
      simulation: { nodes: 1, startDelay: 20, runDuration: 100, stopDelay: 20 },
      namespacedResources: storedKinds(features).filter(({ namespaced }) => namespaced),
      onError: (error, message) =>
        this.errors.push(`${message}: ${error instanceof Error ? error.message : String(error)}`),
    };
    const controllers = CONTROLLERS.filter(({ name }) => !PLAYED.includes(name));
    this.#running = await startControllers(dependencies, controllers);
    return this;
  }

  stop(): void {
    this.#running?.stop();
  }

  /** Until no controller has anything to do. */
  async settle(): Promise<void> {
    await this.#running?.idle();
  }

  /** Moves the clock on and lets the controllers see it. */
  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.settle();
  }

  resource<T extends KubeObject>(resource: string, group = 'apps'): ResourceClient<T> {
    return this.client.resource<T>({ group, resource } satisfies GroupResource);
  }

  async create<T extends KubeObject>(resource: string, object: T, group = 'apps'): Promise<T> {
    await this.resource<T>(resource, group).create(NAMESPACE, object);
    await this.settle();
    return this.resource<T>(resource, group).get(NAMESPACE, object.metadata.name ?? '');
  }

  /** Writes what `change` makes of an object and lets the controllers see it. */
  async change<T extends KubeObject>(
    resource: string,
    name: string,
    change: (object: T) => void,
    group = 'apps',
  ): Promise<T> {
    const client = this.resource<T>(resource, group);
    const object = structuredClone(await client.get(NAMESPACE, name));
    change(object);
    await client.update(NAMESPACE, object);
    await this.settle();
    return client.get(NAMESPACE, name);
  }

  async podList(): Promise<Pod[]> {
    return (await this.pods.list(NAMESPACE)).items;
  }

  /** As a kubelet would report them. */
  async report(pods: readonly Pod[], status: PodStatus): Promise<void> {
    for (const { metadata } of pods) {
      const current = await this.pods.get(NAMESPACE, metadata.name ?? '');
      await this.pods.updateStatus(NAMESPACE, { ...current, status: { ...current.status, ...status } });
    }
    await this.settle();
  }

  /** All pods that run, or those given, become ready. */
  async ready(pods?: readonly Pod[]): Promise<void> {
    const lastTransitionTime = rfc3339(this.clock.now());
    const running = (pods ?? (await this.podList())).filter(
      ({ status, metadata }) => status?.phase === 'Pending' && metadata.deletionTimestamp === undefined,
    );
    const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime }];
    await this.report(running, { phase: 'Running', conditions });
  }

  /** Pods that are being deleted go, as when their containers have stopped. */
  async reap(): Promise<void> {
    for (const { metadata } of await this.podList()) {
      if (metadata.deletionTimestamp === undefined) continue;
      await this.pods.delete(NAMESPACE, metadata.name ?? '', { gracePeriodSeconds: 0 });
    }
    await this.settle();
  }

  /** `Normal SuccessfulCreate Created pod: web-x` per event, in order. */
  async events(kind: string): Promise<string[]> {
    const { items } = await this.client.resource<Event>(EVENTS).list(NAMESPACE);
    return items
      .filter(({ involvedObject }) => involvedObject?.kind === kind)
      .sort((a, b) => suffixOf(a) - suffixOf(b))
      .map(({ type, reason, message }) => `${type ?? ''} ${reason ?? ''} ${message ?? ''}`);
  }

  get #features() {
    const { version, featureGates } = this.#options;
    return resolveFeatures({ version, featureGates });
  }
}

function suffixOf({ metadata: { name = '' } }: Event): number {
  return Number.parseInt(name.slice(name.lastIndexOf('.') + 1), 16);
}

/** A template of one container. */
export function template(labels: Record<string, string> = { app: 'web' }, image = 'nginx:1') {
  return { metadata: { labels }, spec: { containers: [{ name: 'main', image }] } };
}
