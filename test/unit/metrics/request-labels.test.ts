import { describe, expect, it } from 'vitest';
import { parseRequestInfo } from '../../../src/endpoints/request-info.js';
import { type ObservedRequest, type RequestTrace } from '../../../src/metrics/observer.js';
import { longRunningLabels, requestLabels } from '../../../src/metrics/request-labels.js';

interface Given {
  readonly contentType?: string;
  readonly trace?: RequestTrace;
}

function observed(
  method: string,
  url: string,
  { contentType = '', trace = { routed: 'built-in' } }: Given = {},
): ObservedRequest {
  const { pathname, searchParams } = new URL(url, 'http://server');
  return { method, query: searchParams, info: parseRequestInfo(method, pathname, searchParams), contentType, trace };
}

const labels = (...request: Parameters<typeof observed>): string => requestLabels(observed(...request)).whole;

describe('labels of requests', () => {
  it.each([
    ['GET', '/api/v1/pods', '', 'cluster', 'LIST'],
    ['GET', '/api/v1/namespaces/a/pods', '', 'namespace', 'LIST'],
    ['GET', '/api/v1/namespaces/a/pods/b', '', 'resource', 'GET'],
    ['HEAD', '/api/v1/namespaces/a/pods/b', '', 'resource', 'GET'],
    ['POST', '/api/v1/namespaces/a/pods', '', 'resource', 'POST'],
    ['DELETE', '/api/v1/namespaces/a/pods', '', 'namespace', 'DELETE'],
    ['GET', '/api/v1/pods?watch=true', '', 'cluster', 'WATCH'],
    ['GET', '/api/v1/namespaces/a/pods/b/log', 'log', 'resource', 'CONNECT'],
    ['PURGE', '/api/v1/pods', '', 'cluster', 'other'],
  ])('%s %s', (method, url, subresource, scope, verb) => {
    expect(labels(method, url)).toBe(
      `component="apiserver",dry_run="",group="",resource="pods",scope="${scope}",subresource="${subresource}",verb="${verb}",version="v1"`,
    );
  });

  it('tell applying from other patches', () => {
    const url = '/apis/apps/v1/namespaces/a/deployments/b';
    expect(labels('PATCH', url, { contentType: 'application/apply-patch+yaml' })).toContain('verb="APPLY"');
    expect(labels('PATCH', url, { contentType: 'application/json-patch+json' })).toContain('verb="PATCH"');
  });

  it('tell of dry runs', () => {
    expect(labels('POST', '/api/v1/namespaces?dryRun=All')).toContain('dry_run="All"');
    expect(labels('POST', '/api/v1/namespaces?dryRun=some')).toContain('dry_run="invalid"');
  });

  it('are of a path where no kind is asked', () => {
    const trace: RequestTrace = { routed: { component: '', subresource: '/healthz' } };
    expect(labels('GET', '/healthz', { trace })).toBe(
      'component="",dry_run="",group="",resource="",scope="",subresource="/healthz",verb="GET",version=""',
    );
  });

  it('are by the request alone for custom kinds', () => {
    const trace: RequestTrace = { routed: 'custom' };
    expect(labels('GET', '/apis/example.com/v1/namespaces/a/things', { trace })).toContain('scope="namespace"');
  });

  it('are by the request alone for what takes long', () => {
    expect(longRunningLabels(observed('GET', '/api/v1/secrets?watch=1&fieldSelector=metadata.name%3Da'))).toBe(
      'component="apiserver",group="",resource="secrets",scope="resource",subresource="",verb="WATCH",version="v1"',
    );
  });
});
