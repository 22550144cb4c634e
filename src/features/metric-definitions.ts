/** What upstream's server says of itself in /metrics, by version: names, labels and texts. Sources: the metrics.go files of k8s.io/{apiserver,component-base} and pkg/serviceaccount. */
import { type Features } from './features.js';

export type MetricType = 'counter' | 'gauge' | 'histogram';

export interface MetricDefinition {
  readonly name: string;
  readonly type: MetricType;
  /** With the stability level in front: `[ALPHA] …`. */
  readonly help: string;
}

const REQUESTS =
  'apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response';
const LATENCY =
  'Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.';
const DEPRECATED_APIS =
  'Gauge of deprecated APIs that have been requested, broken out by API group, version, resource, subresource, and removed_release.';
const LONG_RUNNING =
  'Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.';
const SIZES =
  'Response size distribution in bytes for each group, version, verb, resource, subresource, scope and component.';
const INFLIGHT =
  'Maximal number of currently used inflight request limit of this apiserver per request kind in last second.';
const OBJECTS = 'Number of stored objects at the time of last check split by kind.';
const FAILED_COUNT = 'In case of a fetching error, the value will be -1.';
const REPLACED = '[DEPRECATED, consider using apiserver_resource_objects instead]';
const ETCD_REPLACED = 'This metric is replaced by apiserver_storage_object_counts.';
const ATTEMPTS =
  "Counter of authorization attempts broken down by result. It can be either 'allowed', 'denied', 'no-opinion' or 'error'.";
const DECISIONS =
  'Total number of terminal decisions made by an authorizer split by authorizer type, name, and decision.';
const BUILD =
  "A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.";
const COMPATIBILITY =
  'Provides the compatibility version info of the component. The component label is the name of the component, usually kube, but is relevant for aggregated-apiservers.';
const FEATURE = 'This metric records the data about the stage and enablement of a k8s feature.';
const CHECK = 'This metric records the result of a single healthcheck.';

const RELEASED = 'Number of requests released by API Priority and Fairness system for service';
const DISPATCHED = 'Number of requests executed by API Priority and Fairness subsystem';
const SEATS = 'Nominal number of execution seats configured for each priority level';
const LIMIT = 'Shared concurrency limit in the API Priority and Fairness';

/** First and last minor, name, type, text. A minor is in at most one row of a name. */
type Row = readonly [first: number, last: number, name: string, type: MetricType, help: string];

const NEWEST = 99;

const ROWS: readonly Row[] = [
  [
    20,
    NEWEST,
    'apiserver_audit_event_total',
    'counter',
    '[ALPHA] Counter of audit events generated and sent to the audit backend.',
  ],
  [
    20,
    NEWEST,
    'apiserver_audit_level_total',
    'counter',
    '[ALPHA] Counter of policy levels for audit events (1 per request).',
  ],
  [
    20,
    NEWEST,
    'apiserver_audit_requests_rejected_total',
    'counter',
    '[ALPHA] Counter of apiserver requests rejected due to an error in audit logging backend.',
  ],
  [30, NEWEST, 'apiserver_authorization_decisions_total', 'counter', `[ALPHA] ${DECISIONS}`],
  [20, 22, 'apiserver_current_inflight_requests', 'gauge', `[ALPHA] ${INFLIGHT}`],
  [23, NEWEST, 'apiserver_current_inflight_requests', 'gauge', `[STABLE] ${INFLIGHT}`],
  [20, 23, 'apiserver_flowcontrol_dispatched_requests_total', 'counter', `[ALPHA] ${RELEASED}`],
  [24, 27, 'apiserver_flowcontrol_dispatched_requests_total', 'counter', `[ALPHA] ${DISPATCHED}`],
  [28, NEWEST, 'apiserver_flowcontrol_dispatched_requests_total', 'counter', `[BETA] ${DISPATCHED}`],
  [26, 27, 'apiserver_flowcontrol_nominal_limit_seats', 'gauge', `[ALPHA] ${SEATS}`],
  [28, NEWEST, 'apiserver_flowcontrol_nominal_limit_seats', 'gauge', `[BETA] ${SEATS}`],
  [20, 23, 'apiserver_flowcontrol_request_concurrency_limit', 'gauge', `[ALPHA] ${LIMIT} system`],
  [24, 27, 'apiserver_flowcontrol_request_concurrency_limit', 'gauge', `[ALPHA] ${LIMIT} subsystem`],
  [28, 29, 'apiserver_flowcontrol_request_concurrency_limit', 'gauge', `[ALPHA] ${SEATS}`],
  [20, 22, 'apiserver_longrunning_gauge', 'gauge', `[ALPHA] ${LONG_RUNNING}`],
  [23, 23, 'apiserver_longrunning_gauge', 'gauge', `[ALPHA] (Deprecated since 1.23.0) ${LONG_RUNNING}`],
  [23, 24, 'apiserver_longrunning_requests', 'gauge', `[ALPHA] ${LONG_RUNNING}`],
  [25, NEWEST, 'apiserver_longrunning_requests', 'gauge', `[STABLE] ${LONG_RUNNING}`],
  [20, 20, 'apiserver_request_duration_seconds', 'histogram', `[ALPHA] ${LATENCY}`],
  [21, NEWEST, 'apiserver_request_duration_seconds', 'histogram', `[STABLE] ${LATENCY}`],
  [20, 20, 'apiserver_request_total', 'counter', `[ALPHA] Counter of ${REQUESTS} contentType and code.`],
  [21, NEWEST, 'apiserver_request_total', 'counter', `[STABLE] Counter of ${REQUESTS} code.`],
  [20, 21, 'apiserver_requested_deprecated_apis', 'gauge', `[ALPHA] ${DEPRECATED_APIS}`],
  [22, NEWEST, 'apiserver_requested_deprecated_apis', 'gauge', `[STABLE] ${DEPRECATED_APIS}`],
  [34, NEWEST, 'apiserver_resource_objects', 'gauge', `[ALPHA] ${OBJECTS} ${FAILED_COUNT}`],
  [20, 22, 'apiserver_response_sizes', 'histogram', `[ALPHA] ${SIZES}`],
  [23, NEWEST, 'apiserver_response_sizes', 'histogram', `[STABLE] ${SIZES}`],
  [21, 28, 'apiserver_storage_objects', 'gauge', `[STABLE] ${OBJECTS}`],
  [29, 33, 'apiserver_storage_objects', 'gauge', `[STABLE] ${OBJECTS} ${FAILED_COUNT}`],
  [34, 34, 'apiserver_storage_objects', 'gauge', `[STABLE] ${REPLACED} ${OBJECTS} ${FAILED_COUNT}`],
  [
    35,
    36,
    'apiserver_storage_objects',
    'gauge',
    `[STABLE] (Deprecated since 1.34.0) ${REPLACED} ${OBJECTS} ${FAILED_COUNT}`,
  ],
  [20, 36, 'apiserver_watch_events_total', 'counter', '[ALPHA] Number of events sent in watch clients'],
  [37, NEWEST, 'apiserver_watch_events_total', 'counter', '[BETA] Number of events sent in watch clients'],
  [
    20,
    NEWEST,
    'authenticated_user_requests',
    'counter',
    '[ALPHA] Counter of authenticated requests broken out by username.',
  ],
  [20, NEWEST, 'authentication_attempts', 'counter', '[ALPHA] Counter of authenticated attempts.'],
  [
    20,
    NEWEST,
    'authentication_duration_seconds',
    'histogram',
    '[ALPHA] Authentication duration in seconds broken out by result.',
  ],
  [28, NEWEST, 'authorization_attempts_total', 'counter', `[ALPHA] ${ATTEMPTS}`],
  [
    28,
    NEWEST,
    'authorization_duration_seconds',
    'histogram',
    '[ALPHA] Authorization duration in seconds broken out by result.',
  ],
  [20, 20, 'etcd_object_counts', 'gauge', `[ALPHA] ${OBJECTS}`],
  [21, 21, 'etcd_object_counts', 'gauge', `[ALPHA] ${OBJECTS} ${ETCD_REPLACED}`],
  [22, 22, 'etcd_object_counts', 'gauge', `[ALPHA] (Deprecated since 1.22.0) ${OBJECTS} ${ETCD_REPLACED}`],
  [20, 35, 'kubernetes_build_info', 'gauge', `[ALPHA] ${BUILD}`],
  [36, NEWEST, 'kubernetes_build_info', 'gauge', `[BETA] ${BUILD}`],
  [26, 27, 'kubernetes_feature_enabled', 'gauge', `[ALPHA] ${FEATURE}`],
  [28, NEWEST, 'kubernetes_feature_enabled', 'gauge', `[BETA] ${FEATURE}`],
  [20, 27, 'kubernetes_healthcheck', 'gauge', `[ALPHA] ${CHECK}`],
  [28, 28, 'kubernetes_healthcheck', 'gauge', `[BETA] ${CHECK}`],
  [29, NEWEST, 'kubernetes_healthcheck', 'gauge', `[STABLE] ${CHECK}`],
  [20, NEWEST, 'process_cpu_seconds_total', 'counter', 'Total user and system CPU time spent in seconds.'],
  [20, NEWEST, 'process_resident_memory_bytes', 'gauge', 'Resident memory size in bytes.'],
  [20, NEWEST, 'process_start_time_seconds', 'gauge', 'Start time of the process since unix epoch in seconds.'],
  [
    29,
    NEWEST,
    'serviceaccount_invalid_legacy_auto_token_uses_total',
    'counter',
    '[ALPHA] Cumulative invalid auto-generated legacy tokens used',
  ],
  [
    29,
    NEWEST,
    'serviceaccount_legacy_auto_token_uses_total',
    'counter',
    '[ALPHA] Cumulative auto-generated legacy tokens used',
  ],
  [
    29,
    NEWEST,
    'serviceaccount_legacy_manual_token_uses_total',
    'counter',
    '[ALPHA] Cumulative manually created legacy tokens used',
  ],
  [20, 36, 'serviceaccount_legacy_tokens_total', 'counter', '[ALPHA] Cumulative legacy service account tokens used'],
  [37, NEWEST, 'serviceaccount_legacy_tokens_total', 'counter', '[BETA] Cumulative legacy service account tokens used'],
  [
    20,
    36,
    'serviceaccount_stale_tokens_total',
    'counter',
    '[ALPHA] Cumulative stale projected service account tokens used',
  ],
  [
    37,
    NEWEST,
    'serviceaccount_stale_tokens_total',
    'counter',
    '[BETA] Cumulative stale projected service account tokens used',
  ],
  [
    20,
    36,
    'serviceaccount_valid_tokens_total',
    'counter',
    '[ALPHA] Cumulative valid projected service account tokens used',
  ],
  [
    37,
    NEWEST,
    'serviceaccount_valid_tokens_total',
    'counter',
    '[BETA] Cumulative valid projected service account tokens used',
  ],
  [34, NEWEST, 'version_info', 'gauge', `[ALPHA] ${COMPATIBILITY}`],
];

/** The metrics of the version by name. */
export function metricDefinitions({
  version: { minor },
}: Pick<Features, 'version'>): ReadonlyMap<string, MetricDefinition> {
  const rows = ROWS.filter(([first, last]) => first <= minor && minor <= last);
  return new Map(rows.map(([, , name, type, help]) => [name, { name, type, help }]));
}

const DURATIONS = [0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];
const EARLIER_DURATIONS = [
  ...[0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5],
  ...[4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60],
];

/** Upper bounds in seconds. k8s.io/apiserver/pkg/endpoints/metrics/metrics.go. */
export function requestDurationBuckets({ version: { minor } }: Pick<Features, 'version'>): readonly number[] {
  if (minor < 23) return EARLIER_DURATIONS;
  return minor < 25 ? [0.05, 0.1, 0.2, ...DURATIONS] : [0.005, 0.025, 0.05, 0.1, 0.2, ...DURATIONS];
}
