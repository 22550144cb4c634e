/** Environment variables. Source: pkg/apis/core/validation/validation.go. */
import { type EnvFromSource, type EnvVar } from '../../../../apis/core/pod-container.js';
import { type FieldError, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { emptyError, isDNS1123Subdomain, regexError } from '../../../../apis/validation/names.js';
import { type Features } from '../../../../features/features.js';
import { validateFieldSelector, validateKeySelector, validateResourceSelector } from './field-refs.js';

const ENV_NAME = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const ENV_NAME_RULE =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit";
const RELAXED_RULE = "a valid environment variable name must consist only of printable ASCII characters other than '='";

export function isEnvVarName(name: string, features: Features): string[] {
  if (features.enabled('RelaxedEnvironmentVariableValidation')) {
    const empty = name === '' ? [`environment variable name ${emptyError()}`] : [];
    return /^[ -<>-~]*$/.test(name) ? empty : [...empty, RELAXED_RULE];
  }
  const errors = new RegExp(`^${ENV_NAME}$`).test(name)
    ? []
    : [regexError(ENV_NAME_RULE, ENV_NAME, 'my.env-name', 'MY_ENV.NAME', 'MyEnvName1')];
  if (name === '.' || name === '..') errors.push(`must not be '${name}'`);
  else if (name.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

export function validateEnv(vars: readonly EnvVar[] | undefined, path: Path, features: Features): FieldError[] {
  return (vars ?? []).flatMap((variable, i) => {
    const { name = '' } = variable;
    const at = path.index(i).child('name');
    const errors = name === '' ? [required(at)] : isEnvVarName(name, features).map((text) => invalid(at, name, text));
    return [...errors, ...validateValueFrom(variable, path.index(i).child('valueFrom'), features)];
  });
}

const FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

function envFields(features: Features): readonly string[] {
  return features.behaviours.podHostIPs ? FIELDS : FIELDS.filter((field) => field !== 'status.hostIPs');
}

function validateValueFrom({ value = '', valueFrom }: EnvVar, path: Path, features: Features): FieldError[] {
  if (valueFrom === undefined) return [];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom;
  const errors: FieldError[] = [];
  if (fieldRef !== undefined) {
    errors.push(...validateFieldSelector(fieldRef, envFields(features), path.child('fieldRef'), features));
  }
  if (resourceFieldRef !== undefined) {
    errors.push(...validateResourceSelector(resourceFieldRef, path.child('resourceFieldRef'), false));
  }
  if (configMapKeyRef !== undefined)
    errors.push(...validateKeySelector(configMapKeyRef, path.child('configMapKeyRef')));
  if (secretKeyRef !== undefined) errors.push(...validateKeySelector(secretKeyRef, path.child('secretKeyRef')));
  const all = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef];
  const sources = all.filter((source) => source !== undefined).length;
  if (sources === 0) {
    const choice = features.enabled('EnvFiles')
      ? '`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'
      : '`fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
    errors.push(invalid(path, '', `must specify one of: ${choice}`));
  } else if (value !== '') errors.push(invalid(path, '', 'may not be specified when `value` is not empty'));
  else if (sources > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
  return errors;
}

export function validateEnvFrom(
  sources: readonly EnvFromSource[] | undefined,
  path: Path,
  features: Features,
): FieldError[] {
  return (sources ?? []).flatMap(({ prefix = '', configMapRef, secretRef }, i) => {
    const errors =
      prefix === ''
        ? []
        : isEnvVarName(prefix, features).map((text) => invalid(path.index(i).child('prefix'), prefix, text));
    for (const [field, reference] of Object.entries({ configMapRef, secretRef })) {
      if (reference === undefined) continue;
      const at = path.index(i).child(field, 'name');
      const { name = '' } = reference;
      errors.push(...(name === '' ? [required(at)] : isDNS1123Subdomain(name).map((text) => invalid(at, name, text))));
    }
    const count = [configMapRef, secretRef].filter((reference) => reference !== undefined).length;
    if (count === 0) errors.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
    else if (count > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
    return errors;
  });
}
