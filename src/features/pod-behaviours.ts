/** What upstream changed about pods without a feature gate, but for their validation. */
import { type PodValidationBehaviours } from './pod-validation-behaviours.js';

export interface PodBehaviours extends PodValidationBehaviours {
  /** metadata.generation of a pod counts changes of its spec. pkg/registry/core/pod/strategy.go. */
  readonly podGenerations: boolean;
  /** Pods can be selected by spec.hostNetwork. Same source. */
  readonly podHostNetworkSelectable: boolean;
  /** The condition that tells of scheduling gates has a time. Same source. */
  readonly gatedConditionHasTime: boolean;
  /** Seccomp annotations and fields are filled in from one another, or fields alone. Same source. */
  readonly seccompAnnotationSync: 'both' | 'fields' | 'none';
  /** AppArmor annotations are filled in from fields. Same source. */
  readonly apparmorAnnotationsAdded: boolean;
  /** Evictions are of policy/v1, and of policy/v1beta1 as well. pkg/registry/core/pod/storage/eviction.go. */
  readonly evictionsAreStable: boolean;
  /** Seconds after which an eviction may be tried again while its budget is looked at. Same source. */
  readonly evictionRetrySeconds: number;
  /** An eviction that spends the last disruption says so in the budget's conditions. Same source. */
  readonly evictionsUpdateConditions: boolean;
  /** Budgets that select everything count pods, and any count pods without labels. Same source. */
  readonly emptyBudgetsCount: boolean;
  /** Evictions that a budget refuses tell of its conditions. Same source. */
  readonly evictionsExplainConditions: boolean;
  /** Evictions that are forbidden have a cause. Same source. */
  readonly evictionsExplainForbidden: boolean;
  /** A status that leaves out claims keeps them. pkg/registry/core/pod/strategy.go. */
  readonly statusKeepsClaims: boolean;
  /** A negative grace period is stored as 1. pkg/apis/core/v1/{conversion,defaults}.go. */
  readonly negativeGraceBecomesOne: boolean;
  /** Containers get a resize policy for the CPU and memory they ask for. pkg/apis/core/v1/defaults.go. */
  readonly resizePolicyDefaulted: boolean;
  /** enforce-mountable-secrets looks at envFrom. plugin/pkg/admission/serviceaccount/admission.go. */
  readonly mountableSecretsCoverEnvFrom: boolean;
  /** enforce-mountable-secrets looks at ephemeral containers. Same source. */
  readonly mountableSecretsCoverEphemeralContainers: boolean;
  /** Warnings about pods that are created. pkg/api/pod/warnings.go. */
  readonly podWarnings: boolean;
  /** … of glusterfs. Same source. */
  readonly glusterfsDeprecated: boolean;
  /** … of fractions of bytes in claims that a volume makes. Same source. */
  readonly claimTemplateWarnings: boolean;
  /** … about names that are no host names, negative grace periods, and volumes that are gone. Same source. */
  readonly podNameWarnings: boolean;
  /** … about ports that are declared twice, variables that hide others, null selectors and Ceph. Same source. */
  readonly podDuplicateWarnings: boolean;
  /** … about variables say what applying may do. Same source. */
  readonly envWarningsNameApply: boolean;
  /** … about port names that are used twice, values that are no labels, and unusual addresses. Same source. */
  readonly podPortNameWarnings: boolean;
  /** … about files that volumes put in one place. Same source. */
  readonly podPathWarnings: boolean;
  /** … among them the files of pod certificates; files of a source do not count for the next one. Same source. */
  readonly podPathWarningsOfCertificates: boolean;
  /** What the warning about seccomp annotations says of them. Same source. */
  readonly seccompAnnotationState: string;
  /** Column RESTARTS says when: `2 (5m ago)`. pkg/printers/internalversion/printers.go. */
  readonly podRestartsShowAge: boolean;
  /** Column STATUS looks at containers once the pod is initialized, and sidecars count. Same source. */
  readonly podStatusCountsSidecars: boolean;
  /** A finished pod that is being deleted keeps its STATUS. Same source. */
  readonly podTerminalStatusKept: boolean;
  /** A pod of which a container failed and others completed shows the failure. Same source. */
  readonly podStatusPrefersErrors: boolean;
}
