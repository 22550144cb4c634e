/** Reads an audit policy, in YAML or JSON. Source: k8s.io/apiserver/pkg/audit/policy/reader.go. */
import { aggregate } from '../apis/aggregate.js';
import { fieldErrorText } from '../apis/field/errors.js';
import { DecodeError } from '../apis/schema/decode-error.js';
import { typeMetaOf } from '../apis/schema/type-meta.js';
import { decodePolicy } from '../audit/policy-decode.js';
import { type AuditPolicy } from '../audit/policy.js';
import { validatePolicy } from '../audit/policy-validation.js';
import { parseJson, parseYaml } from '../endpoints/body-format.js';
import { type Features } from '../features/features.js';

const GROUP = 'audit.k8s.io';
const KINDS = ['Event', 'EventList', 'Policy', 'PolicyList'];

export interface ReadPolicy {
  readonly policy: AuditPolicy;
  /** What is passed over: `unknown field "rules[0].verb"`. */
  readonly warnings: readonly string[];
}

/** @throws Error with upstream's text, without the file's name. */
export function readAuditPolicy(text: string, features: Features): ReadPolicy {
  const { value, strictErrors } = decoding(() => (/^\s*\{/.test(text) ? parseJson(text) : parseYaml(text)));
  const { kind, apiVersion } = decoding(() => typeMetaOf(value));
  decoding(() => checkKind(kind, apiVersion, features));
  if (apiVersion === undefined) {
    throw new Error(`unknown group version field ${GROUP}/__internal, Kind=Policy in policy`);
  }
  const { policy, unknown } = decoding(() => decodePolicy(value));
  const errors = validatePolicy(policy);
  if (errors.length > 0) throw new Error(aggregate(errors.map(fieldErrorText)));
  if (policy.rules.length === 0) throw new Error('loaded illegal policy with 0 rules');
  return { policy, warnings: [...strictErrors, ...unknown.map((field) => `unknown field "${field}"`)] };
}

function decoding<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new Error(`failed decoding: ${error.message}`, { cause: error });
  }
}

function checkKind(kind = 'Policy', apiVersion: string | undefined, { behaviours }: Features): void {
  if (apiVersion === undefined && kind === 'Policy') return;
  const versions = ['v1', ...(behaviours.auditPolicyBetas ? ['v1alpha1', 'v1beta1'] : [])];
  const version = versions.find((each) => apiVersion === `${GROUP}/${each}`);
  if (version === undefined || !KINDS.includes(kind)) {
    const where = `version "${apiVersion ?? ''}" in scheme "${behaviours.schemeName}"`;
    throw new DecodeError(`no kind "${kind}" is registered for ${where}`);
  }
  if (kind !== 'Policy') throw new DecodeError(`converting (${version}.${kind}) to (audit.Policy): unknown conversion`);
}
