/** Which pods a daemon set lacks and has too many of. Source: pkg/controller/daemon/daemon_controller.go (manage, podsShouldBeOnNode). */
import { type DaemonSet } from '../../apis/apps/v1.js';
import { type Node } from '../../apis/core/node.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Clock } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type BackOff } from '../back-off.js';
import { type EventRecorder } from '../event-recorder.js';
import { isPodAvailable, isPodReady, isPodTerminal } from '../pod-state.js';
import { scaledValue } from '../shares.js';
import { nodeOf, placementOn, REVISION_LABEL } from './placement.js';

export interface ToDo {
  /** The nodes on which pods are to be made. */
  readonly create: readonly string[];
  /** The names of pods that are to go. */
  readonly remove: readonly string[];
}

export interface PodsOptions {
  readonly daemonSet: DaemonSet;
  readonly nodes: readonly Node[];
  readonly byNode: ReadonlyMap<string, readonly Pod[]>;
  readonly hash: string;
  readonly clock: Clock;
  readonly features: Features;
  readonly recorder: EventRecorder;
  /** Of pods that failed. */
  readonly backOff: BackOff;
  /** Has the daemon set looked at again in so many milliseconds. */
  readonly lookAgain: (ms: number) => void;
}

/** Pods by their node; those that are finished and on their way out are left out. */
export function podsByNode(pods: readonly Pod[], features: Features): Map<string, Pod[]> {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const finished = isPodTerminal(pod) && pod.metadata.deletionTimestamp !== undefined;
    const node = nodeOf(pod);
    if (node === undefined || (finished && features.behaviours.daemonSetReplacesSucceeded)) continue;
    byNode.set(node, [...(byNode.get(node) ?? []), pod]);
  }
  return byNode;
}

export function allowsSurge({ spec }: DaemonSet): boolean {
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  return type === 'RollingUpdate' && scaledValue(rollingUpdate?.maxSurge ?? 0, 1, 'up') > 0;
}

export function toDo(options: PodsOptions): ToDo {
  const { nodes, byNode } = options;
  const each = nodes.map((node) => toDoOn(node, options));
  const known = new Set(nodes.map(({ metadata }) => metadata.name));
  const lost = [...byNode].filter(([node]) => !known.has(node)).flatMap(([, pods]) => pods);
  const unscheduled = lost.filter(({ spec }) => (spec.nodeName ?? '') === '');
  return {
    create: each.flatMap(({ create }) => create),
    remove: [...each.flatMap(({ remove }) => remove), ...unscheduled.map(nameOf)],
  };
}

function toDoOn(node: Node, options: PodsOptions): ToDo {
  const { name = '' } = node.metadata;
  const { shouldRun, mayStay } = placementOn(node, options.daemonSet);
  const pods = options.byNode.get(name);
  if (shouldRun && pods === undefined) return { create: [name], remove: [] };
  const staying = (pods ?? []).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (!mayStay) return { create: [], remove: staying.map(nameOf) };
  const running = staying.filter((pod) => !isOver(pod, options));
  const over = staying.filter((pod) => isOver(pod, options)).filter((pod) => mayGo(pod, name, options));
  const remove = over.map(nameOf);
  if (!allowsSurge(options.daemonSet)) {
    return { create: [], remove: [...remove, ...oldestFirst(running).slice(1).map(nameOf)] };
  }
  if (running.length > 1) return { create: [], remove: [...remove, ...surplus(running, options)] };
  return { create: running.length === 0 && shouldRun ? [name] : [], remove };
}

function isOver({ status }: Pod, { features }: PodsOptions): boolean {
  return (
    status?.phase === 'Failed' || (features.behaviours.daemonSetReplacesSucceeded && status?.phase === 'Succeeded')
  );
}

/** Tells of a pod that is over; one that failed on a node where others failed lately has to wait. */
function mayGo(pod: Pod, node: string, { daemonSet, recorder, backOff, lookAgain }: PodsOptions): boolean {
  const { uid = '' } = daemonSet.metadata;
  const subject = `daemon pod ${pod.metadata.namespace ?? ''}/${nameOf(pod)} on node ${node}`;
  if (pod.status?.phase === 'Succeeded') {
    recorder.record(daemonSet, 'Normal', 'SucceededDaemonPod', `Found succeeded ${subject}, will try to delete it`);
    return true;
  }
  const key = `${uid}/${String(daemonSet.status?.observedGeneration ?? 0)}/${node}`;
  const wait = backOff.waitOf(key);
  if (wait > 0) {
    lookAgain(wait);
    return false;
  }
  backOff.next(key);
  recorder.record(daemonSet, 'Warning', 'FailedDaemonPod', `Found failed ${subject}, will try to kill it`);
  return true;
}

/** Of pods of one kind the oldest stays; an old one stays until a new one is available, unless it is not ready itself. */
function surplus(running: readonly Pod[], { daemonSet, hash, clock }: PodsOptions): string[] {
  const sorted = oldestFirst(running);
  const isNew = ({ metadata }: Pod): boolean => metadata.labels?.[REVISION_LABEL] === hash;
  const [newest, old] = [sorted.find(isNew), sorted.find((pod) => !isNew(pod))];
  const excess = sorted.filter((pod) => pod !== newest && pod !== old).map(nameOf);
  if (newest === undefined || old === undefined) return excess;
  const replaced = isPodAvailable(newest, daemonSet.spec.minReadySeconds ?? 0, clock.now());
  return !isPodReady(old) || replaced ? [...excess, nameOf(old)] : excess;
}

/** Those with a node come first. */
export function oldestFirst(pods: readonly Pod[]): Pod[] {
  const key = ({ metadata, spec }: Pod): string =>
    `${(spec.nodeName ?? '') === '' ? 1 : 0} ${metadata.creationTimestamp ?? ''} ${metadata.name ?? ''}`;
  return pods.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

export function nameOf({ metadata }: Pod): string {
  return metadata.name ?? '';
}
