/** The filters, in the order in which each node passes them. Source: pkg/scheduler/apis/config/v1/default_plugins.go. */
import { type Taint } from '../../apis/core/node.js';
import { type ContainerPort } from '../../apis/core/pod-container.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Behaviours } from '../../features/behaviours.js';
import { tolerates, untolerated } from '../nodes/tolerations.js';
import { type Filter, type Refusal } from './filter.js';
import { isSelected } from './node-selection.js';
import { interPodAffinity } from './pod-affinity.js';
import { podRequests } from './resources.js';
import { podTopologySpread } from './topology-spread.js';

const UNSCHEDULABLE: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

const final = (reason: string): Refusal => ({ reasons: [reason], isFinal: true });

const nodeUnschedulable: Filter = {
  prepare: ({ spec }) => {
    const tolerated = (spec.tolerations ?? []).some((toleration) => tolerates(toleration, UNSCHEDULABLE));
    return ({ node }) =>
      node.spec?.unschedulable === true && !tolerated ? final('node(s) were unschedulable') : undefined;
  },
};

const taintToleration: Filter = {
  prepare:
    ({ spec }, _state, { behaviours }) =>
    ({ node }) => {
      const hard = (node.spec?.taints ?? []).filter(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
      const taint = untolerated(hard, spec.tolerations ?? []);
      return taint === undefined ? undefined : final(taintText(taint, behaviours));
    },
};

function taintText({ key = '', value = '' }: Taint, { untoleratedTaintText: text }: Behaviours): string {
  if (text === 'untolerated taints') return 'node(s) had untolerated taint(s)';
  if (text === 'untolerated taint') return `node(s) had untolerated taint {${key}: ${value}}`;
  return `node(s) had taint {${key}: ${value}}, that the pod didn't tolerate`;
}

const nodeAffinity: Filter = {
  prepare(pod, _state, { behaviours }) {
    const what = behaviours.nodeAffinityNamesSelector ? 'node affinity/selector' : 'node affinity';
    return ({ node }) => (isSelected(pod, node) ? undefined : final(`node(s) didn't match Pod's ${what}`));
  },
};

const nodePorts: Filter = {
  prepare(pod) {
    const wanted = hostPorts(pod);
    if (wanted.length === 0) return undefined;
    return ({ pods }) => {
      const used = [...pods.values()].flatMap(({ pod: other }) => hostPorts(other));
      if (!wanted.some((port) => used.some((other) => clashes(port, other)))) return undefined;
      return { reasons: ["node(s) didn't have free ports for the requested pod ports"], isFinal: false };
    };
  },
};

function hostPorts({ spec }: Pod): ContainerPort[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const ports = [...sidecars, ...(spec.containers ?? [])].flatMap((container) => container.ports ?? []);
  return ports.filter(({ hostPort = 0 }) => hostPort > 0);
}

function clashes(a: ContainerPort, b: ContainerPort): boolean {
  if (a.hostPort !== b.hostPort || (a.protocol ?? 'TCP') !== (b.protocol ?? 'TCP')) return false;
  const [first, second] = [a.hostIP || '0.0.0.0', b.hostIP || '0.0.0.0'];
  return first === second || first === '0.0.0.0' || second === '0.0.0.0';
}

const nodeResourcesFit: Filter = {
  prepare(pod, _state, features) {
    const wanted = podRequests(pod, features);
    const knowsCapacity = features.behaviours.preemptionKnowsCapacity;
    return ({ allocatable, requested, pods }) => {
      const lacking = [...wanted].filter(
        ([name, amount]) => amount > 0 && amount > (allocatable.get(name) ?? 0) - (requested.get(name) ?? 0),
      );
      const isFull = (pods.size + 1) * 1000 > (allocatable.get('pods') ?? 0);
      if (lacking.length === 0 && !isFull) return undefined;
      return {
        reasons: [...(isFull ? ['Too many pods'] : []), ...lacking.map(([name]) => `Insufficient ${name}`)],
        isFinal: knowsCapacity && lacking.some(([name, amount]) => amount > (allocatable.get(name) ?? 0)),
      };
    };
  },
};

export const FILTERS: readonly Filter[] = [
  nodeUnschedulable,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  podTopologySpread,
  interPodAffinity,
];
