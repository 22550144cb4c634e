/** What upstream changed in its health checks without a feature gate. */
export interface HealthBehaviours {
  /** readyz has etcd-readiness. k8s.io/apiserver/pkg/server/options/etcd.go. */
  readonly etcdReadinessCheck: boolean;
  /** healthz and livez have loopback-serving-certificate. k8s.io/apiserver/pkg/server/config_selfclient.go. */
  readonly loopbackCertificateCheck: boolean;
  /** The hook of admission is `start-apiserver-admission-initializer`; before, with `kube-` in it. k8s.io/apiserver/pkg/server. */
  readonly admissionHookIsGeneric: boolean;
  /** The hook storage-object-count-tracker-hook. k8s.io/apiserver/pkg/server/config.go. */
  readonly objectCountHook: boolean;
  /** The hook start-system-namespaces-controller. pkg/controlplane/instance.go. */
  readonly systemNamespacesHook: boolean;
  /** The hook start-service-ip-repair-controllers. Same source. */
  readonly serviceIPRepairHook: boolean;
  /** Two hooks for the availability of API services, local and remote, and storage-readiness. kube-aggregator's pkg/apiserver/apiserver.go. */
  readonly availabilityHooksSplit: boolean;
}
