/** The two priority classes that every cluster has. Source: pkg/apis/scheduling/v1/helpers.go. */
import { type InitialObjects } from './initial-object.js';

const resource = { group: 'scheduling.k8s.io', resource: 'priorityclasses' };

// Clients see the descriptions as they are.
const CLASSES = [
  ['system-node-critical', 2000001000, 'must not be moved from their current node.'],
  ['system-cluster-critical', 2000000000, 'must run in the cluster, but can be moved to another node if necessary.'],
] as const;

export const priorityClasses: InitialObjects = () =>
  CLASSES.map(([name, value, what]) => ({
    resource,
    object: {
      metadata: { name },
      value,
      description: `Used for system critical pods that ${what}`,
      preemptionPolicy: 'PreemptLowerPriority',
    },
  }));
