/** How requests are called in statistics. Source: k8s.io/apiserver/pkg/endpoints/metrics/metrics.go, pkg/endpoints/installer.go. */
import { type ObservedRequest } from './observer.js';
import { type LabelText, labelText } from './series.js';

const APPLY = 'application/apply-patch+yaml';
const CONNECT_SUBRESOURCES = ['log', 'exec', 'portforward', 'attach', 'proxy'];
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'LIST',
  'WATCH',
  'APPLY',
  'CONNECT',
];

export interface RequestLabels {
  /** With verb and dry_run. */
  readonly whole: LabelText;
  /** Without dry_run. */
  readonly withoutDryRun: LabelText;
  readonly verb: string;
}

export function requestLabels(request: ObservedRequest): RequestLabels {
  const { info, trace } = request;
  const scope = trace.routed === 'custom' ? cleanScope(info) : routeScope(request);
  const verb = verbOf(request, scope);
  const path = typeof trace.routed === 'object' ? trace.routed : undefined;
  const labels = {
    component: path?.component ?? 'apiserver',
    group: info.apiGroup,
    resource: info.resource,
    scope,
    subresource: path?.subresource ?? info.subresource,
    verb,
    version: info.apiVersion,
  };
  return {
    whole: labelText({ ...labels, dry_run: dryRunOf(request.query) }),
    withoutDryRun: labelText(labels),
    verb,
  };
}

/** As a filter sees it, which knows no routes. */
export function longRunningLabels(request: ObservedRequest): LabelText {
  const { info } = request;
  const scope = cleanScope(info);
  return labelText({
    component: 'apiserver',
    group: info.apiGroup,
    resource: info.resource,
    scope,
    subresource: info.isResourceRequest ? info.subresource : info.path,
    verb: verbOf(request, scope),
    version: info.apiVersion,
  });
}

function routeScope({ method, info }: ObservedRequest): string {
  if (!info.isResourceRequest) return '';
  if (info.parts.length > 1 || method === 'POST') return 'resource';
  return info.namespace === '' ? 'cluster' : 'namespace';
}

function cleanScope({ name, verb, namespace, isResourceRequest }: ObservedRequest['info']): string {
  if (name !== '' || verb === 'create') return 'resource';
  if (namespace !== '') return 'namespace';
  return isResourceRequest ? 'cluster' : '';
}

function verbOf({ method, info, contentType }: ObservedRequest, scope: string): string {
  if (info.isResourceRequest && CONNECT_SUBRESOURCES.includes(info.subresource)) return 'CONNECT';
  if (info.verb === 'watch') return 'WATCH';
  if (method === 'PATCH' && contentType === APPLY) return 'APPLY';
  if (method === 'GET' || method === 'HEAD') return scope === 'resource' || scope === '' ? 'GET' : 'LIST';
  return METHODS.includes(method) ? method : 'other';
}

function dryRunOf(query: URLSearchParams): string {
  const values = query.getAll('dryRun');
  if (values.length === 0) return '';
  return values.every((value) => value === 'All') ? 'All' : 'invalid';
}
