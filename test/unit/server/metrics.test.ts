import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NonResourceRoute } from '../../../src/endpoints/dispatch.js';
import { type ApiRequest, type TextResponse } from '../../../src/endpoints/request.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { slisRoute } from '../../../src/server/metrics.js';
import { ADMIN_TOKEN, type Server, startServer } from '../../server.js';

/** The HELP and TYPE lines of a real 1.37.2. */
const RECORDED = fs
  .readFileSync(new URL('recorded-metrics-37.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

async function ask(route: NonResourceRoute): Promise<TextResponse> {
  return (await route.handle({} as ApiRequest)) as TextResponse;
}

describe('metrics', () => {
  const servers: Record<string, Server> = {};
  beforeAll(async () => {
    for (const version of ['1.22', '1.24', '1.37']) {
      const audit = { auditPolicy: { rules: [{ level: 'None' as const }] }, onAudit: () => undefined };
      servers[version] = await startServer({ kubernetesVersion: version, httpPort: 0, ...audit });
    }
  });
  afterAll(() => Promise.all(Object.values(servers).map((server) => server.close())));

  const request = (version: string, path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${servers[version]?.httpUrl ?? ''}${path}`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      ...init,
    });
  const metrics = async (version: string): Promise<readonly string[]> => {
    const response = await request(version, '/metrics');
    return (await response.text()).trimEnd().split('\n');
  };

  it('are named and explained as upstream has them', async () => {
    await request('1.37', '/api/v1/namespaces');
    const heads = (await metrics('1.37')).filter((line) => line.startsWith('#'));
    expect(heads.length).toBeGreaterThan(40);
    expect(heads.filter((line) => !RECORDED.includes(line))).toEqual([]);
    expect(heads).toEqual([...heads].sort(byName));
  });

  it('are of each version', async () => {
    const [early, middle] = [await metrics('1.22'), await metrics('1.24')];
    expect(early.some((line) => line.startsWith('etcd_object_counts{'))).toBe(true);
    expect(early.some((line) => line.startsWith('apiserver_longrunning_requests'))).toBe(false);
    expect(middle.some((line) => line.startsWith('kubernetes_feature_enabled'))).toBe(false);
    expect(middle).toContain('apiserver_storage_objects{resource="namespaces"} 4');
    const response = await request('1.24', '/metrics');
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it('count requests, who makes them and what becomes of them', async () => {
    await request('1.37', '/api/v1/namespaces/kube-system/configmaps/none');
    await fetch(`${servers['1.37']?.httpUrl ?? ''}/api`, { headers: { authorization: 'Bearer of-nobody' } });
    await request('1.37', '/api/v1/namespaces', { headers: { authorization: 'Bearer bob-token' } });
    const lines = await metrics('1.37');
    expect(lines).toContain(
      'apiserver_request_total{code="404",component="apiserver",dry_run="",group="",resource="configmaps",scope="resource",subresource="",verb="GET",version="v1"} 1',
    );
    expect(lines).toContain('authentication_attempts{result="error"} 1');
    expect(lines).toContain('authorization_attempts_total{result="no-opinion"} 1');
    expect(lines).toContain('authenticated_user_requests{username="other"} 1');
    expect(lines).toContain('apiserver_audit_event_total 0');
    expect(lines.some((line) => line.startsWith('apiserver_audit_level_total{level="None"} '))).toBe(true);
    expect(lines).toContain('apiserver_current_inflight_requests{request_kind="mutating"} 0');
  });

  it('count watches and their events', async () => {
    const abort = new AbortController();
    const { body } = await request('1.37', '/api/v1/namespaces/default/serviceaccounts?watch=true', {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      signal: abort.signal,
    });
    await body?.getReader().read();
    const labels =
      'component="apiserver",group="",resource="serviceaccounts",scope="namespace",subresource="",verb="WATCH",version="v1"';
    const running = await metrics('1.37');
    expect(running).toContain(`apiserver_longrunning_requests{${labels}} 1`);
    expect(running).toContain('apiserver_watch_events_total{group="",resource="serviceaccounts",version="v1"} 1');
    abort.abort();
    await expect.poll(() => metrics('1.37')).toContain(`apiserver_longrunning_requests{${labels}} 0`);
  });

  it('count tokens by how old they are', async () => {
    const post = (path: string, object: object): Promise<Response> =>
      request('1.37', `/api/v1/namespaces/default/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(object),
      });
    await post('pods', { metadata: { name: 'a' }, spec: { containers: [{ name: 'a', image: 'a' }] } });
    // Of a pod, and as long as kubelets ask for: the life of such tokens is extended.
    const made = await post('serviceaccounts/default/token', {
      spec: { expirationSeconds: 3607, boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'a' } },
    });
    const { status } = (await made.json()) as { readonly status: { readonly token: string } };
    const token = { headers: { authorization: `Bearer ${status.token}` } };
    await request('1.37', '/api', token);
    await request('1.37', '/api', token);
    expect(await metrics('1.37')).toContain('serviceaccount_valid_tokens_total 2');
  });

  it('tell how checks stand', async () => {
    const checks = [
      { name: 'ping', check: () => undefined },
      { name: 'etcd', check: () => 'gone' },
    ];
    const features = resolveFeatures({ version: '1.37', featureGates: undefined });
    expect((await ask(slisRoute(features, { livez: checks }))).body).toBe(
      [
        '# HELP kubernetes_healthcheck [STABLE] This metric records the result of a single healthcheck.',
        '# TYPE kubernetes_healthcheck gauge',
        'kubernetes_healthcheck{name="etcd",type="livez"} 0',
        'kubernetes_healthcheck{name="ping",type="livez"} 1',
        '',
      ].join('\n'),
    );
  });
});

/** By the metric alone: HELP comes before TYPE. */
function byName(a: string, b: string): number {
  const [nameA = '', nameB = ''] = [a, b].map((line) => line.split(' ')[2] ?? '');
  return nameA === nameB ? 0 : nameA < nameB ? -1 : 1;
}
