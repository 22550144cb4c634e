/** Environment variables. Source: pkg/apis/core/validation/validation.go. */
import { type EnvFromSource, type EnvVar, type FileKeySelector } from '../../../../apis/core/pod-container.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, invalid, notFound, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { emptyError, isDNS1123Label, nameIsDNSSubdomain, regexError } from '../../../../apis/validation/names.js';
import { envFields, validateFieldSelector, validateKeySelector, validateResourceSelector } from './field-refs.js';
import { validatePathNoBacksteps } from './paths.js';
import { allows, containersOf, containersWithPath, type PodValidationOptions, type SpecScope } from './scope.js';

const ENV_NAME = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const ENV_NAME_RULE =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit";
const RELAXED_RULE = "a valid environment variable name must consist only of printable ASCII characters other than '='";

function isEnvVarName(name: string): string[] {
  const errors = new RegExp(`^${ENV_NAME}$`).test(name)
    ? []
    : [regexError(ENV_NAME_RULE, ENV_NAME, 'my.env-name', 'MY_ENV.NAME', 'MyEnvName1')];
  if (name === '.' || name === '..') errors.push(`must not be '${name}'`);
  else if (name.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

function isRelaxedEnvVarName(name: string): string[] {
  const empty = name === '' ? [`environment variable name ${emptyError()}`] : [];
  return /^[ -<>-~]*$/.test(name) ? empty : [...empty, RELAXED_RULE];
}

function nameRule(options: PodValidationOptions): (name: string) => string[] {
  const relaxed = allows(options, 'RelaxedEnvironmentVariableValidation', usesRelaxedNames);
  return relaxed ? isRelaxedEnvVarName : isEnvVarName;
}

function usesRelaxedNames(spec: PodSpec): boolean {
  return containersOf(spec).some(({ env = [] }) =>
    env.some(({ name = '' }) => isEnvVarName(name).length > 0 && isRelaxedEnvVarName(name).length === 0),
  );
}

export function validateEnv(
  vars: readonly EnvVar[] | undefined,
  path: Path,
  options: PodValidationOptions,
): FieldError[] {
  const rule = nameRule(options);
  return (vars ?? []).flatMap((variable, i) => {
    const { name = '' } = variable;
    const at = path.index(i).child('name');
    const errors = name === '' ? [required(at)] : rule(name).map((text) => invalid(at, name, text));
    return [...errors, ...validateValueFrom(variable, path.index(i).child('valueFrom'), options)];
  });
}

const SOURCES = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef`';

function validateValueFrom({ value = '', valueFrom }: EnvVar, path: Path, options: PodValidationOptions): FieldError[] {
  if (valueFrom === undefined) return [];
  const { features } = options;
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom;
  const errors = [
    ...(fieldRef === undefined
      ? []
      : validateFieldSelector(fieldRef, envFields(options), path.child('fieldRef'), features)),
    ...(resourceFieldRef === undefined
      ? []
      : validateResourceSelector(resourceFieldRef, path.child('resourceFieldRef'), false, options)),
    ...(configMapKeyRef === undefined ? [] : validateKeySelector(configMapKeyRef, path.child('configMapKeyRef'))),
    ...(secretKeyRef === undefined ? [] : validateKeySelector(secretKeyRef, path.child('secretKeyRef'))),
    ...(fileKeyRef === undefined ? [] : validateFileKey(fileKeyRef, path.child('fileKeyRef'), options)),
  ];
  const all = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef];
  const sources = all.filter((source) => source !== undefined).length;
  if (sources === 0) {
    const choice = allows(options, 'EnvFiles', usesFileKeys)
      ? `${SOURCES}, \`secretKeyRef\` or \`fileKeyRef\``
      : `${SOURCES} or \`secretKeyRef\``;
    errors.push(invalid(path, '', `must specify one of: ${choice}`));
  } else if (value !== '') errors.push(invalid(path, '', 'may not be specified when `value` is not empty'));
  else if (sources > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
  return errors;
}

function usesFileKeys(spec: PodSpec): boolean {
  return containersOf(spec).some(({ env = [] }) => env.some(({ valueFrom }) => valueFrom?.fileKeyRef !== undefined));
}

function validateFileKey(
  { volumeName = '', path: file = '', key = '' }: FileKeySelector,
  path: Path,
  { features }: PodValidationOptions,
): FieldError[] {
  const rules = [
    ['key', key, isRelaxedEnvVarName(key).map((text) => invalid(path.child('key'), key, text))],
    [
      'volumeName',
      volumeName,
      isDNS1123Label(volumeName, features.behaviours).map((text) =>
        invalid(path.child('volumeName'), volumeName, text),
      ),
    ],
    ['path', file, validatePathNoBacksteps(file, path.child('path'))],
  ] as const;
  return rules.flatMap(([field, value, errors]) => (value === '' ? [required(path.child(field))] : errors));
}

/** The volumes that files of variables are read from exist and are empty at first. */
export function validateFileKeyVolumes({ spec }: SpecScope, path: Path): FieldError[] {
  const volumes = new Map((spec.volumes ?? []).map((volume) => [volume.name ?? '', volume]));
  return containersWithPath(spec, path).flatMap(([{ env = [] }, at]) =>
    env.flatMap(({ valueFrom }, i) => {
      if (valueFrom?.fileKeyRef === undefined) return [];
      const { volumeName = '' } = valueFrom.fileKeyRef;
      const volume = volumes.get(volumeName);
      const nameAt = at.child('env').index(i).child('valueFrom', 'fileKeyRef', 'volumeName');
      if (volume === undefined) return [notFound(nameAt, volumeName)];
      return volume.emptyDir === undefined
        ? [invalid(nameAt, volumeName, 'referenced volume must be of type emptyDir')]
        : [];
    }),
  );
}

export function validateEnvFrom(
  sources: readonly EnvFromSource[] | undefined,
  path: Path,
  options: PodValidationOptions,
): FieldError[] {
  const rule = nameRule(options);
  return (sources ?? []).flatMap(({ prefix = '', configMapRef, secretRef }, i) => {
    const prefixAt = path.index(i).child('prefix');
    const errors = prefix === '' ? [] : rule(prefix).map((text) => invalid(prefixAt, prefix, text));
    for (const [field, reference] of Object.entries({ configMapRef, secretRef })) {
      if (reference === undefined) continue;
      const at = path.index(i).child(field, 'name');
      const { name = '' } = reference;
      errors.push(
        ...(name === '' ? [required(at)] : nameIsDNSSubdomain(name, true).map((text) => invalid(at, name, text))),
      );
    }
    const count = [configMapRef, secretRef].filter((reference) => reference !== undefined).length;
    if (count === 0) errors.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
    else if (count > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
    return errors;
  });
}
