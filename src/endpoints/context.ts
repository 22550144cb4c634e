import { type RequestContext } from '../registry/rest.js';
import { managerOrUserAgent } from './manager-name.js';
import { type WriteOptions } from './options.js';
import { type ApiRequest } from './request.js';
import { type Scope } from './scope.js';

/** What the registry is told of a request. */
export function contextOf(
  scope: Scope,
  request: ApiRequest,
  { dryRun, fieldManager = '' }: Pick<WriteOptions, 'dryRun'> & Partial<Pick<WriteOptions, 'fieldManager'>>,
): RequestContext {
  const { features, clock, random } = scope;
  const { namespace, name, apiVersion } = request.info;
  return {
    user: request.user,
    features,
    clock,
    random,
    namespace: scope.kind.namespaced ? namespace : '',
    name,
    ...(scope.kind.storedWith === undefined ? {} : { group: scope.kind.group }),
    version: apiVersion,
    dryRun,
    fieldManager: managerOrUserAgent(fieldManager, request),
    warn: (text) => request.warn(text),
    ...(request.audit && { annotate: (key, value) => request.audit?.annotate(key, value) }),
  };
}
