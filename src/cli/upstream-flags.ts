/**
 * The flags of kube-apiserver 1.20 to 1.37 that have no meaning here, by name: accepted, so that a manifest's command can
 * be pasted, and warned about. Upstream: cmd/kube-apiserver/app/options and what it takes in.
 */

/** They never take the next word for their value. */
const SWITCHES = `
  add-dir-header aggregator-reject-forwarding-redirect allow-privileged alsologtostderr
  audit-log-batch-throttle-enable audit-log-compress audit-log-truncate-enabled audit-webhook-batch-throttle-enable
  audit-webhook-truncate-enabled contention-profiling disable-http2-serving emulation-forward-compatible
  enable-aggregator-routing enable-garbage-collector enable-logs-handler
  enable-priority-and-fairness enable-swagger-ui encryption-provider-config-automatic-reload
  experimental-logging-sanitization kubelet-https log-json-split-stream log-text-split-stream logtostderr one-output
  permit-address-sharing permit-port-sharing profiling runtime-config-emulation-forward-compatible
  shutdown-send-retry-after skip-headers skip-log-headers watch-cache
`;

const VALUED = `
  address admission-control admission-control-config-file allow-metric-labels allow-metric-labels-manifest
  apiserver-count audit-log-batch-buffer-size audit-log-batch-max-size audit-log-batch-max-wait
  audit-log-batch-throttle-burst audit-log-batch-throttle-qps audit-log-mode audit-log-truncate-max-batch-size
  audit-log-truncate-max-event-size audit-log-version audit-webhook-batch-buffer-size
  audit-webhook-batch-initial-backoff audit-webhook-batch-max-size audit-webhook-batch-max-wait
  audit-webhook-batch-throttle-burst audit-webhook-batch-throttle-qps audit-webhook-config-file
  audit-webhook-initial-backoff audit-webhook-mode audit-webhook-truncate-max-batch-size
  audit-webhook-truncate-max-event-size audit-webhook-version

  authorization-policy-file

  cloud-config cloud-provider
  cloud-provider-gce-l7lb-src-cidrs cloud-provider-gce-lb-src-cidrs coordinated-leadership-lease-duration
  coordinated-leadership-renew-deadline coordinated-leadership-retry-period cors-allowed-origins debug-socket-path
  default-watch-cache-size
  delete-collection-workers deserialization-cache-size disabled-metrics
  egress-selector-config-file emulated-version encryption-provider-config
  endpoint-reconciler-type etcd-cafile etcd-certfile etcd-compaction-interval etcd-count-metric-poll-period
  etcd-db-metric-poll-interval etcd-healthcheck-timeout etcd-keyfile etcd-prefix etcd-readycheck-timeout
  etcd-servers etcd-servers-overrides event-ttl experimental-encryption-provider-config external-hostname
  goaway-chance http2-max-streams-per-connection identity-lease-duration-seconds
  identity-lease-renew-interval-seconds insecure-bind-address insecure-port kubelet-certificate-authority
  kubelet-client-certificate kubelet-client-key kubelet-port kubelet-preferred-address-types kubelet-read-only-port
  kubelet-timeout kubernetes-service-node-port lease-reuse-duration-seconds livez-grace-period log-backtrace-at
  log-dir log-file log-file-max-size log-flush-frequency log-json-info-buffer-size log-text-info-buffer-size
  logging-format master-service-namespace max-connection-bytes-per-sec max-mutating-requests-inflight
  max-requests-inflight min-compatibility-version min-request-timeout

  peer-advertise-ip peer-advertise-port peer-ca-file port proxy-client-cert-file proxy-client-key-file
  request-timeout
  runtime-config
  service-account-api-audiences service-account-signing-endpoint service-cluster-ip-range service-node-port-range
  show-hidden-metrics-for-version shutdown-delay-duration shutdown-watch-termination-grace-period ssh-keyfile
  ssh-user stderrthreshold storage-backend storage-initialization-timeout storage-media-type
  strict-transport-security-directives target-ram-mb tls-cipher-suites tls-curve-preferences tls-min-version
  tls-sni-cert-key tracing-config-file vmodule watch-cache-sizes
`;

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const UPSTREAM_FLAGS: ReadonlyMap<string, 'switch' | 'valued'> = new Map([
  ...words(SWITCHES).map((name) => [name, 'switch'] as const),
  ...words(VALUED).map((name) => [name, 'valued'] as const),
]);
