/**
 * Removes what is in a namespace that is being deleted, and lets the namespace go.
 * Source: pkg/controller/namespace/{namespace_controller.go,deletion/namespaced_resources_deleter.go}.
 */
import { type Namespace } from '../apis/core/v1.js';
import { type Client, type ClientWatch, type ResourceClient } from '../client/client.js';
import { type Clock, rfc3339 } from '../clock/clock.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { retryOnConflict, unlessMissing } from './errors.js';
import { nextConditions, type Remaining } from './namespace-conditions.js';
import { type Emptied, NamespaceContent } from './namespace-content.js';
import { controllerUser } from './users.js';
import { WorkQueue } from './workqueue.js';

const NAMESPACES = { group: '', resource: 'namespaces' };
const FINALIZER = 'kubernetes';

export const namespaceController: Controller = {
  name: 'namespace',
  runs: () => true,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, onError, namespacedResources } = dependencies;
  const client = dependencies.client.as(controllerUser('namespace-controller'));
  const podsFirst = features.enabled('OrderedNamespaceDeletion');
  const content = new NamespaceContent(client, namespacedResources, podsFirst);
  const departures = new Departures(client, (namespace) => queue.add(namespace));
  const terminator = new Terminator(client, clock, content);
  const queue: WorkQueue = new WorkQueue({
    clock,
    sync: async (name) => {
      departures.forget(name);
      const emptied = await terminator.sync(name);
      if (emptied === undefined) return;
      if (emptied.failures.length > 0) throw new Error(emptied.failures.join(', '));
      if (emptied.estimate === 0) return;
      queue.addAfter(name, (Math.trunc(emptied.estimate / 2) + 1) * 1000);
      await departures.watch(name, emptied.remaining);
    },
    onError: (error, name) => onError(error, `deleting namespace ${name}`),
  });
  const watch = await client.resource(NAMESPACES).watch('', (type, { metadata: { name = '', deletionTimestamp } }) => {
    if (type === 'DELETED') departures.forget(name);
    else if (deletionTimestamp !== undefined) queue.add(name);
  });
  await queue.idle();
  return running([queue], [watch, departures]);
}

class Terminator {
  readonly #namespaces: ResourceClient<Namespace>;
  readonly #clock: Clock;
  readonly #content: NamespaceContent;

  constructor(client: Client, clock: Clock, content: NamespaceContent) {
    this.#namespaces = client.resource(NAMESPACES);
    this.#clock = clock;
    this.#content = content;
  }

  /** Undefined where the namespace needs no emptying, or is gone. */
  async sync(name: string): Promise<Emptied | undefined> {
    const namespace = await unlessMissing(this.#namespaces.get('', name));
    const { deletionTimestamp, uid } = namespace?.metadata ?? {};
    if (deletionTimestamp === undefined || !(namespace?.spec?.finalizers ?? []).includes(FINALIZER)) return undefined;
    const emptied = await this.#content.empty(name, this.#clock.now() - Date.parse(deletionTimestamp));
    await this.#change(name, uid, (current) => this.#report(current, emptied));
    if (emptied.estimate === 0 && emptied.failures.length === 0) {
      await this.#change(name, uid, (current) => this.#finalize(current));
    }
    return emptied;
  }

  async #report(namespace: Namespace, { remaining, failures }: Emptied): Promise<unknown> {
    const before = namespace.status?.conditions ?? [];
    const conditions = nextConditions(before, remaining, failures, rfc3339(this.#clock.now()));
    if (conditions === before && namespace.status?.phase === 'Terminating') return undefined;
    const status = { ...namespace.status, phase: 'Terminating', conditions: [...conditions] };
    return this.#namespaces.updateStatus('', { ...namespace, status });
  }

  #finalize(namespace: Namespace): Promise<unknown> {
    const finalizers = (namespace.spec?.finalizers ?? []).filter((name) => name !== FINALIZER);
    return this.#namespaces.finalize({ ...namespace, spec: { ...namespace.spec, finalizers } });
  }

  async #change(
    name: string,
    uid: string | undefined,
    change: (current: Namespace) => Promise<unknown>,
  ): Promise<void> {
    await retryOnConflict(async () => {
      const current = await unlessMissing(this.#namespaces.get('', name));
      if (current !== undefined && current.metadata.uid === uid) await unlessMissing(change(current));
    });
  }
}

/** Watches what is left in namespaces that wait for it. */
class Departures {
  readonly #client: Client;
  readonly #onChange: (namespace: string) => void;
  readonly #watches = new Map<string, readonly ClientWatch[]>();
  #stopped = false;

  constructor(client: Client, onChange: (namespace: string) => void) {
    this.#client = client;
    this.#onChange = onChange;
  }

  async watch(namespace: string, remaining: readonly Remaining[]): Promise<void> {
    const watches = await Promise.all(remaining.map((each) => this.#watch(namespace, each)));
    this.#watches.set(namespace, watches);
    if (this.#stopped) this.forget(namespace);
  }

  forget(namespace: string): void {
    for (const watch of this.#watches.get(namespace) ?? []) watch.stop();
    this.#watches.delete(namespace);
  }

  stop(): void {
    this.#stopped = true;
    for (const namespace of this.#watches.keys()) this.forget(namespace);
  }

  // What is on its way out already is waited for; whatever else is seen came after the content was deleted.
  async #watch(namespace: string, { resource, count }: Remaining): Promise<ClientWatch> {
    let waiting = 0;
    const watch = await this.#client.resource(resource).watch(namespace, (type, { metadata }) => {
      if (type === 'ADDED' && metadata.deletionTimestamp !== undefined) waiting++;
      else this.#onChange(namespace);
    });
    // Some went before the watch was open.
    if (waiting < count) this.#onChange(namespace);
    return watch;
  }
}
