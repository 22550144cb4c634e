import { describe, expect, it } from 'vitest';
import { type NonResourceRoute } from '../../../src/endpoints/dispatch.js';
import { type ApiRequest, type TextResponse } from '../../../src/endpoints/request.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { metricsRoute, slisRoute } from '../../../src/server/metrics.js';
import { versionInfo } from '../../../src/server/version.js';

function ask(route: NonResourceRoute): TextResponse {
  return route.handle({} as ApiRequest) as TextResponse;
}

describe('metrics', () => {
  it('tell the version and the process, in Prometheus’ format', () => {
    const features = resolveFeatures({ version: '1.37', featureGates: undefined });
    const { contentType, body } = ask(metricsRoute(versionInfo(features), 1_700_000_000));
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body).toMatch(
      /^# HELP kubernetes_build_info .+\n# TYPE kubernetes_build_info gauge\nkubernetes_build_info\{/,
    );
    expect(body).toContain('git_version="v1.37.2"');
    expect(body).toContain('\nprocess_start_time_seconds 1700000000\n');
    expect(body).toMatch(/\nprocess_resident_memory_bytes \d+\n/);
  });

  it('tell how checks stand', () => {
    const checks = [
      { name: 'ping', check: () => undefined },
      { name: 'etcd', check: () => 'gone' },
    ];
    expect(ask(slisRoute({ livez: checks })).body).toBe(
      [
        '# HELP kubernetes_healthcheck 1 where the check passes.',
        '# TYPE kubernetes_healthcheck gauge',
        'kubernetes_healthcheck{name="ping",type="livez"} 1',
        'kubernetes_healthcheck{name="etcd",type="livez"} 0',
        '',
      ].join('\n'),
    );
  });
});
