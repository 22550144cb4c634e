/** What upstream changed without a feature gate about kinds that are stored. */
export interface ResourceBehaviours {
  /** `kubectl get csr` has the column REQUESTEDDURATION. pkg/printers/internalversion/printers.go. */
  readonly csrDurationColumn: boolean;
  /** What a request without usages or signerName lacks is said: `usages must be provided`. pkg/apis/certificates/validation. */
  readonly csrMissingFieldsExplained: boolean;
  /** A request that is approved and denied is refused by the list of conditions, and no longer by the second one. Same source. */
  readonly csrConflictNamesList: boolean;
  /** spec.expirationSeconds is checked. Same source. */
  readonly csrExpirationChecked: boolean;
  /** `kubectl get priorityclasses` has the column PREEMPTIONPOLICY. pkg/printers/internalversion/printers.go. */
  readonly priorityClassPolicyColumn: boolean;
  /** A change of a storage class says `updates to parameters are forbidden.`; later, that the field is immutable. pkg/apis/storage/validation. */
  readonly storageClassUpdatesForbidden: boolean;
  /** fsGroupPolicy and podInfoOnMount of a CSIDriver cannot be changed. Same source. */
  readonly csiDriverMoreIsFixed: boolean;
  /** `kubectl get csidrivers` has the column STORAGECAPACITY. pkg/printers/internalversion/printers.go. */
  readonly csiDriverCapacityColumn: boolean;
  /** An ingress may not name its class twice, the same or not. pkg/apis/networking/validation. */
  readonly ingressClassTwiceRefused: boolean;
  /** References say `kind is required`. Same source. */
  readonly referenceFieldsExplained: boolean;
  /** What is no block of addresses is `not a valid CIDR`. Same source. */
  readonly cidrErrorsAreShort: boolean;
  /** A wrong endPort is shown as the port. Same source. */
  readonly endPortErrorsShowPort: boolean;
  /** Parameters of an ingress class get the scope Cluster. pkg/apis/networking/v1/defaults.go. */
  readonly ingressClassParametersHaveScope: boolean;
  /** Priority levels have nominalConcurrencyShares and lendablePercent. pkg/apis/flowcontrol. */
  readonly priorityLevelsLend: boolean;
  /** Fields of stored kinds that never change are refused without their value, and some missing ones last. k8s.io/apimachinery/pkg/api/validate. */
  readonly declarativeResourceValidation: boolean;
  /** A change of the value of a priority class is refused at `Value`. pkg/apis/scheduling/validation. */
  readonly priorityClassValueCapitalized: boolean;
  /** What endpoints had before is not checked again. pkg/apis/core/validation/validation.go (ValidateEndpoints). */
  readonly unchangedSubsetsAccepted: boolean;
  /** Scales are shown as tables. pkg/registry/apps/deployment/storage/storage.go (ConvertToTable). */
  readonly scaleTables: boolean;
  /** A changed event is compared with itself, so that anything may change. pkg/registry/core/event/strategy.go. */
  readonly eventUpdatesComparedWithThemselves: boolean;
  /** Errors of core events name reportingComponent, and no longer reportingController. pkg/apis/core/validation/events.go. */
  readonly eventErrorsNameComponent: boolean;
  /** Negative transitions of a lease `must to greater or equal than 0`. pkg/apis/coordination/validation. */
  readonly leaseTransitionsMisworded: boolean;
  /** A webhook without a service says `service name is required`. k8s.io/apiserver/pkg/util/webhook. */
  readonly webhookServiceFieldsExplained: boolean;
  /** Addresses of endpoint slices must be `a valid IPv4 address`, and ports are checked after endpoints. pkg/apis/discovery/validation. */
  readonly endpointAddressesByFamily: boolean;
  /** A missing name of a CSI driver is missing, and no domain name either. pkg/apis/core/validation. */
  readonly missingDriverNameIsInvalidToo: boolean;
  /** Ingresses and network policies are `Ingress.extensions` in errors. The order of registration in pkg/apis/extensions. */
  readonly networkingErrorsNameExtensions: boolean;
}
