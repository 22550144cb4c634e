/** The parameters that a binding names. Source: k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go (CollectParams). */
import { type KubeObject } from '../../apis/meta/v1.js';
import { labelsMatch } from '../../apis/meta/label-selector.js';
import { type ParamKind, type ParamRef } from './policies.js';

/** The objects of a kind. */
export interface ParamObjects {
  readonly namespaced: boolean;
  get(namespace: string, name: string): Promise<KubeObject | undefined>;
  list(namespace: string): Promise<readonly KubeObject[]>;
}

/** Undefined for a kind that is not served. */
export type ParamSource = (apiVersion: string, kind: string) => ParamObjects | undefined;

/** What is wrong with how a policy or a binding is set up. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Undefined stands for no parameters, with which a policy is asked too. @throws ConfigurationError */
export async function collectParams(
  kind: ParamKind | undefined,
  ref: ParamRef | undefined,
  namespace: string,
  source: ParamSource,
): Promise<readonly (KubeObject | undefined)[]> {
  if (kind === undefined || ref === undefined) return [undefined];
  const objects = source(kind.apiVersion, kind.kind);
  if (objects === undefined) {
    throw new ConfigurationError(unknownKind(kind));
  }
  const at = paramNamespace(ref, objects.namespaced, namespace);
  const found = await find(ref, objects, at);
  if (found.length === 0 && ref.parameterNotFoundAction === 'Deny') {
    throw new ConfigurationError('no params found for policy binding with `Deny` parameterNotFoundAction');
  }
  return found.map((object) => ({ ...object, apiVersion: kind.apiVersion, kind: kind.kind }));
}

export function unknownKind({ apiVersion, kind }: ParamKind): string {
  return `failed to find resource referenced by paramKind: '${groupVersionKind(apiVersion, kind)}'`;
}

/** As Go writes it: `rules.example.com/v1, Kind=Limit`. */
function groupVersionKind(apiVersion: string, kind: string): string {
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
}

function paramNamespace({ namespace: given = '' }: ParamRef, namespaced: boolean, namespace: string): string {
  if (!namespaced) {
    if (given === '') return '';
    throw new ConfigurationError('paramRef.namespace must not be provided for a cluster-scoped `paramKind`');
  }
  const at = given === '' ? namespace : given;
  if (at !== '') return at;
  throw new ConfigurationError(
    'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources',
  );
}

async function find(
  { name = '', selector }: ParamRef,
  objects: ParamObjects,
  namespace: string,
): Promise<readonly KubeObject[]> {
  if (name !== '') {
    const object = await objects.get(namespace, name);
    return object === undefined ? [] : [object];
  }
  if (selector === undefined) throw new ConfigurationError('one of name or selector must be provided');
  const all = await objects.list(namespace);
  return all.filter(({ metadata }) => labelsMatch(selector, metadata.labels ?? {}));
}
