/** Keeps objects of a kind until nobody uses them, by a finalizer of their own. */
import { type GroupResource, type KubeObject } from '../../apis/meta/v1.js';
import { type ResourceClient } from '../../client/client.js';
import { type ControllerDependencies, running, type RunningController } from '../controller.js';
import { unlessMissing } from '../errors.js';
import { type Informer } from '../informer.js';
import { ObjectQueue } from '../object-queue.js';
import { controllerUser } from '../users.js';

export interface Protection<T extends KubeObject> {
  readonly resource: GroupResource;
  readonly finalizer: string;
  /** The name of the controller's account. */
  readonly account: string;
  readonly isUsed: (object: T) => boolean;
}

/** What says that nobody may use an object any more. `look`: has the controller look at it again. */
export type Feed = (look: (namespace: string, name: string) => void) => { stop(): void };

export async function startProtection<T extends KubeObject>(
  dependencies: ControllerDependencies,
  protection: Protection<T>,
  feeds: readonly Feed[] = [],
): Promise<RunningController> {
  const { clock, informers, onError } = dependencies;
  const { resource, account } = protection;
  const client = dependencies.client.as(controllerUser(account)).resource<T>(resource);
  const objects: Informer<T> = await informers.of<T>(resource);
  const queue = new ObjectQueue({ clock, onError }, `protecting the ${resource.resource}`, async (namespace, name) => {
    const object = objects.get(namespace, name);
    if (object !== undefined) await protect(object, protection, client);
  });
  const look = (namespace: string, name: string): void => queue.add(`${namespace}/${name}`);
  const own = objects.listen((type, object) => {
    if (type !== 'DELETED') queue.addObject(object);
  });
  const all = [own, ...feeds.map((feed) => feed(look))];
  await queue.idle();
  return running([queue], all);
}

async function protect<T extends KubeObject>(
  object: T,
  { finalizer, isUsed }: Protection<T>,
  client: ResourceClient<T>,
): Promise<void> {
  const { finalizers = [], deletionTimestamp, namespace = '' } = object.metadata;
  const has = finalizers.includes(finalizer);
  const isGoing = deletionTimestamp !== undefined;
  if (has !== isGoing || (isGoing && isUsed(object))) return;
  const next = isGoing ? finalizers.filter((each) => each !== finalizer) : [...finalizers, finalizer];
  await unlessMissing(client.update(namespace, { ...object, metadata: { ...object.metadata, finalizers: next } }));
}
