/** What upstream changed without a feature gate about the objects that a fresh API server puts into itself. */
export interface InitialObjectBehaviours {
  /** What the names of the API servers' leases begin with. k8s.io/apiserver/pkg/server/config.go. */
  readonly identityLeasePrefix: 'kube-apiserver' | 'apiserver';
  /** The label by which such a lease is found. pkg/controlplane/instance.go. */
  readonly identityLeaseLabel: 'k8s.io/component' | 'apiserver.kubernetes.io/identity';
  /** There is the priority level node-high, and what is put there by default says that it updates itself. k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go. */
  readonly flowControlNodeHigh: boolean;
  /** There is the flow schema endpoint-controller. Same source. */
  readonly flowControlEndpointController: boolean;
  /** Flow schemas know leader election by Endpoints and ConfigMaps. Same source. */
  readonly flowControlElectsByEndpoints: boolean;
  /** The status of flow schemas is applied; before, it was patched. k8s.io/apiserver/pkg/util/flowcontrol/apf_controller.go. */
  readonly flowControlStatusApplied: boolean;
  /** How limited priority levels count their shares: assuredConcurrencyShares, or nominalConcurrencyShares and lendablePercent. Same source. */
  readonly flowControlShares: 'assured' | 'nominal';
  /** The exempt priority level has shares. Same source. */
  readonly flowControlExemptShares: boolean;
}
