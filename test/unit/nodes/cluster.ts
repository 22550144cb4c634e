/** The whole API in this process with all controllers, on a clock that stands still. */
import { type Event } from '../../../src/apis/core/event.js';
import { type Node } from '../../../src/apis/core/node.js';
import { type Pod } from '../../../src/apis/core/pod.js';
import { type PodSpec } from '../../../src/apis/core/pod.js';
import { type GroupResource, type KubeObject, type ObjectMeta } from '../../../src/apis/meta/v1.js';
import { type Client, type ResourceClient } from '../../../src/client/client.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { SeededRandom } from '../../../src/clock/random.js';
import { type RunningController, type Simulation } from '../../../src/controllers/controller.js';
import { startControllers } from '../../../src/controllers/index.js';
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
export const PODS = { group: '', resource: 'pods' };
export const NODES = { group: '', resource: 'nodes' };

export interface SimulatedOptions {
  readonly version?: string;
  readonly featureGates?: Record<string, boolean>;
  readonly simulation?: Partial<Simulation>;
}

export class Simulated {
  readonly clock = new ManualClock('2026-01-31T12:00:00Z');
  readonly errors: string[] = [];
  readonly client: Client;
  readonly pods: ResourceClient<Pod>;
  readonly nodes: ResourceClient<Node>;
  readonly #api: Api;
  readonly #options: SimulatedOptions;
  #running: RunningController | undefined;

  constructor(options: SimulatedOptions = {}) {
    this.#options = options;
    const issuers = ['https://kubernetes.default.svc.cluster.local'];
    const expressions = new Expressions(this.#features);
    this.#api = createApi({
      options: {},
      features: this.#features,
      clock: this.clock,
      random: new SeededRandom(1),
      logger: silentLogger,
      signingKey: signingKey(),
      issuers,
      apiAudiences: issuers,
      tls: tlsMaterial({}, this.clock, new SeededRandom(3)),
      requestHeader: NO_HEADERS,
      expressions,
      authorization: {
        configuration: authorizationConfiguration({}, expressions.compileCondition),
        connections: new Map(),
      },
    });
    this.client = this.#api.client;
    this.pods = this.client.resource<Pod>(PODS);
    this.nodes = this.client.resource<Node>(NODES);
  }

  async start(): Promise<this> {
    const features = this.#features;
    const { client, objects, tokenIssuer } = this.#api;
    this.#running = await startControllers({
      client,
      objects,
      tokenIssuer,
      features,
      clock: this.clock,
      random: new SeededRandom(2),
      rootCA: 'CA',
      certificateAuthority: createAuthority({ clock: this.clock, random: new SeededRandom(4) }),
      approvesCertificates: false,
      clusterAuthentication: {
        clientCA: () => undefined,
        requestHeaderCA: () => undefined,
        requestHeader: NO_HEADERS,
        onChanged: () => undefined,
      },
      simulation: { nodes: 1, startDelay: 20, runDuration: 100, stopDelay: 20, ...this.#options.simulation },
      namespacedResources: storedKinds(features).filter(({ namespaced }) => namespaced),
      onError: (error, message) =>
        this.errors.push(`${message}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    });
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

  resource<T extends KubeObject>(resource: string, group = ''): ResourceClient<T> {
    return this.client.resource<T>({ group, resource } satisfies GroupResource);
  }

  async create<T extends KubeObject>(resource: string, object: T, group = ''): Promise<T> {
    const namespace = resource === 'priorityclasses' ? '' : NAMESPACE;
    await this.resource<T>(resource, group).create(namespace, object);
    await this.settle();
    return this.resource<T>(resource, group).get(namespace, object.metadata.name ?? '');
  }

  /** Creates a pod, `main` its only container unless the spec says otherwise, and lets the scheduler see it. */
  createPod(name: string, spec: PodSpec = {}, metadata: Partial<ObjectMeta> = {}): Promise<Pod> {
    const containers = [{ name: 'main', image: 'nginx' }];
    return this.create<Pod>('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, ...metadata },
      spec: { containers, ...spec },
    });
  }

  pod(name: string): Promise<Pod> {
    return this.pods.get(NAMESPACE, name);
  }

  async podNames(): Promise<string[]> {
    return (await this.pods.list(NAMESPACE)).items.map(({ metadata }) => metadata.name ?? '');
  }

  /** Writes what `change` makes of an object. */
  async change<T extends KubeObject>(
    resource: string,
    name: string,
    change: (object: T) => void,
    { group = '', namespace = NAMESPACE, status = false } = {},
  ): Promise<T> {
    const client = this.resource<T>(resource, group);
    const object = structuredClone(await client.get(namespace, name));
    change(object);
    if (status) await client.updateStatus(namespace, object);
    else await client.update(namespace, object);
    await this.settle();
    return object;
  }

  changeNode(name: string, change: (node: Node) => void): Promise<Node> {
    return this.change<Node>('nodes', name, change, { namespace: '' });
  }

  /** `Normal Started Container started` per event about an object, in order. */
  async events(name: string): Promise<string[]> {
    const { items } = await this.resource<Event>('events').list(NAMESPACE);
    return items
      .filter(({ involvedObject }) => involvedObject?.name === name)
      .sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1))
      .map(({ type, reason, message }) => `${type ?? ''} ${reason ?? ''} ${message ?? ''}`);
  }

  get #features() {
    return resolveFeatures({ version: this.#options.version, featureGates: this.#options.featureGates });
  }
}

/** The event's number in time, which its name ends with. */
function timeOf({ metadata: { name = '' } }: Event): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** `Ready=True …` per condition of a pod, with reasons. */
export function conditionsOf({ status }: Pod): Record<string, string> {
  return Object.fromEntries(
    (status?.conditions ?? []).map(({ type, status: value, reason }) => [type, reason ? `${value} ${reason}` : value]),
  );
}
