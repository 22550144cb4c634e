/** The columns of `kubectl get pods`. Source: pkg/printers/internalversion/printers.go. */
import { type Pod } from '../../../apis/core/pod.js';
import { ageColumn, nameColumn } from '../../../printers/columns.js';
import { humanDuration } from '../../../printers/duration.js';
import { type TableColumn } from '../../rest.js';
import { summarize } from './status-summary.js';

const restarts: Omit<TableColumn<Pod>, 'type' | 'cell'> = {
  name: 'Restarts',
  description: 'How often the containers were restarted, and when the last of them was.',
  priority: 0,
};

export const podColumns: readonly TableColumn<Pod>[] = [
  nameColumn,
  {
    name: 'Ready',
    type: 'string',
    description: 'How many containers are ready, of how many.',
    priority: 0,
    cell(pod, _now, { behaviours }) {
      const { ready, total } = summarize(pod, behaviours);
      return `${String(ready)}/${String(total)}`;
    },
  },
  {
    name: 'Status',
    type: 'string',
    description: 'What the containers do, in a word.',
    priority: 0,
    cell: (pod, _now, { behaviours }) => summarize(pod, behaviours).reason,
  },
  {
    ...restarts,
    type: 'integer',
    shown: ({ behaviours }) => !behaviours.podRestartsShowAge,
    cell: (pod, _now, { behaviours }) => summarize(pod, behaviours).restarts,
  },
  {
    ...restarts,
    type: 'string',
    shown: ({ behaviours }) => behaviours.podRestartsShowAge,
    cell(pod, now, { behaviours }) {
      const { restarts: count, lastRestart } = summarize(pod, behaviours);
      return lastRestart === undefined || count === 0
        ? String(count)
        : `${String(count)} (${humanDuration(now - lastRestart)} ago)`;
    },
  },
  ageColumn,
  wide('IP', "The pod's address.", ({ status }) => status?.podIPs?.[0]?.ip),
  wide('Node', 'The node that the pod is on.', ({ spec }) => spec.nodeName),
  wide('Nominated Node', 'The node that the pod waits for.', ({ status }) => status?.nominatedNodeName),
  wide('Readiness Gates', 'How many of the conditions hold that the pod waits for.', readinessGates),
];

function wide(name: string, description: string, valueOf: (pod: Pod) => string | undefined): TableColumn<Pod> {
  return { name, type: 'string', description, priority: 1, cell: (pod) => valueOf(pod) || '<none>' };
}

function readinessGates({ spec, status }: Pod): string | undefined {
  const gates = spec.readinessGates ?? [];
  const isTrue = (type: string): boolean =>
    status?.conditions?.find((condition) => condition.type === type)?.status === 'True';
  const met = gates.filter(({ conditionType = '' }) => isTrue(conditionType)).length;
  return gates.length === 0 ? undefined : `${String(met)}/${String(gates.length)}`;
}
