/** Gives cluster roles with an aggregationRule the rules that it selects. Source: pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go. */
import { aggregatedRules, aggregates, sameRules } from '../apis/rbac/aggregation.js';
import { type ClusterRole, type PolicyRule, RBAC_GROUP } from '../apis/rbac/v1.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { controllerUser } from './users.js';
import { WorkQueue } from './workqueue.js';

const CLUSTER_ROLES = { group: RBAC_GROUP, resource: 'clusterroles' };

export const clusterRoleAggregationController: Controller = {
  name: 'clusterrole-aggregation',
  runs: () => true,
  start,
};

async function start({ client, clock, onError }: ControllerDependencies): Promise<RunningController> {
  const clusterRoles = client
    .as(controllerUser('clusterrole-aggregation-controller'))
    .resource<ClusterRole>(CLUSTER_ROLES);
  const all = new Map<string, ClusterRole>();
  /** Those of `all` that have an aggregationRule. */
  const aggregating = new Map<string, ClusterRole>();
  const written = new Map<string, readonly PolicyRule[]>();

  const sync = async (name: string): Promise<void> => {
    const role = aggregating.get(name);
    if (role === undefined) return;
    const { uid = '' } = role.metadata;
    const rules = aggregatedRules(role, [...all.values()]);
    const current = role.rules ?? [];
    if (sameRules(rules, current)) return;
    // Upstream applies, and to apply nothing takes away only what one has applied: another's rules stay.
    if (rules.length === 0 && !sameRules(written.get(uid) ?? [], current)) return;
    await clusterRoles.update('', { ...role, rules });
    written.set(uid, rules);
  };
  const queue = new WorkQueue({
    clock,
    sync,
    onError: (error, name) => onError(error, `aggregating the rules of ClusterRole ${name}`),
  });
  const watch = await clusterRoles.watch('', (type, role) => {
    const { name = '', uid = '' } = role.metadata;
    const before = all.get(name) ?? role;
    all.delete(name);
    aggregating.delete(name);
    if (type === 'DELETED') {
      written.delete(uid);
    } else {
      all.set(name, role);
      if (role.aggregationRule !== undefined) aggregating.set(name, role);
    }
    for (const [other, sum] of aggregating) {
      if (other === name || aggregates(sum, before) || aggregates(sum, role)) queue.add(other);
    }
  });
  await queue.idle();
  return running([queue], [watch]);
}
