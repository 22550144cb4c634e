/** What upstream changed without a feature gate about kinds that make pods, and about services, quotas and the like. */
export interface WorkloadBehaviours {
  /** On the host's network, a template's container ports are the host's, gate or not. pkg/apis/core/v1/defaults.go. */
  readonly podTemplateHostPorts: boolean;
  /** A daemon set's maxSurge. pkg/apis/apps/validation/validation.go. */
  readonly daemonSetSurge: boolean;
  /** The fields of a stateful set that an update may change, as the error names them; '': each of the others has its own error. Same source. */
  readonly updatableStatefulSetFields: string;
  /** A stateful set's name is a DNS label. Same source. */
  readonly statefulSetNameIsLabel: boolean;
  /** A stateful set's serviceName is checked. Same source. */
  readonly statefulSetServiceNameChecked: boolean;
  /** A stateful set's pod template and claims are checked. Same source. */
  readonly statefulSetTemplateChecked: boolean;
  /** A stateful set's status.availableReplicas is checked. Same source. */
  readonly statefulSetAvailabilityChecked: boolean;
  /** A new controller revision's data is an object. Same source. */
  readonly controllerRevisionDataIsObject: boolean;
}
