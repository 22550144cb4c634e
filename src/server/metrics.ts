/** GET /metrics in the text format of Prometheus: what upstream's server says of itself. Source: k8s.io/component-base/{metrics/prometheus/version,metrics/processstarttime.go}. */
import { type NonResourceRoute } from '../endpoints/dispatch.js';
import { type HealthCheck } from './health.js';
import { type VersionInfo } from './version.js';

/** `started`: seconds since the epoch. */
export function metricsRoute(version: VersionInfo, started: number): NonResourceRoute {
  return route('/metrics', () => metrics(version, started));
}

/** How the health checks of each endpoint stand now. Source: k8s.io/component-base/metrics/prometheus/slis. */
export function slisRoute(checks: Readonly<Record<string, readonly HealthCheck[]>>): NonResourceRoute {
  return route('/metrics/slis', () => [
    {
      name: 'kubernetes_healthcheck',
      type: 'gauge',
      help: '1 where the check passes.',
      samples: Object.entries(checks).flatMap(([type, all]) =>
        all.map(({ name, check }) => ({ labels: { name, type }, value: check() === undefined ? 1 : 0 })),
      ),
    },
  ]);
}

function route(path: string, make: () => readonly Metric[]): NonResourceRoute {
  return {
    path,
    anyMethod: true,
    handle: () => ({
      type: 'text',
      code: 200,
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      body: make().map(metricText).join(''),
    }),
  };
}

interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

/** In order of name, as Prometheus' registry gathers them. */
function metrics(version: VersionInfo, started: number): readonly Metric[] {
  const { user, system } = process.cpuUsage();
  return [
    {
      name: 'kubernetes_build_info',
      type: 'gauge',
      help: 'Always 1; the labels tell the version.',
      samples: [{ labels: buildLabels(version), value: 1 }],
    },
    {
      name: 'process_cpu_seconds_total',
      type: 'counter',
      help: 'Seconds of processor time that the process has used.',
      samples: [{ value: (user + system) / 1e6 }],
    },
    {
      name: 'process_resident_memory_bytes',
      type: 'gauge',
      help: 'Bytes of memory that the process holds.',
      samples: [{ value: process.memoryUsage.rss() }],
    },
    {
      name: 'process_start_time_seconds',
      type: 'gauge',
      help: 'When the process was started, in seconds since the epoch.',
      samples: [{ value: started }],
    },
  ];
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

function metricText({ name, type, help, samples }: Metric): string {
  const lines = samples.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
