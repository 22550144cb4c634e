/**
 * Keeps the volumes of bound pods on the disk as a kubelet does: made when a pod is bound to a node, renewed in time, removed
 * when the pod has ended or is gone. Sources: pkg/kubelet/volumemanager, pkg/kubelet/kubelet_volumes.go.
 */
import { type Pod } from '../apis/core/pod.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Client, type ClientWatch } from '../client/client.js';
import { type CancelTimer, type Clock, RealClock } from '../clock/clock.js';
import { type Random } from '../clock/random.js';
import { running, type RunningController } from '../controllers/controller.js';
import { WorkQueue } from '../controllers/workqueue.js';
import { type Features } from '../features/features.js';
import { changeOwnerIfAllowed } from './ownership.js';
import { PodDirectories } from './pod-directories.js';
import { VOLUME_PLUGINS } from './volume-plugins.js';
import { volumeHost } from './volume-host.js';
import { type VolumeHost, type VolumePlugin, type VolumeReference } from './volume-plugin.js';

export interface VolumeManagerDependencies {
  /** Any user's; for each pod its node's user is asked as. */
  readonly client: Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly features: Features;
  /** A directory of our own, or one that is empty or not there. */
  readonly rootDir: string;
  /** The stored resources that volumes may come from, among others. */
  readonly serves: (resource: string) => boolean;
  /** Hears of volumes that could not be set up; they are tried again. */
  readonly onError: (error: unknown, message: string) => void;
  readonly onWarning: (message: string) => void;
}

const REFERENCED: readonly (readonly [VolumeReference['resource'], group: string])[] = [
  ['secrets', ''],
  ['configmaps', ''],
  ['serviceaccounts', ''],
  ['clustertrustbundles', 'certificates.k8s.io'],
];

/** Resolves when the volumes of all pods that are bound have been set up. @throws Error where the directory is another's. */
export async function startVolumeManager(dependencies: VolumeManagerDependencies): Promise<RunningController> {
  const { client, clock, random, rootDir, serves, onError, onWarning } = dependencies;
  const changeOwner = changeOwnerIfAllowed(onWarning);
  // What the API holds does not outlive a power cut either.
  const directories = PodDirectories.open(rootDir, {
    clock,
    readerClock: new RealClock(),
    random,
    changeOwner,
    durable: false,
  });
  const manager = new VolumeManager(dependencies, directories, (uid) => queue.add(uid));
  const queue: WorkQueue = new WorkQueue({
    clock,
    sync: (uid) => manager.sync(uid),
    onError: (error, uid) => onError(error, `setting up the volumes of ${manager.nameOf(uid)}`),
  });
  const watches: ClientWatch[] = [];
  for (const [resource, group] of REFERENCED.filter(([name]) => serves(name))) {
    const listener = (_type: string, object: KubeObject): void => manager.observeObject(resource, object);
    watches.push(await client.resource({ group, resource }).watch('', listener));
  }
  watches.push(
    await client.resource<Pod>({ group: '', resource: 'pods' }).watch('', (type, pod) => {
      manager.observePod(pod, type !== 'DELETED');
    }),
  );
  for (const uid of directories.podUids()) queue.add(uid);
  await queue.idle();
  return running([queue], [...watches, manager]);
}

class VolumeManager {
  readonly #dependencies: VolumeManagerDependencies;
  readonly #directories: PodDirectories;
  readonly #enqueue: (uid: string) => void;
  readonly #pods = new Map<string, Pod>();
  readonly #hosts = new Map<string, VolumeHost>();
  readonly #accountUids = new Map<string, string>();
  readonly #timers = new Map<string, CancelTimer>();

  constructor(dependencies: VolumeManagerDependencies, directories: PodDirectories, enqueue: (uid: string) => void) {
    this.#dependencies = dependencies;
    this.#directories = directories;
    this.#enqueue = enqueue;
  }

  observePod(pod: Pod, exists: boolean): void {
    const { uid = '' } = pod.metadata;
    if ((pod.spec.nodeName ?? '') === '') return;
    if (exists) this.#pods.set(uid, pod);
    else this.#pods.delete(uid);
    this.#enqueue(uid);
  }

  observeObject(resource: VolumeReference['resource'], { metadata }: KubeObject): void {
    const { namespace = '', name = '', uid = '' } = metadata;
    // The tokens of an account that is gone stay until there is another one of its name, or they expire.
    if (resource === 'serviceaccounts') this.#accountUids.set(`${namespace}/${name}`, uid);
    for (const [podUid, pod] of this.#pods) {
      if (namespace !== '' && pod.metadata.namespace !== namespace) continue;
      const concerned = volumesOf(pod).some(({ plugin, volume }) =>
        plugin.references(volume, pod).some((reference) => isOf(reference, resource, name)),
      );
      if (concerned) this.#enqueue(podUid);
    }
  }

  nameOf(uid: string): string {
    const { namespace = '', name = '' } = this.#pods.get(uid)?.metadata ?? {};
    return name === '' ? `the pod with uid ${uid}` : `pod ${namespace}/${name}`;
  }

  async sync(uid: string): Promise<void> {
    this.#cancel(uid);
    const pod = this.#pods.get(uid);
    if (pod === undefined || hasEnded(pod)) this.#tearDown(uid);
    else await this.#setUp(uid, pod);
  }

  stop(): void {
    for (const uid of [...this.#timers.keys()]) this.#cancel(uid);
  }

  async #setUp(uid: string, pod: Pod): Promise<void> {
    const { clock } = this.#dependencies;
    const host = this.#hostOf(pod.spec.nodeName ?? '');
    const errors: unknown[] = [];
    let again = Infinity;
    for (const { plugin, volume } of volumesOf(pod)) {
      try {
        const { payload, collectAgainAt } = await plugin.collect(volume, pod, host);
        const place = { podUid: uid, plugin: plugin.name, name: volume.name ?? '' };
        this.#directories.write(place, payload, pod.spec.securityContext?.fsGroup);
        again = Math.min(again, collectAgainAt);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors, texts(errors));
    if (again !== Infinity) {
      this.#timers.set(
        uid,
        clock.after(again - clock.now() + 1, () => this.#enqueue(uid)),
      );
    }
  }

  #tearDown(uid: string): void {
    this.#directories.remove(uid);
    for (const host of this.#hosts.values()) host.tokens.forgetPod(uid);
  }

  #hostOf(node: string): VolumeHost {
    const accountUid = (namespace: string, name: string): string | undefined =>
      this.#accountUids.get(`${namespace}/${name}`);
    const host = this.#hosts.get(node) ?? volumeHost(node, { ...this.#dependencies, accountUid });
    this.#hosts.set(node, host);
    return host;
  }

  #cancel(uid: string): void {
    this.#timers.get(uid)?.();
    this.#timers.delete(uid);
  }
}

function volumesOf({ spec }: Pod): { plugin: VolumePlugin; volume: NonNullable<Pod['spec']['volumes']>[number] }[] {
  return (spec.volumes ?? []).flatMap((volume) => {
    const plugin = VOLUME_PLUGINS.find((candidate) => candidate.supports(volume));
    return plugin === undefined ? [] : [{ plugin, volume }];
  });
}

function isOf(reference: VolumeReference, resource: string, name: string): boolean {
  return reference.resource === resource && (reference.name === '' || reference.name === name);
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function texts(errors: readonly unknown[]): string {
  return errors.map((error) => (error instanceof Error ? error.message : String(error))).join('; ');
}
