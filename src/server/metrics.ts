/** GET /metrics and /metrics/slis in the text format of Prometheus. Sources: k8s.io/component-base/metrics, github.com/prometheus/common/expfmt. */
import { type Auditor } from '../audit/auditor.js';
import { type NonResourceRoute } from '../endpoints/dispatch.js';
import { type TextResponse } from '../endpoints/request.js';
import { type Features, gatesOf } from '../features/index.js';
import { metricDefinitions } from '../features/metric-definitions.js';
import { goFloat, type Histograms, labelText, type Numbers } from '../metrics/series.js';
import { type ServerMetrics } from '../metrics/server-metrics.js';
import { type TokenUses } from '../serviceaccount/token-uses.js';
import { type HealthCheck } from './health.js';
import { type VersionInfo } from './version.js';

export interface ObjectCount {
  readonly group: string;
  readonly resource: string;
  readonly count: number;
}

export interface MetricSources {
  readonly features: Features;
  readonly version: VersionInfo;
  /** Seconds since the epoch. */
  readonly started: number;
  readonly metrics: ServerMetrics;
  readonly tokenUses: Readonly<TokenUses>;
  /** Seats by the name of a priority level. */
  readonly seats: () => ReadonlyMap<string, number>;
  readonly auditor: Auditor | undefined;
  readonly objectCounts: () => Promise<readonly ObjectCount[]>;
}

/** A metric's lines, by its name; those of other versions are passed over. */
type Lines = Readonly<Record<string, readonly string[]>>;

export function metricsRoute(sources: MetricSources): NonResourceRoute {
  return route('/metrics', sources.features, async () => ({
    ...ofProcess(sources),
    ...ofVersion(sources),
    ...ofRequests(sources.metrics),
    ...ofTokens(sources.tokenUses),
    ...ofAudit(sources.auditor),
    ...ofSeats(sources.seats()),
    ...ofObjects(await sources.objectCounts()),
  }));
}

/** How the health checks of each endpoint stand now. Source: k8s.io/component-base/metrics/prometheus/slis. */
export function slisRoute(
  features: Features,
  checks: Readonly<Record<string, readonly HealthCheck[]>>,
): NonResourceRoute {
  const all = Object.entries(checks).flatMap(([type, some]) => some.map((check) => ({ ...check, type })));
  return route('/metrics/slis', features, () =>
    Promise.resolve({
      kubernetes_healthcheck: all
        .map(({ name, type, check }) => line('kubernetes_healthcheck', check() === undefined ? 1 : 0, { name, type }))
        .sort(),
    }),
  );
}

function route(path: string, features: Features, make: () => Promise<Lines>): NonResourceRoute {
  const definitions = [...metricDefinitions(features).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const escaping = features.behaviours.metricsNameEscaping ? '; escaping=underscores' : '';
  return {
    path,
    anyMethod: true,
    handle: async (): Promise<TextResponse> => {
      const lines = await make();
      // What has no series yet is not shown, as upstream has it.
      const shown = definitions.filter(({ name }) => (lines[name]?.length ?? 0) > 0);
      const texts = shown.map(({ name, type, help }) => {
        return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines[name]?.join('\n') ?? ''}\n`;
      });
      const contentType = `text/plain; version=0.0.4; charset=utf-8${escaping}`;
      return { type: 'text', code: 200, contentType, body: texts.join('') };
    },
  };
}

function line(name: string, value: number, labels: Readonly<Record<string, string>> = {}): string {
  const text = labelText(labels);
  return `${name}${text === '' ? '' : `{${text}}`} ${goFloat(value)}`;
}

function ofProcess({ started }: MetricSources): Lines {
  const { user, system } = process.cpuUsage();
  return single({
    process_cpu_seconds_total: (user + system) / 1e6,
    process_resident_memory_bytes: process.memoryUsage.rss(),
    process_start_time_seconds: started,
  });
}

function single(values: Readonly<Record<string, number>>): Lines {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [line(name, value)]]));
}

function ofVersion({ version, features }: MetricSources): Lines {
  const { major, minor } = version;
  const binary = version.gitVersion.slice(1);
  const compatible = `${major}.${version.minCompatibilityMinor ?? ''}`;
  const gates = [...gatesOf(features.version.minor)].map(([name, { prerelease }]) => {
    const stage = prerelease === 'GA' ? '' : prerelease;
    return line('kubernetes_feature_enabled', features.enabled(name as never) ? 1 : 0, { name, stage });
  });
  return {
    kubernetes_build_info: [line('kubernetes_build_info', 1, buildLabels(version))],
    kubernetes_feature_enabled: gates.sort(),
    version_info: [
      line('version_info', 1, { component: 'kube', binary, emulation: `${major}.${minor}`, min_compat: compatible }),
    ],
  };
}

function buildLabels(version: VersionInfo): Readonly<Record<string, string>> {
  return {
    build_date: version.buildDate,
    compiler: version.compiler,
    git_commit: version.gitCommit,
    git_tree_state: version.gitTreeState,
    git_version: version.gitVersion,
    go_version: version.goVersion,
    major: version.major,
    minor: version.minor,
    platform: version.platform,
  };
}

function ofRequests(metrics: ServerMetrics): Lines {
  const all: Readonly<Record<string, Numbers | Histograms>> = {
    apiserver_authorization_decisions_total: metrics.decisions,
    apiserver_flowcontrol_dispatched_requests_total: metrics.dispatches,
    apiserver_longrunning_gauge: metrics.longRunningRequests,
    apiserver_longrunning_requests: metrics.longRunningRequests,
    apiserver_request_duration_seconds: metrics.durations,
    apiserver_request_total: metrics.requests,
    apiserver_requested_deprecated_apis: metrics.deprecatedRequests,
    apiserver_response_sizes: metrics.sizes,
    apiserver_watch_events_total: metrics.events,
    authenticated_user_requests: metrics.users,
    authentication_attempts: metrics.authentications,
    authentication_duration_seconds: metrics.authenticationDurations,
    authorization_attempts_total: metrics.authorizations,
    authorization_duration_seconds: metrics.authorizationDurations,
  };
  const kinds = ['mutating', 'readOnly'] as const;
  return {
    ...Object.fromEntries(Object.entries(all).map(([name, series]) => [name, series.lines(name)])),
    apiserver_current_inflight_requests: kinds.map((kind) =>
      line('apiserver_current_inflight_requests', metrics.inflight.highest(kind), { request_kind: kind }),
    ),
  };
}

function ofTokens(uses: Readonly<TokenUses>): Lines {
  return single({
    serviceaccount_invalid_legacy_auto_token_uses_total: uses.invalidated,
    serviceaccount_legacy_auto_token_uses_total: uses.autoGenerated,
    serviceaccount_legacy_manual_token_uses_total: uses.manual,
    serviceaccount_legacy_tokens_total: uses.legacy,
    serviceaccount_stale_tokens_total: uses.stale,
    serviceaccount_valid_tokens_total: uses.valid,
  });
}

function ofSeats(seats: ReadonlyMap<string, number>): Lines {
  const names = ['apiserver_flowcontrol_nominal_limit_seats', 'apiserver_flowcontrol_request_concurrency_limit'];
  const lines = (name: string): string[] =>
    [...seats].map(([level, count]) => line(name, count, { priority_level: level })).sort();
  return Object.fromEntries(names.map((name) => [name, lines(name)]));
}

function ofAudit(auditor: Auditor | undefined): Lines {
  const levels = [...(auditor?.levels ?? [])];
  return {
    ...single({ apiserver_audit_event_total: auditor?.events ?? 0, apiserver_audit_requests_rejected_total: 0 }),
    apiserver_audit_level_total: levels
      .map(([level, count]) => line('apiserver_audit_level_total', count, { level }))
      .sort(),
  };
}

function ofObjects(counts: readonly ObjectCount[]): Lines {
  const byResource = (name: string): string[] =>
    counts
      .map(({ group, resource, count }) => {
        return line(name, count, { resource: group === '' ? resource : `${resource}.${group}` });
      })
      .sort();
  return {
    apiserver_resource_objects: counts
      .map(({ group, resource, count }) => line('apiserver_resource_objects', count, { group, resource }))
      .sort(),
    apiserver_storage_objects: byResource('apiserver_storage_objects'),
    etcd_object_counts: byResource('etcd_object_counts'),
  };
}
