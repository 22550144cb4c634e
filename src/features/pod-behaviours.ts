/** What upstream changed about pods without a feature gate. */
export interface PodBehaviours {
  /** metadata.generation of a pod counts changes of its spec. pkg/registry/core/pod/strategy.go. */
  readonly podGenerations: boolean;
  /** Pods can be selected by spec.hostNetwork. Same source. */
  readonly podHostNetworkSelectable: boolean;
  /** A negative grace period is stored as 1. pkg/apis/core/v1/{conversion,defaults}.go. */
  readonly negativeGraceBecomesOne: boolean;
  /** The fields that a pod's update may change, as the error names them. pkg/apis/core/validation/validation.go. */
  readonly updatablePodFields: string;
  /** The path of a projected token must stay inside its volume. Same source. */
  readonly projectedTokenPathIsLocal: boolean;
  /** A projection of two types is told `… per source`. Same source. */
  readonly projectionLimitIsPerSource: boolean;
  /** A request above its limit is told the limit. Same source. */
  readonly requestErrorsShowLimit: boolean;
  /** status.hostIPs exists as a downward API field. Same source. */
  readonly podHostIPs: boolean;
  /** enforce-mountable-secrets looks at envFrom. plugin/pkg/admission/serviceaccount/admission.go. */
  readonly mountableSecretsCoverEnvFrom: boolean;
  /** enforce-mountable-secrets looks at ephemeral containers. Same source. */
  readonly mountableSecretsCoverEphemeralContainers: boolean;
  /** Warnings about pods that are created. pkg/api/pod/warnings.go. */
  readonly podWarnings: boolean;
  /** … about names that are no host names. Same source. */
  readonly podNameWarnings: boolean;
  /** … about ports that are declared twice and variables that hide others. Same source. */
  readonly podDuplicateWarnings: boolean;
  /** … about port names that are used twice. Same source. */
  readonly podPortNameWarnings: boolean;
  /** … about files that volumes put in one place. Same source. */
  readonly podPathWarnings: boolean;
  /** Column RESTARTS says when: `2 (5m ago)`. pkg/printers/internalversion/printers.go. */
  readonly podRestartsShowAge: boolean;
  /** Column STATUS looks at containers once the pod is initialized, and sidecars count. Same source. */
  readonly podStatusCountsSidecars: boolean;
  /** A finished pod that is being deleted keeps its STATUS. Same source. */
  readonly podTerminalStatusKept: boolean;
  /** A pod of which a container failed and others completed shows the failure. Same source. */
  readonly podStatusPrefersErrors: boolean;
}
