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
  /** A job's pods have labels batch.kubernetes.io/…, beside the plain ones. pkg/registry/batch/job/strategy.go. */
  readonly jobLabelsPrefixed: boolean;
  /** A job says false where it leaves manualSelector out. pkg/apis/batch/v1/defaults.go. */
  readonly jobManualSelectorDefaulted: boolean;
  /** `kubectl get jobs` has the column STATUS, that of cron jobs TIMEZONE. pkg/printers/internalversion/printers.go. */
  readonly jobStatusColumn: boolean;
  /** A job that is deleted without a policy has a warning that its pods stay. pkg/registry/batch/job/storage/storage.go. */
  readonly jobDeletionWarns: boolean;
  /** A schedule may not name a time zone. pkg/apis/batch/validation/validation.go. */
  readonly cronScheduleWithoutZone: boolean;
  /** A service of type ExternalName has no internalTrafficPolicy by default. pkg/apis/core/v1/defaults.go. */
  readonly externalNameWithoutTrafficPolicy: boolean;
  /** externalTrafficPolicy is for `externally-accessible services`. pkg/apis/core/validation/validation.go. */
  readonly trafficPolicyForAccessibleServices: boolean;
  /** Services can be selected by spec.clusterIP and spec.type. pkg/registry/core/service/strategy.go. */
  readonly servicesSelectableByType: boolean;
  /** A quota's AGE is its last column. pkg/printers/internalversion/printers.go. */
  readonly quotaAgeLast: boolean;
  /** Volumes and claims have the column VOLUMEATTRIBUTESCLASS. Same source. */
  readonly volumeAttributesClassColumn: boolean;
  /** An autoscaler's targets are named: `cpu: 10%/50%`. Same source. */
  readonly autoscalerTargetsNamed: boolean;
  /** The count of an event's series is one less than shown before. Same source. */
  readonly eventSeriesCountedExactly: boolean;
  /** A new controller revision's data is an object. Same source. */
  readonly controllerRevisionDataIsObject: boolean;
}
