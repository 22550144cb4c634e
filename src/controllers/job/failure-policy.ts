/** What a pod's failure means. Source: pkg/controller/job/pod_failure_policy.go. */
import { type PodFailurePolicy, type PodFailurePolicyRule } from '../../apis/batch/v1.js';
import { type ContainerStatus } from '../../apis/core/pod-status.js';
import { type Pod } from '../../apis/core/pod.js';

export interface Verdict {
  /** False where the failure does not count. */
  readonly counts: boolean;
  readonly action?: string;
  /** Why the whole job fails. */
  readonly failsJob?: string;
}

/** The first rule that fits decides; without one the failure counts. */
export function judge(policy: PodFailurePolicy | undefined, pod: Pod): Verdict {
  const { namespace = '', name = '' } = pod.metadata;
  for (const [i, rule] of (policy?.rules ?? []).entries()) {
    const cause = causeOf(rule, pod, `${namespace}/${name}`);
    if (cause === undefined) continue;
    const { action } = rule;
    if (action === 'Ignore') return { counts: false, action };
    if (action === 'FailIndex' || action === 'Count') return { counts: true, action };
    if (action === 'FailJob') {
      return { counts: true, action, failsJob: `${cause} matching FailJob rule at index ${String(i)}` };
    }
  }
  return { counts: true };
}

function causeOf({ onExitCodes, onPodConditions }: PodFailurePolicyRule, pod: Pod, name: string): string | undefined {
  const { containerStatuses = [], initContainerStatuses = [], conditions = [] } = pod.status ?? {};
  if (onExitCodes !== undefined) {
    const found = [...containerStatuses, ...initContainerStatuses].find((status) => exitFits(onExitCodes, status));
    const code = String(found?.state?.terminated?.exitCode ?? 0);
    return found && `Container ${found.name} for pod ${name} failed with exit code ${code}`;
  }
  const condition = conditions.find(({ type, status }) =>
    (onPodConditions ?? []).some((pattern) => pattern.type === type && (pattern.status ?? 'True') === status),
  );
  return condition && `Pod ${name} has condition ${condition.type}`;
}

function exitFits(
  { containerName, operator, values = [] }: NonNullable<PodFailurePolicyRule['onExitCodes']>,
  { name, state }: ContainerStatus,
): boolean {
  const code = state?.terminated?.exitCode ?? 0;
  if (code === 0 || (containerName !== undefined && containerName !== name)) return false;
  return operator === 'In' ? values.includes(code) : operator === 'NotIn' && !values.includes(code);
}
